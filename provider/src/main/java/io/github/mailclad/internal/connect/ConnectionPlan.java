package io.github.mailclad.internal.connect;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import java.util.List;

/**
 * One connection decided before an octet is sent.
 *
 * @param protocol the protocol name that the application used, for messages
 * @param service the service, TLS start included
 * @param endpoint where the connection goes
 * @param references the reference identifiers, built without looking at what the server presents
 *     (RFC 9525, section 6.1)
 * @param policy what the account requires
 * @param account whose connection it is: TLS sessions of different accounts are never shared
 */
public record ConnectionPlan(
    String protocol,
    MailService service,
    Endpoint endpoint,
    List<Identifier> references,
    SecurityPolicy policy,
    String account) {
  /** Copies the references. */
  public ConnectionPlan {
    references = List.copyOf(references);
  }

  @Override
  public String toString() {
    return "%s to %s, %s TLS, %s, expecting %s"
        .formatted(
            service.srvLabel(),
            endpoint,
            service.tlsStart() == TlsStart.IMPLICIT ? "implicit" : "STARTTLS",
            policy.versions().stream().sorted().map(TlsVersion::jsseName).toList(),
            references);
  }
}
