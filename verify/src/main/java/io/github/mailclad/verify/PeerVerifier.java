package io.github.mailclad.verify;

import io.github.mailclad.AccountPin;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Identifier;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.trust.PathValidator;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.verify.NamedPath.SrvNames;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies that a presented chain belongs to the expected server: first a certification path to a
 * trust anchor (RFC 5280, section 6), then, only if there is one, a reference identifier in the
 * end-entity certificate (RFC 7817, section 3; RFC 9525, section 6), then the pins. Where a
 * {@linkplain #withTlsa(TlsaAnswer, DanePolicy) TLSA answer} has usable records, they decide
 * instead (RFC 6698, RFC 7671). Immutable and thread-safe; decides from its arguments alone, and
 * throws no exception for anything that a server presents. Its work is bounded for every presented
 * chain.
 *
 * <p>A program that has a chain and the trust anchors creates one:
 *
 * <pre>{@code
 * PeerVerifier verifier =
 *     PeerVerifier.trusting(anchors, "the trust anchors in ca.pem")
 *         .expecting(List.of(Host.of("imap.example.org").identifier()));
 * if (verifier.verify(chain, Instant.now()) instanceof Verification.Refused refused) {
 *   System.err.println(refused.refusal().explain("imap.example.org:993"));
 * }
 * }</pre>
 *
 * <p>A TLS client of the JDK verifies by it, without a mail library:
 *
 * <pre>{@code
 * PeerVerifier verifier =
 *     PeerVerifier.trusting(anchors, "the trust anchors in ca.pem")
 *         .expecting(List.of(Host.of("imap.example.org").identifier()));
 * SSLContext tls = SSLContext.getInstance("TLS");
 * tls.init(null, new TrustManager[] {verifier.asTrustManager(Clock.systemUTC())}, null);
 * try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("imap.example.org", 993)) {
 *   socket.startHandshake();  // throws before anything is sent, with a refusal that Refusal.in finds
 * }
 * }</pre>
 */
public final class PeerVerifier {
  private final TrustedAuthorities authorities;
  private final Expected expected;

  private PeerVerifier(TrustedAuthorities authorities, Expected expected) {
    this.authorities = authorities;
    this.expected = expected;
  }

  /**
   * Returns the first half of a verifier: the anchors that it trusts. It can be reused, so that the
   * anchors are prepared once.
   *
   * @param anchors the trust anchors
   * @param anchorsName the source of the anchors, in words for people, for example {@code the trust
   *     anchors in ca.pem}
   */
  public static Trusting trusting(Collection<X509Certificate> anchors, String anchorsName) {
    return new Trusting(
        TrustedAuthorities.of(
            List.copyOf(anchors),
            anchorsName,
            List.of(),
            Trusting.LONGEST_PATH,
            new RevocationSources().checker(RevocationPolicy.defaults())));
  }

  /** Trust anchors without an expected server. Immutable and thread-safe. */
  public static final class Trusting {
    /** The maximum number of authorities between a server and its anchor. */
    public static final int LONGEST_PATH = PathValidator.LONGEST_PATH;

    private final TrustedAuthorities authorities;

    private Trusting(TrustedAuthorities authorities) {
      this.authorities = authorities;
    }

    /**
     * Returns the same with certificates of authorities that a server need not present. They help
     * to build paths, and are not trusted.
     */
    public Trusting withIntermediates(Collection<X509Certificate> known) {
      return new Trusting(authorities.withIntermediates(List.copyOf(known)));
    }

    /**
     * Returns the same with another limit for paths.
     *
     * @param longest the maximum number of authorities between a server and its anchor, self-issued
     *     ones not counted; 0 to {@link #LONGEST_PATH}
     */
    public Trusting withLongestPath(int longest) {
      if (longest < 0 || longest > LONGEST_PATH) {
        throw new IllegalArgumentException("a path has 0 to " + LONGEST_PATH + " authorities");
      }
      return new Trusting(authorities.withLongestPath(longest));
    }

    /** Returns the same with a revocation check by that policy, with sources of its own. */
    public Trusting withRevocation(RevocationPolicy policy) {
      return withRevocation(policy, new RevocationSources());
    }

    /** Returns the same with a revocation check by that policy, with sources that others share. */
    public Trusting withRevocation(RevocationPolicy policy, RevocationSources sources) {
      return new Trusting(authorities.withRevocation(sources.checker(policy)));
    }

    /**
     * Returns a verifier that expects one of these reference identifiers.
     *
     * @param references at least one; the order decides which one is reported when several match
     * @throws IllegalArgumentException if there are no references
     */
    public PeerVerifier expecting(Collection<? extends Identifier> references) {
      if (references.isEmpty()) {
        throw new IllegalArgumentException(
            "no reference identifier: any trusted server would be accepted");
      }
      return new PeerVerifier(authorities, Expected.of(new LinkedHashSet<>(references)));
    }

    /**
     * Returns a verifier for chains alone: every server with a certificate of a trusted authority
     * is accepted, under any name. For looking at chains, not for connections.
     */
    public PeerVerifier dangerouslyExpectingAnyone() {
      return new PeerVerifier(authorities, Expected.of(Set.of()));
    }
  }

  /**
   * Returns this verifier, which also requires one of these keys in the path; an empty collection
   * means no such requirement.
   */
  public PeerVerifier withPins(Collection<Pin> required) {
    return new PeerVerifier(authorities, expected.withPins(Set.copyOf(required)));
  }

  /**
   * Returns this verifier, which also accepts that one certificate if its only defects are that it
   * has expired, that no trust anchor leads to it, that it names another server (RFC 8314, section
   * 5.4), or that it is the certificate of an authority. The evidence is then {@link
   * TrustEvidence.AcceptedCertificate}, whose level is below the default minimum. A good chain
   * needs no pin, and is accepted as a good chain.
   */
  public PeerVerifier withAccountPin(AccountPin accepted) {
    return new PeerVerifier(authorities, expected.withAccountPin(accepted));
  }

  /**
   * Returns this verifier, which also accepts a SRV-ID from an authority that is constrained to
   * certain domains for DNS-IDs but not for SRV-IDs, and so could issue any SRV-ID (RFC 9525,
   * section 7.6).
   */
  public PeerVerifier dangerouslyWithUnconstrainedSrvNames() {
    return new PeerVerifier(authorities, expected.withSrvNames(SrvNames.ANY));
  }

  /**
   * Returns this verifier, which also evaluates the server's TLSA records, with the same reference
   * identifiers for every certificate usage that asks for a name.
   *
   * @see #withTlsa(TlsaAnswer, DanePolicy, Collection)
   */
  public PeerVerifier withTlsa(TlsaAnswer answer, DanePolicy policy) {
    return withTlsa(answer, policy, expected.references());
  }

  /**
   * Returns this verifier, which also evaluates the server's TLSA records. Where the answer is
   * Secure and has usable records, they decide alone: a server that matches none is refused, even
   * if trust anchors or an account's pin would accept it (RFC 6698, section 4.1). DANE-EE checks
   * neither names nor dates. DANE-TA checks both, below the authority that the record names.
   * PKIX-TA and PKIX-EE require everything that is required without records, and a match. Required
   * pins apply to every path. A look-up that failed refuses every server, unless the mode is
   * audit-only or off. In all other cases the trust anchors decide, unless DANE is required, and
   * {@link TrustEvidence.Pkix#dane()} has the finding.
   *
   * @param answer the result of the look-up of the records
   * @param policy the use of TLSA records by the account
   * @param references the reference identifiers where the records decide and ask for a name: the
   *     name at which the records are, and the domain that led there (RFC 7671, section 10.2; RFC
   *     7673, section 4.1); at least one
   * @throws IllegalArgumentException if there are no references
   */
  public PeerVerifier withTlsa(
      TlsaAnswer answer, DanePolicy policy, Collection<? extends Identifier> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException(
          "no reference identifier: any server of the authority would be accepted");
    }
    return new PeerVerifier(
        authorities, expected.withDane(new DaneStep(answer, policy, references)));
  }

  /**
   * Returns the verdict on certificates alone.
   *
   * @param chain the certificates as presented: the end-entity first, the others in any order
   * @param now the instant of the verdict
   */
  public Verification verify(List<X509Certificate> chain, Instant now) {
    return verify(PresentedChain.of(chain), now);
  }

  /**
   * Returns the verdict on a presented chain.
   *
   * @param presented the certificates and stapled responses that the server presented
   * @param now the instant of the verdict
   */
  public Verification verify(PresentedChain presented, Instant now) {
    return presented.certificates().isEmpty()
        ? new Verification.Refused(new CertificateRefusal.NoCertificate())
        : new ChainVerification(authorities, expected, presented, now).verdict();
  }

  /**
   * Returns this verifier as a trust manager for {@code SSLContext.init}: it takes the stapled
   * responses from the handshake, and throws {@link RefusedCertificateException}. A TLS library
   * calls it in full handshakes only; after a resumed one, the caller must call {@link
   * #verify(PresentedChain, Instant)}.
   *
   * @param clock the clock that gives the instant of each verdict
   */
  public X509ExtendedTrustManager asTrustManager(Clock clock) {
    return new VerifyingTrustManager(chain -> verify(chain, clock.instant()));
  }
}
