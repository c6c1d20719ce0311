package io.github.mailclad.internal.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.dns.DnssecStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that an account may connect to because SRV records name it.
 *
 * @param service the service of the records' label, which says how TLS starts
 * @param sourceDomain the domain that the records are about, in A-labels
 * @param endpoint the target and port
 * @param srvStatus how far DNSSEC vouches for the records and the way to them
 * @param acceptance why it may be connected to
 */
public record Candidate(
    MailService service,
    String sourceDomain,
    Endpoint endpoint,
    DnssecStatus srvStatus,
    Acceptance acceptance) {

  /** Refuses what no discovery can lead to. */
  public Candidate {
    if (!srvStatus.isAnswer()) {
      throw new IllegalArgumentException("a look-up that ended " + srvStatus + " names no server");
    }
    if ((acceptance == Acceptance.SIGNED) != (srvStatus == DnssecStatus.SECURE)) {
      throw new IllegalArgumentException(srvStatus + " records are no reason for " + acceptance);
    }
  }

  /**
   * The names that the server may prove to have: the service at the source domain, the source
   * domain, and the target where somebody vouches for it (RFC 7817, section 3; RFC 7673, section
   * 4.1).
   */
  public List<Identifier> references() {
    List<Identifier> references = new ArrayList<>();
    references.add(new Identifier.SrvId(service.srvLabel(), sourceDomain));
    references.add(new Identifier.DnsId(sourceDomain));
    Identifier target = endpoint.host().identifier();
    if (acceptance.vouchesForTheName() && !references.contains(target)) {
      references.add(target);
    }
    return List.copyOf(references);
  }

  /**
   * The name to send as SNI where no TLSA record decides it: the target where its name would be
   * accepted, else the source domain (RFC 6186, section 4; RFC 7673, section 4.1).
   */
  public Host serverName() {
    return acceptance.vouchesForTheName()
        ? endpoint.host()
        : new Host(new Identifier.DnsId(sourceDomain));
  }
}
