package io.github.mailclad.setup;

import io.github.mailclad.AccountPin;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;

/**
 * The possibility to accept the certificate of a server that was refused while its account is being
 * set up (RFC 8314, section 5.4). There is one only where the certificate has expired, where nobody
 * who is trusted issued it, and where it names another server; never for anything else, and never
 * for a server at which the account was established before. What rests on an accepted certificate
 * reaches {@link ConfidentialityLevel#ENCRYPTED} at most. Immutable.
 */
public final class PinOffer {
  private final String account;
  private final MailService service;
  private final Endpoint endpoint;
  private final Refusal refusal;
  private final CertificateSummary certificate;
  private final AccountPin pin;
  private final Person person;
  private final Clock clock;

  private PinOffer(
      String account,
      MailService service,
      Endpoint endpoint,
      Refusal refusal,
      X509Certificate presented,
      Person person,
      Clock clock) {
    this.account = account;
    this.service = service;
    this.endpoint = endpoint;
    this.refusal = refusal;
    this.certificate = CertificateSummary.ofServer(presented);
    this.pin = AccountPin.of(presented);
    this.person = person;
    this.clock = clock;
  }

  /** An offer after a refusal, if that one allows it. */
  static Optional<PinOffer> after(
      Probe.Refused refused, String account, MailService service, Person person, Clock clock) {
    X509Certificate presented = refused.certificate();
    Endpoint endpoint = refused.endpoint();
    return presented != null
            && endpoint != null
            && refused.refusal() instanceof CertificateRefusal unproved
            && unproved.mayBeAccepted()
        ? Optional.of(
            new PinOffer(account, service, endpoint, refused.refusal(), presented, person, clock))
        : Optional.empty();
  }

  /** The service, TLS start included. */
  public MailService service() {
    return service;
  }

  /** The server that was refused. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Why it was refused. */
  public Refusal refusal() {
    return refusal;
  }

  /** The certificate that it presented, for people. */
  public CertificateSummary certificate() {
    return certificate;
  }

  /** The digest of the certificate. */
  public AccountPin pin() {
    return pin;
  }

  /**
   * Warns the person, who may know the certificate from the provider; empty if it is not accepted.
   *
   * @param disabled that the same person gave up the minimum level of this account, which such a
   *     server never meets
   * @throws IllegalArgumentException if that is about another account
   */
  public Optional<PinDecision> decide(DisableMinimumAck disabled) {
    AccountState.MinimumDisabled given = disabled.decisionFor(account);
    Warning warning = new Warning.PinRisk(account, service, endpoint, certificate, refusal);
    return Asked.of(
        person,
        warning,
        () ->
            new PinDecision(
                account,
                service,
                endpoint,
                new PinnedCertificate(pin, clock.instant(), warning.version()),
                given));
  }

  @Override
  public String toString() {
    return endpoint + " with " + certificate;
  }
}
