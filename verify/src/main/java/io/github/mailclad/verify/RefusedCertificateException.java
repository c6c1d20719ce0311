package io.github.mailclad.verify;

import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateException;

/** A refusal on its way through a TLS library, which knows certificate exceptions only. */
public final class RefusedCertificateException extends CertificateException
    implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  /** The reason why the server was refused. */
  private final Refusal refusal;

  /** Creates the exception for a refusal, with its summary as the message. */
  public RefusedCertificateException(Refusal refusal) {
    this(refusal, refusal.summary());
  }

  /**
   * Creates the exception for a refusal with another message, such as its code where an outer
   * exception has the summary.
   */
  public RefusedCertificateException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
