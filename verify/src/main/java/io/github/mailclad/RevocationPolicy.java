package io.github.mailclad;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;

/**
 * The revocation check of an account (RFC 9325, section 7.5). With every policy, a stapled OCSP
 * response is evaluated wherever a server sends one, a certificate that demands one (RFC 7633) is
 * refused without one, and a certificate that is known to be revoked is refused. Immutable.
 *
 * @param requirement the treatment of a certificate whose revocation status is unknown
 * @param crls the certificate revocation lists that are available locally
 * @param fetch the kinds of answers that may be fetched from the network when no local source has
 *     one
 * @param timeout the total time of everything that is fetched for one verdict
 */
public record RevocationPolicy(Requirement requirement, Crls crls, Fetch fetch, Duration timeout) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Refuses a timeout that is not above zero, or above a minute. */
  public RevocationPolicy {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the timeout must be positive, and at most " + LONGEST);
    }
  }

  /**
   * Returns the default policy: soft, without lists, and nothing is fetched. Most public
   * authorities no longer answer OCSP, so a policy that demands an answer would refuse nearly every
   * server. A query also tells the authority, in the clear, who uses which server, and makes mail
   * depend on one more machine.
   */
  public static RevocationPolicy defaults() {
    return new RevocationPolicy(Requirement.SOFT, new NoCrls(), Fetch.NEVER, Duration.ofSeconds(5));
  }

  /** The treatment of a certificate whose revocation status is unknown. */
  public enum Requirement {
    /** The certificate is accepted, and the evidence says so. */
    SOFT,
    /**
     * The certificate is refused: every certificate of the path but the anchor needs a good answer.
     */
    HARD
  }

  /** The kinds of answers that may be fetched from the addresses that a certificate names. */
  public enum Fetch {
    /** Nothing. */
    NEVER,
    /** Certificate revocation lists (RFC 5280, section 4.2.1.13). */
    CRL,
    /** OCSP responses (RFC 6960), a query tells the responder which server is used. */
    OCSP,
    /** OCSP responses first, then certificate revocation lists. */
    OCSP_AND_CRL;

    /** Returns whether certificate revocation lists may be fetched. */
    public boolean includesCrl() {
      return this == CRL || this == OCSP_AND_CRL;
    }

    /** Returns whether OCSP responses may be fetched. */
    public boolean includesOcsp() {
      return this == OCSP || this == OCSP_AND_CRL;
    }
  }

  /** The certificate revocation lists (RFC 5280, section 5) that are available locally. */
  public sealed interface Crls {}

  /** No list. */
  public record NoCrls() implements Crls {
    @Override
    public String toString() {
      return "no certificate revocation list";
    }
  }

  /**
   * The lists in a file, or in every file of a folder whose name does not begin with a dot: PEM or
   * DER, one or many. The files may also contain the certificates of the signers; these are not
   * trusted. A file is read again when it changes. A file that cannot be read leads to a refusal.
   *
   * @param path the file or folder
   */
  public record CrlFiles(Path path) implements Crls {
    @Override
    public String toString() {
      return "the certificate revocation lists in " + path;
    }
  }

  /**
   * Certificate revocation lists that are given directly.
   *
   * @param lists at least one
   */
  public record GivenCrls(List<X509CRL> lists) implements Crls {
    public GivenCrls {
      lists = List.copyOf(lists);
      if (lists.isEmpty()) {
        throw new IllegalArgumentException("no certificate revocation list given");
      }
    }

    @Override
    public String toString() {
      return lists.size() + " given certificate revocation lists";
    }
  }
}
