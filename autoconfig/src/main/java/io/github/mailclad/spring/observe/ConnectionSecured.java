package io.github.mailclad.spring.observe;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.SecurityIndicator;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The application event that a connection was opened.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param at the time of its opening
 * @param security the security of the connection
 */
public record ConnectionSecured(String entry, Instant at, ConnectionSecurity security)
    implements ConnectionEvent {
  private static final Minimum VERIFIED = new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of());

  @Override
  public MailService service() {
    return security.service();
  }

  @Override
  public Endpoint endpoint() {
    return security.endpoint();
  }

  /**
   * Returns the indicator for an open connection. It meets the account's requirements, so only its
   * level matters.
   */
  @Override
  public SecurityIndicator indicator() {
    return SecurityIndicator.of(security, VERIFIED);
  }

  /** Returns the server's own certificate; empty if the server was not verified. */
  public Optional<CertificateSummary> certificate() {
    return Optional.ofNullable(security.certificate()).map(CertificateSummary::ofServer);
  }
}
