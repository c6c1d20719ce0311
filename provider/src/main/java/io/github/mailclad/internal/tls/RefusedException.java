package io.github.mailclad.internal.tls;

import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries a refusal through Angus, which passes on only exceptions. Never an {@link
 * java.io.EOFException}: the POP3 store would take that for a wrong password.
 */
public final class RefusedException extends IOException implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final transient @Nullable X509Certificate presented;

  /**
   * Creates an exception that carries a refusal. The cause is the observed failure, or null. The
   * message is the code only; the exception that the application gets has the full text.
   */
  public RefusedException(Refusal refusal, @Nullable Throwable cause) {
    this(refusal, cause, null);
  }

  /**
   * Creates an exception that also has the end-entity certificate that the server presented; null
   * for no certificate.
   */
  RefusedException(
      Refusal refusal, @Nullable Throwable cause, @Nullable X509Certificate presented) {
    super(refusal.code(), cause);
    this.refusal = refusal;
    this.presented = presented;
  }

  /** Returns a copy with the refusal that the application gets. */
  RefusedException withRefusal(Refusal other) {
    return new RefusedException(other, getCause(), presented);
  }

  /**
   * Returns the end-entity certificate that the refused server presented; empty if the handshake
   * did not get that far.
   */
  public Optional<X509Certificate> presented() {
    return Optional.ofNullable(presented);
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
