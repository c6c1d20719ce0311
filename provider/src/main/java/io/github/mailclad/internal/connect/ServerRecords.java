package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.TlsaAnswer;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The look-up results about the server of one connection.
 *
 * @param addresses its addresses, IPv6 before IPv4; empty if the platform is to look them up: for
 *     an address literal, a name that is not in the DNS, or a server that was not looked up
 * @param names the hosts that the resolver knows; if it knows all that the application allows, no
 *     other address is connected to, not even by a proxy
 * @param serverName the host to send as SNI (RFC 6066, section 3): the name of the TLSA records
 *     that decide (RFC 7671, section 10.2), else {@link
 *     io.github.mailclad.internal.discovery.Server#serverName}
 * @param tlsa the TLSA records; null if they were not looked up
 */
public record ServerRecords(
    List<InetAddress> addresses, HostNames names, Host serverName, @Nullable Tlsa tlsa) {
  public ServerRecords {
    addresses = List.copyOf(addresses);
  }

  /** Returns the empty results of a server that was not looked up. */
  public static ServerRecords none(Host serverName) {
    return new ServerRecords(List.of(), HostNames.OF_DNS, serverName, /* tlsa= */ null);
  }

  /**
   * TLSA records, and the policy that the account applies to them.
   *
   * @param answer the outcome of the look-up
   * @param policy the DANE policy of the account
   * @param references the reference identifiers if the records decide and ask for a name: the base
   *     domain of the records, then the host that the user named or the source domain of the SRV
   *     records. The target of SRV records that are not Secure is not among them (RFC 7671, section
   *     10.2; RFC 7673, section 4.1)
   */
  public record Tlsa(TlsaAnswer answer, DanePolicy policy, List<Identifier> references) {
    public Tlsa {
      references = List.copyOf(references);
    }
  }
}
