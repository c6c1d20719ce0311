package io.github.mailclad.internal.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server to connect to: its endpoint, how TLS starts there, and the source of its name.
 *
 * @param service the service, which says how TLS starts
 * @param endpoint host and port
 * @param publication the SRV records that name it; null for a server that the application names
 */
public record Server(MailService service, Endpoint endpoint, @Nullable Publication publication) {

  /**
   * SRV records that name a server.
   *
   * @param domain the source domain, in A-labels
   * @param status the DNSSEC status of the records and of the aliases that lead to them
   * @param approval why the server may be connected to
   */
  public record Publication(String domain, DnssecStatus status, Approval approval) {

    /** Refuses a failed look-up, which names no server (RFC 7673, section 3.1). */
    public Publication {
      domain = new Identifier.DnsId(domain).name();
      if (!status.isAnswer()) {
        throw new IllegalArgumentException("a look-up that ended " + status + " names no server");
      }
      if ((approval == Approval.DNSSEC) != (status == DnssecStatus.SECURE)) {
        throw new IllegalArgumentException(status + " records are no reason for " + approval);
      }
    }

    /**
     * Returns why a target of records may be connected to: they are Secure, a person confirmed it,
     * or it is in the domain. Empty for any other target (RFC 6186, section 6; RFC 8314, section
     * 5.1).
     *
     * @param confirmed the hosts that a person confirmed
     */
    static Optional<Approval> approval(
        Host target, String domain, DnssecStatus status, Set<String> confirmed) {
      if (status == DnssecStatus.SECURE) {
        return Optional.of(Approval.DNSSEC);
      }
      if (confirmed.contains(target.text())) {
        return Optional.of(Approval.PERSON);
      }
      return isInDomain(target.text(), domain)
          ? Optional.of(Approval.SAME_DOMAIN)
          : Optional.empty();
    }

    /**
     * Returns whether a target is in the domain, compared label by label. A name that merely ends
     * in the same letters is in another domain.
     */
    private static boolean isInDomain(String target, String domain) {
      return target.equals(domain) || target.endsWith("." + domain);
    }
  }

  /** Returns a server that the application names. */
  public static Server named(MailService service, Endpoint endpoint) {
    return new Server(service, endpoint, /* publication= */ null);
  }

  /**
   * Returns the SRV records that the connection depends on; empty where the application names the
   * server, or a person confirmed it, which counts the same.
   */
  public Optional<Publication> unconfirmedPublication() {
    return Optional.ofNullable(publication).filter(p -> p.approval() != Approval.PERSON);
  }

  /**
   * Returns the reference identifiers. For a published server, these are the service at the source
   * domain, the source domain, and the target unless it is accepted only for being in the domain
   * (RFC 7817, section 3; RFC 7673, section 4.1).
   */
  public List<Identifier> references() {
    Identifier target = endpoint.host().identifier();
    if (publication == null) {
      return List.of(target);
    }
    List<Identifier> references = new ArrayList<>();
    references.add(new Identifier.SrvId(service.srvLabel(), publication.domain()));
    references.add(new Identifier.DnsId(publication.domain()));
    if (publication.approval() != Approval.SAME_DOMAIN && !references.contains(target)) {
      references.add(target);
    }
    return List.copyOf(references);
  }

  /**
   * Returns the name to send as SNI where no TLSA record decides it: the host if its name is a
   * reference identifier, else the source domain (RFC 6186, section 4; RFC 7673, section 4.1).
   */
  public Host serverName() {
    return publication != null && publication.approval() == Approval.SAME_DOMAIN
        ? new Host(new Identifier.DnsId(publication.domain()))
        : endpoint.host();
  }
}
