package io.github.mailclad.takeover;

import java.io.Serial;
import java.util.stream.Collectors;

/**
 * The exception for a session in which Mailclad does not serve every protocol name. It has the
 * classes that serve instead, and the reasons.
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

  /** Returns the result of the check. */
  public ProviderCheck check() {
    return check;
  }
}
