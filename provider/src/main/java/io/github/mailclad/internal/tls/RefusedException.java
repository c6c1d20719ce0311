package io.github.mailclad.internal.tls;

import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries a refusal through Angus, which knows exceptions only. Never an {@link
 * java.io.EOFException}: the POP3 store would take that for a wrong password.
 */
public final class RefusedException extends IOException implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final transient @Nullable X509Certificate presented;

  /**
   * An exception that carries a refusal; the cause is what was observed, null for nothing. The
   * message is the code: the words are those of the exception that the application gets.
   */
  public RefusedException(Refusal refusal, @Nullable Throwable cause) {
    this(refusal, cause, null);
  }

  /** The same, of a server that presented that end-entity certificate; null for none. */
  RefusedException(
      Refusal refusal, @Nullable Throwable cause, @Nullable X509Certificate presented) {
    super(refusal.code(), cause);
    this.refusal = refusal;
    this.presented = presented;
  }

  /** Returns the same refusal as the application is told of it. */
  RefusedException told(Refusal told) {
    return new RefusedException(told, getCause(), presented);
  }

  /** The end-entity certificate that the refused server presented; empty if it came to none. */
  public Optional<X509Certificate> presented() {
    return Optional.ofNullable(presented);
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
