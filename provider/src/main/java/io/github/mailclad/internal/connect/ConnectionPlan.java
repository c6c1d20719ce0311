package io.github.mailclad.internal.connect;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param clientIdentity the client certificate that may be sent on this very connection; null for
 *     none, whatever the policy has for another account or server
 * @param whereabouts what was looked up about the server
 */
public record ConnectionPlan(
    String protocol,
    MailService service,
    Endpoint endpoint,
    List<Identifier> references,
    SecurityPolicy policy,
    String account,
    @Nullable ClientIdentity clientIdentity,
    Whereabouts whereabouts) {
  /** Copies the references. */
  public ConnectionPlan {
    references = List.copyOf(references);
  }

  /** The same connection with what was looked up about its server. */
  public ConnectionPlan at(Whereabouts found) {
    return new ConnectionPlan(
        protocol, service, endpoint, references, policy, account, clientIdentity, found);
  }

  @Override
  public String toString() {
    return "%s to %s, %s TLS, %s, expecting %s%s%s"
        .formatted(
            service.srvLabel(),
            endpoint,
            service.tlsStart() == TlsStart.IMPLICIT ? "implicit" : "STARTTLS",
            policy.tls().versions().stream().sorted().map(TlsVersion::jsseName).toList(),
            references,
            clientIdentity == null ? "" : ", with " + clientIdentity,
            whereabouts.tlsa() == null ? "" : ", DANE " + whereabouts.tlsa().answer().status());
  }
}
