package io.github.mailclad.internal.dane;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.refusal.Refusal;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found out about one server before anything is sent to it. */
public sealed interface Found {

  /**
   * It may be connected to.
   *
   * @param addresses its addresses, those of IPv6 first; none if the platform is to resolve the
   *     host: an address literal, a name that the DNS does not know and the platform may, or a
   *     server about which nothing was asked
   * @param answer what the look-up of its TLSA records ended with; null if the mode is off
   * @param base the name to send as SNI: the one at which the records are that decide, the host
   *     itself if none do
   * @param references the names that the server may prove to have: the base of the records that
   *     were found, then what led there, which is the host that the user named or the domain of the
   *     SRV records. The target of SRV records that DNSSEC does not vouch for is not among them
   *     (RFC 7671, section 10.2; RFC 7673, section 4.1)
   */
  record Reachable(
      List<InetAddress> addresses,
      @Nullable TlsaAnswer answer,
      Host base,
      List<Identifier> references)
      implements Found {
    /** Copies the lists. */
    public Reachable {
      addresses = List.copyOf(addresses);
      references = List.copyOf(references);
    }
  }

  /**
   * It must not be contacted.
   *
   * @param refusal why
   */
  record Unreachable(Refusal refusal) implements Found {}

  /**
   * It has no address: SRV records name a host that does not exist. That is no matter of security;
   * the next target may be tried, as if this one did not answer.
   *
   * @param host the host
   * @param status how far DNSSEC vouches for the absence
   */
  record Nowhere(String host, DnssecStatus status) implements Found {}
}
