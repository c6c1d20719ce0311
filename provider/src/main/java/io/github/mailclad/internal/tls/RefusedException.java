package io.github.mailclad.internal.tls;

import io.github.mailclad.Refusal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a refusal through Angus, which knows exceptions only. Never an {@link
 * java.io.EOFException}: the POP3 store would take that for a wrong password.
 */
public final class RefusedException extends IOException implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /** An exception that carries a refusal; the cause is what was observed, null for nothing. */
  public RefusedException(Refusal refusal, @Nullable Throwable cause) {
    super(refusal.summary() + " [" + refusal.code() + "]", cause);
    this.refusal = refusal;
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
