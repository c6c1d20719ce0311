package io.github.mailclad.takeover;

import java.io.Serial;
import java.util.stream.Collectors;

/**
 * Says that Mailclad does not serve every protocol name of a session, what serves instead, and why.
 */
public final class TakeoverException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ProviderCheck check;

  TakeoverException(ProviderCheck check) {
    super(
        check.warnings().stream()
            .collect(
                Collectors.joining(
                    "\n  ", "Mailclad does not serve all mail of this application:\n  ", "")));
    this.check = check;
  }

  /** What was found. */
  public ProviderCheck check() {
    return check;
  }
}
