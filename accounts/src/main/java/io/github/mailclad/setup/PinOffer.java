package io.github.mailclad.setup;

import io.github.mailclad.AccountPin;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certificate that a person may accept while an account is set up (RFC 8314, section 5.4): it has
 * expired, no trusted authority issued it, or it names another server.
 *
 * @param service the service, which includes the TLS start
 * @param endpoint the server that was refused
 * @param refusal the reason
 * @param certificate the certificate, for people
 * @param pin the digest of the certificate
 */
record PinOffer(
    MailService service,
    Endpoint endpoint,
    Refusal refusal,
    CertificateSummary certificate,
    AccountPin pin) {

  /** Returns the offer after a refusal; empty where the refusal does not allow one. */
  static Optional<PinOffer> after(Probe.Refused refused, MailService service) {
    X509Certificate presented = refused.certificate();
    Endpoint endpoint = refused.endpoint();
    return presented != null
            && endpoint != null
            && refused.refusal() instanceof CertificateRefusal unproved
            && unproved.mayBeAccepted()
        ? Optional.of(
            new PinOffer(
                service,
                endpoint,
                refused.refusal(),
                CertificateSummary.ofServer(presented),
                AccountPin.of(presented)))
        : Optional.empty();
  }

  Warning warning(String account) {
    return new Warning.PinRisk(account, service, endpoint, certificate, refusal);
  }
}
