package io.github.mailclad.internal.connect;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.discovery.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan for one connection, made before an octet is sent.
 *
 * @param protocol the protocol name that the application used, for messages
 * @param server the server, and how TLS starts there
 * @param references the reference identifiers, built without looking at the presented identifiers
 *     (RFC 9525, section 6.1)
 * @param policy the requirements of the account
 * @param account the account of the connection, empty for none: TLS sessions of different accounts
 *     are never shared
 * @param clientIdentity the client certificate that may be sent on this very connection; null for
 *     none, even if the policy has one for another account or server
 * @param records the look-up results about the server
 */
public record ConnectionPlan(
    String protocol,
    Server server,
    List<Identifier> references,
    SecurityPolicy policy,
    String account,
    @Nullable ClientIdentity clientIdentity,
    ServerRecords records) {
  public ConnectionPlan {
    references = List.copyOf(references);
  }

  /** Returns the plan of a connection to a server before any look-up about it. */
  public static ConnectionPlan to(
      Server server, String protocol, String account, SecurityPolicy policy) {
    return new ConnectionPlan(
        protocol,
        server,
        server.references(),
        policy,
        account,
        identityFor(account, server.endpoint(), policy),
        ServerRecords.none(server.serverName()));
  }

  /**
   * Returns the client identity, if it is bound to this server and this account (RFC 8314, section
   * 5.5).
   */
  private static @Nullable ClientIdentity identityFor(
      String account, Endpoint endpoint, SecurityPolicy policy) {
    ClientIdentity identity = policy.clientIdentity();
    return identity != null && identity.binding().covers(account, endpoint) ? identity : null;
  }

  /** Returns the same plan with the look-up results about its server. */
  public ConnectionPlan with(ServerRecords found) {
    return new ConnectionPlan(protocol, server, references, policy, account, clientIdentity, found);
  }

  /** Returns the same plan under {@link SecurityPolicy#dangerouslyAccepting}. */
  public ConnectionPlan dangerouslyAccepting(AccountPin pin) {
    SecurityPolicy pinned = policy.dangerouslyAccepting(pin);
    return new ConnectionPlan(
        protocol,
        server,
        references,
        pinned,
        account,
        identityFor(account, endpoint(), pinned),
        records);
  }

  /** Returns the service, TLS start included. */
  public MailService service() {
    return server.service();
  }

  /** Returns host and port of the server. */
  public Endpoint endpoint() {
    return server.endpoint();
  }

  @Override
  public String toString() {
    return "%s to %s, %s TLS, %s, expecting %s%s%s"
        .formatted(
            service().srvLabel(),
            endpoint(),
            service().tlsStart() == TlsStart.IMPLICIT ? "implicit" : "STARTTLS",
            policy.tls().versions().stream().sorted().map(TlsVersion::jsseName).toList(),
            references,
            clientIdentity == null ? "" : ", with " + clientIdentity,
            records.tlsa() == null ? "" : ", DANE " + records.tlsa().answer().status());
  }
}
