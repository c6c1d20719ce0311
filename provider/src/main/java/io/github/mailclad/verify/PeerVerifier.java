package io.github.mailclad.verify;

import io.github.mailclad.AccountPin;
import io.github.mailclad.DaneFinding;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Identifier;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.internal.trust.PathValidator;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.NamedPath.SrvNames;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a presented chain belongs to the server that was meant: first a certification path
 * to a trust anchor (RFC 5280, section 6), then, only if there is one, a reference identifier in
 * the end-entity certificate (RFC 7817, section 3; RFC 9525, section 6), then the pins. Where a
 * {@linkplain #withTlsa(TlsaAnswer, DanePolicy) TLSA answer} has usable records, they decide
 * instead (RFC 6698, RFC 7671). Immutable and thread-safe; decides from what it is given alone, and
 * throws for nothing that a server presents. Its work is bounded whatever a server presents.
 */
public final class PeerVerifier {
  private final Trusting trusting;
  private final Expected expected;

  private PeerVerifier(Trusting trusting, Expected expected) {
    this.trusting = trusting;
    this.expected = expected;
  }

  /** What is asked of one server beside a path. */
  private record Expected(
      Set<Identifier> references,
      SrvNames srvNames,
      Set<Pin> pins,
      @Nullable AccountPin accountPin,
      @Nullable DaneStep dane) {
    Expected(Set<Identifier> references) {
      this(references, SrvNames.CONSTRAINED, Set.of(), null, null);
    }
  }

  /**
   * The first half of a verifier: the anchors that it trusts. Reusable, which spares preparing the
   * anchors again.
   *
   * @param anchors the trust anchors
   * @param anchorsName where they come from, in words for people, for example {@code the trust
   *     anchors in ca.pem}
   */
  public static Trusting trusting(Collection<X509Certificate> anchors, String anchorsName) {
    return new Trusting(
        anchors,
        anchorsName,
        List.of(),
        Trusting.LONGEST_PATH,
        new PathValidator(anchors, anchorsName),
        new RevocationSources().checker(RevocationPolicy.defaults()));
  }

  /** Trust anchors without a server to look for. Immutable and thread-safe. */
  public static final class Trusting {
    /** How many authorities there may be at most between a server and its anchor. */
    public static final int LONGEST_PATH = PathValidator.LONGEST_PATH;

    private final List<X509Certificate> anchors;
    private final String anchorsName;
    private final List<X509Certificate> intermediates;
    private final int longestPath;
    private final PathValidator paths;
    private final RevocationChecker revocation;

    private Trusting(
        Collection<X509Certificate> anchors,
        String anchorsName,
        List<X509Certificate> intermediates,
        int longestPath,
        PathValidator paths,
        RevocationChecker revocation) {
      this.anchors = List.copyOf(anchors);
      this.anchorsName = anchorsName;
      this.intermediates = intermediates;
      this.longestPath = longestPath;
      this.paths = paths;
      this.revocation = revocation;
    }

    /**
     * The same with certificates of authorities that a server need not present. They are not
     * trusted, only known.
     */
    public Trusting withIntermediates(Collection<X509Certificate> known) {
      return over(List.copyOf(known), longestPath);
    }

    /**
     * The same with another limit for paths.
     *
     * @param authorities how many authorities there may be between a server and its anchor,
     *     self-issued ones not counted; 0 to {@link #LONGEST_PATH}
     */
    public Trusting withLongestPath(int authorities) {
      if (authorities < 0 || authorities > LONGEST_PATH) {
        throw new IllegalArgumentException("a path has 0 to " + LONGEST_PATH + " authorities");
      }
      return over(intermediates, authorities);
    }

    private Trusting over(List<X509Certificate> known, int authorities) {
      return new Trusting(
          anchors,
          anchorsName,
          known,
          authorities,
          new PathValidator(anchors, known, authorities, anchorsName),
          revocation);
    }

    /** The same, learning of revocations as that policy says, from sources of its own. */
    public Trusting withRevocation(RevocationPolicy policy) {
      return withRevocation(policy, new RevocationSources());
    }

    /** The same, learning of revocations as that policy says, from sources that others share. */
    public Trusting withRevocation(RevocationPolicy policy, RevocationSources sources) {
      return new Trusting(
          anchors, anchorsName, intermediates, longestPath, paths, sources.checker(policy));
    }

    /**
     * A verifier that expects one of these reference identifiers.
     *
     * @param references at least one; the order decides which one is reported when several match
     * @throws IllegalArgumentException if there is none
     */
    public PeerVerifier expecting(Collection<? extends Identifier> references) {
      if (references.isEmpty()) {
        throw new IllegalArgumentException(
            "no reference identifier: any trusted server would be accepted");
      }
      return new PeerVerifier(this, new Expected(new LinkedHashSet<>(references)));
    }

    /**
     * A verifier for chains alone: every server with a certificate of a trusted authority is
     * accepted, whoever it is. For looking at chains, not for connections.
     */
    public PeerVerifier dangerouslyExpectingAnyone() {
      return new PeerVerifier(this, new Expected(Set.of()));
    }
  }

  /**
   * This verifier, which also requires one of these keys in the path; none means no such
   * requirement.
   */
  public PeerVerifier withPins(Collection<Pin> required) {
    return new PeerVerifier(
        trusting,
        new Expected(
            expected.references,
            expected.srvNames,
            Set.copyOf(required),
            expected.accountPin,
            expected.dane));
  }

  /**
   * This verifier, which also accepts that one certificate if nothing is wrong with it but that it
   * has expired, that no trust anchor vouches for it, or that it names another server (RFC 8314,
   * section 5.4). The evidence is then {@link TrustEvidence.AcceptedCertificate}, whose level is
   * below the default minimum. A good chain needs no pin, and is accepted as one.
   */
  public PeerVerifier withAccountPin(AccountPin accepted) {
    return new PeerVerifier(
        trusting,
        new Expected(
            expected.references, expected.srvNames, expected.pins, accepted, expected.dane));
  }

  /**
   * This verifier, which also accepts a SRV-ID from an authority that is held to certain domains
   * for DNS-IDs and not for SRV-IDs, and so could write any (RFC 9525, section 7.6).
   */
  public PeerVerifier dangerouslyWithUnconstrainedSrvNames() {
    return new PeerVerifier(
        trusting,
        new Expected(
            expected.references, SrvNames.ANY, expected.pins, expected.accountPin, expected.dane));
  }

  /**
   * This verifier, which also heeds what the server's TLSA records say, with the same reference
   * identifiers for every certificate usage that asks for a name.
   *
   * @see #withTlsa(TlsaAnswer, DanePolicy, Collection)
   */
  public PeerVerifier withTlsa(TlsaAnswer answer, DanePolicy policy) {
    return withTlsa(answer, policy, expected.references);
  }

  /**
   * This verifier, which also heeds what the server's TLSA records say. Where the answer is Secure
   * and has usable records, they decide alone: a server that matches none is refused, whatever
   * trust anchors or an account's pin would say (RFC 6698, section 4.1). DANE-EE asks for neither
   * names nor dates; DANE-TA for both, below the authority that the record names; PKIX-TA and
   * PKIX-EE for all that is asked without records, and a match. Required pins are required of every
   * path. A look-up that failed refuses every server, unless the mode is audit-only or off. In all
   * other cases the trust anchors decide, unless DANE is required, and the evidence tells what
   * there was in {@link TrustEvidence.Pkix#dane()}.
   *
   * @param answer what the look-up of the records ended with
   * @param policy what the account makes of it
   * @param references the reference identifiers where the records decide and ask for a name: the
   *     name at which the records are, and the domain that led there (RFC 7671, section 10.2; RFC
   *     7673, section 4.1); at least one
   * @throws IllegalArgumentException if there is none
   */
  public PeerVerifier withTlsa(
      TlsaAnswer answer, DanePolicy policy, Collection<? extends Identifier> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException(
          "no reference identifier: any server of the authority would be accepted");
    }
    return new PeerVerifier(
        trusting,
        new Expected(
            expected.references,
            expected.srvNames,
            expected.pins,
            expected.accountPin,
            new DaneStep(answer, policy, references)));
  }

  /**
   * The verdict on certificates alone.
   *
   * @param chain the certificates as presented: the end-entity first, the others in any order
   * @param now the instant of the verdict
   */
  public Verification verify(List<X509Certificate> chain, Instant now) {
    return verify(PresentedChain.of(chain), now);
  }

  /**
   * The verdict.
   *
   * @param presented what the server presented
   * @param now the instant of the verdict
   */
  public Verification verify(PresentedChain presented, Instant now) {
    if (presented.certificates().isEmpty()) {
      return new Verification.Refused(new CertificateRefusal.NoCertificate());
    }
    DaneFinding finding = new DaneFinding.NotAsked();
    if (expected.dane != null) {
      DaneStep.Outcome outcome =
          expected.dane.judge(presented.certificates(), now, pkix(presented, now));
      if (outcome instanceof DaneStep.Outcome.Decided decided) {
        return narrowed(decided.verdict());
      }
      finding = ((DaneStep.Outcome.LeftToPkix) outcome).finding();
    }
    Verification verdict = judge(presented, expected.references, now);
    return verdict instanceof Verification.Refused refused
        ? pinned(presented, refused.refusal(), now).orElse(verdict)
        : beside(finding, (Verification.Accepted) verdict);
  }

  private Verification judge(PresentedChain presented, Set<Identifier> references, Instant now) {
    Verification verdict =
        narrowed(
            new NamedPath(trusting.paths, references, expected.srvNames)
                .judge(presented.certificates(), now));
    return verdict instanceof Verification.Accepted accepted
            && accepted.evidence() instanceof TrustEvidence.Pkix pkix
        ? unrevoked(accepted.matched(), pkix, presented, now)
        : verdict;
  }

  /** Last, so that nothing is fetched for a server that is refused anyway. */
  private Verification unrevoked(
      @Nullable Identifier matched,
      TrustEvidence.Pkix path,
      PresentedChain presented,
      Instant now) {
    Instant received = presented.receivedAt() == null ? now : presented.receivedAt();
    RevocationChecker.Result result =
        trusting.revocation.check(
            path,
            presented.ocspResponses(),
            now,
            received,
            new SignerSearch(path, presented.certificates(), trusting.intermediates, now));
    return result instanceof RevocationChecker.Result.Refused refused
        ? new Verification.Refused(refused.refusal())
        : new Verification.Accepted(
            matched, path.with(((RevocationChecker.Result.NotRevoked) result).evidence()));
  }

  private DaneStep.Pkix pkix(PresentedChain presented, Instant now) {
    return new DaneStep.Pkix() {
      @Override
      public Verification judge(Set<Identifier> references) {
        return PeerVerifier.this.judge(presented, references, now);
      }

      @Override
      public Collection<X509Certificate> anchors() {
        return trusting.anchors;
      }
    };
  }

  private static Verification beside(DaneFinding finding, Verification.Accepted verdict) {
    return verdict.evidence() instanceof TrustEvidence.Pkix pkix
        ? new Verification.Accepted(verdict.matched(), pkix.beside(finding))
        : verdict;
  }

  /** The verdict, refused if the pins are not among the keys that it rests on. */
  private Verification narrowed(Verification verdict) {
    return !expected.pins.isEmpty() && verdict instanceof Verification.Accepted accepted
        ? pinRefusal(keys(accepted.evidence()))
            .<Verification>map(Verification.Refused::new)
            .orElse(verdict)
        : verdict;
  }

  private static List<Pin> keys(TrustEvidence evidence) {
    Stream<X509Certificate> certificates =
        evidence instanceof TrustEvidence.Pkix pkix
            ? Stream.concat(pkix.path().stream(), Stream.of(pkix.anchor()))
            : evidence instanceof TrustEvidence.Dane dane
                ? Stream.concat(dane.path().stream(), Stream.ofNullable(dane.anchor()))
                : Stream.empty();
    return certificates.map(Pin::of).distinct().toList();
  }

  private Optional<Refusal> pinRefusal(List<Pin> presented) {
    return presented.stream().anyMatch(expected.pins::contains)
        ? Optional.empty()
        : Optional.of(new PathRefusal.PinMismatch(expected.pins, presented));
  }

  /**
   * What the account's pin makes of a refusal; only four reasons can be pinned away: no trust
   * anchor leads to the certificate, whatever is probably behind it; it names another server; it
   * has expired; it is an authority's.
   */
  private Optional<Verification> pinned(PresentedChain presented, Refusal refusal, Instant now) {
    X509Certificate endEntity = presented.certificates().get(0);
    boolean accepted =
        expected.accountPin != null
            && AccountPin.of(endEntity).equals(expected.accountPin)
            && (expected.pins.isEmpty() || expected.pins.contains(Pin.of(endEntity)));
    return accepted && isPinnable(presented, refusal, now)
        ? Optional.of(
            new Verification.Accepted(
                null, new TrustEvidence.AcceptedCertificate(endEntity, refusal)))
        : Optional.empty();
  }

  private boolean isPinnable(PresentedChain presented, Refusal refusal, Instant now) {
    if (refusal instanceof CertificateRefusal.IdentityMismatch) {
      // under another name it must not be revoked either
      return judge(presented, Set.of(), now) instanceof Verification.Accepted;
    }
    if (refusal instanceof CertificateRefusal.InvalidCertificate) {
      // a certificate that was accepted itself may be an authority's, and still be revoked by
      // another
      return trusting.paths.validate(presented.certificates(), now)
              instanceof PathValidator.Result.AuthorityAsServer authority
          && unrevoked(null, authority.evidence(), presented, now) instanceof Verification.Accepted;
    }
    return refusal instanceof CertificateRefusal.OutsideValidity outside
        ? outside.hasExpired() && isSoundButForItsEnd(presented)
        : refusal instanceof PathRefusal.UnknownAuthority;
  }

  /** Whether nothing was wrong with an end-entity on its last day but what a pin is for. */
  private boolean isSoundButForItsEnd(PresentedChain presented) {
    Instant end = presented.certificates().get(0).getNotAfter().toInstant();
    return !(trusting.paths.validate(presented.certificates(), end)
            instanceof PathValidator.Result.Invalid invalid)
        || invalid.refusal() instanceof CertificateRefusal.OutsideValidity
        || invalid.refusal() instanceof PathRefusal.UnknownAuthority;
  }

  /**
   * This verifier as a trust manager for {@code SSLContext.init}: it takes the stapled responses
   * from the handshake, and throws {@link RefusedCertificateException}. A TLS library asks it in
   * full handshakes only; after a resumed one, {@link #verify(PresentedChain, Instant)} is the
   * caller's to ask.
   *
   * @param clock tells the instant of each verdict
   */
  public X509ExtendedTrustManager asTrustManager(Clock clock) {
    return new VerifyingTrustManager(this, clock);
  }
}
