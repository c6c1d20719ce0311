package io.github.mailclad.verify;

import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateException;

/** A refusal on its way through a TLS library, which knows certificate exceptions only. */
public final class RefusedCertificateException extends CertificateException
    implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  /** The reason why the server was refused. */
  private final Refusal refusal;

  /** Creates the exception for a refusal. */
  public RefusedCertificateException(Refusal refusal) {
    super(refusal.summary());
    this.refusal = refusal;
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
