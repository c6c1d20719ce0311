package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.dane.HostNames;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was looked up about the server of one connection.
 *
 * @param addresses its addresses; none where the platform is to look them up
 * @param names who says what its addresses are; where it is the application, no other address is
 *     connected to, by a proxy neither
 * @param serverName the host that is named to the server (RFC 6066, section 3): the name at which
 *     its TLSA records are (RFC 7671, section 10.2), else the one that it was found under
 * @param tlsa what its TLSA records say; null where nobody asked for them
 */
public record Whereabouts(
    List<InetAddress> addresses, HostNames names, Host serverName, @Nullable TlsaTerms tlsa) {
  /** Copies the list. */
  public Whereabouts {
    addresses = List.copyOf(addresses);
  }

  /** A server of which the platform finds the addresses, and nothing else is known. */
  public static Whereabouts ofHost(Host host) {
    return new Whereabouts(List.of(), HostNames.OF_DNS, host, null);
  }

  /**
   * TLSA records, and what the account makes of them.
   *
   * @param answer what the look-up of the records ended with
   * @param policy what the account makes of it
   * @param references the reference identifiers where the records decide and ask for a name
   */
  public record TlsaTerms(TlsaAnswer answer, DanePolicy policy, List<Identifier> references) {
    /** Copies the list. */
    public TlsaTerms {
      references = List.copyOf(references);
    }
  }
}
