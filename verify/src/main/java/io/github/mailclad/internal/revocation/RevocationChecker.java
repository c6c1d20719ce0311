package io.github.mailclad.internal.revocation;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RevocationRefusal.MustStaple;
import io.github.mailclad.refusal.RevocationRefusal.RevocationUnknown;
import io.github.mailclad.refusal.RevocationRefusal.Revoked;
import io.github.mailclad.refusal.SettingsRefusal.RevocationSourceUnavailable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a valid path is refused because of revocation (RFC 9325, section 7.5). All local
 * sources are checked first. A single authentic source that lists a certificate as revoked
 * outweighs every other. Only then, and only if the policy allows it, statements are fetched. An
 * unusable source is reported and treated as missing; it never counts as proof that a certificate
 * is good. Thread-safe; no input from a peer makes it throw.
 */
public final class RevocationChecker {
  /**
   * The largest number of stapled responses, which is the largest number of certificates in a path.
   */
  private static final int MOST_STAPLES = 16;

  private final RevocationPolicy policy;
  private final CrlLoader crls;
  private final @Nullable FetchedStatements statements;
  private volatile @Nullable KnownPath newest;

  /**
   * Creates a checker for one account's policy, with the lists and statements that all accounts
   * share.
   *
   * @param statements the statements; null only for a policy by which none are fetched
   */
  public RevocationChecker(
      RevocationPolicy policy, CrlLoader crls, @Nullable FetchedStatements statements) {
    this.policy = policy;
    this.crls = crls;
    this.statements = statements;
  }

  /**
   * Checks every certificate of a path except the anchor, and uses only lists of the issuers on the
   * path. Returns evidence if no certificate is known to be revoked and the policy requires no
   * more.
   */
  public Outcome<RevocationEvidence> check(
      TrustEvidence.Pkix path, List<byte[]> stapled, Instant now, Instant stapledAt) {
    return check(path, stapled, now, stapledAt, CrlSigners.NONE);
  }

  /**
   * Checks every certificate of a path except the anchor.
   *
   * @param path the valid path
   * @param stapled the OCSP responses from the handshake in DER, in any order; an empty one counts
   *     as none
   * @param now the instant of the verdict
   * @param stapledAt the instant at which the responses were received. On a resumed session this is
   *     the time of the full handshake, because a response may expire while the session in which it
   *     was checked continues
   * @param signers the port for signers of lists that are not issuers on the path
   */
  public Outcome<RevocationEvidence> check(
      TrustEvidence.Pkix path,
      List<byte[]> stapled,
      Instant now,
      Instant stapledAt,
      CrlSigners signers) {
    KnownPath known = known(path);
    if (known.defect() != null) {
      return Outcome.refused(known.defect());
    }
    if (stapled.isEmpty() && !known.demandsStaple() && isWithoutSources()) {
      return Outcome.of(known.unanswered());
    }
    List<CertificateFindings> all = new ArrayList<>();
    for (PathCertificate each : known.certified()) {
      all.add(new CertificateFindings(each));
    }
    consultStaples(all, stapled, stapledAt);
    KnownSigners trusted;
    try {
      LoadedCrls loaded = crls.load(policy.crls());
      trusted =
          new KnownSigners(
              signers, loaded.certificates(), signer -> isRevoked(signer, loaded.lists(), now));
      consultLists(all, loaded.lists(), trusted, now);
    } catch (IOException e) {
      return Outcome.refused(
          new RevocationSourceUnavailable(
              policy.crls().toString(), PeerText.of(String.valueOf(e.getMessage()))));
    }
    Optional<Refusal> refusal = revoked(all);
    if (refusal.isEmpty() && known.demandsStaple()) {
      refusal = withoutStaple(all.get(0));
    }
    if (refusal.isEmpty()) {
      consultNetwork(all, trusted, now);
      refusal = revoked(all);
    }
    refusal = refusal.isPresent() ? refusal : unanswered(all);
    return refusal.isPresent() ? Outcome.refused(refusal.get()) : Outcome.of(evidence(all, known));
  }

  /** Returns whether the policy names no source of statements and needs none. */
  private boolean isWithoutSources() {
    return policy.crls() instanceof RevocationPolicy.NoCrls
        && policy.fetch() == RevocationPolicy.Fetch.NEVER
        && policy.requirement() == Requirement.SOFT;
  }

  private KnownPath known(TrustEvidence.Pkix path) {
    KnownPath before = newest;
    if (before != null && before.isOf(path)) {
      return before;
    }
    KnownPath now = KnownPath.of(path);
    newest = now;
    return now;
  }

  private static RevocationEvidence evidence(List<CertificateFindings> all, KnownPath known) {
    return all.stream().allMatch(each -> each.findings().isEmpty())
        ? known.unanswered()
        : evidence(all);
  }

  private static RevocationEvidence evidence(List<CertificateFindings> all) {
    return new RevocationEvidence(all.stream().map(CertificateFindings::status).toList());
  }

  private static void consultStaples(
      List<CertificateFindings> all, List<byte[]> stapled, Instant at) {
    List<byte[]> received = stapled.stream().filter(octets -> octets.length > 0).toList();
    CertificateFindings first = all.get(0);
    for (byte[] octets : received.subList(0, Math.min(received.size(), MOST_STAPLES))) {
      try {
        OcspResponse response = OcspResponse.read(octets, AnswerSource.STAPLED_OCSP);
        boolean concerns = false;
        for (CertificateFindings each : all) {
          Optional<StatusFinding> found = response.about(each.subject(), at);
          found.ifPresent(each::add);
          concerns |= found.isPresent();
        }
        if (!concerns) {
          first.add(unusable("it is about another certificate"));
        }
      } catch (IOException e) {
        first.add(unusable(String.valueOf(e.getMessage())));
      }
    }
    if (received.size() > MOST_STAPLES) {
      first.add(unusable("there are more than " + MOST_STAPLES));
    }
  }

  private static StatusFinding unusable(String defect) {
    return new StatusFinding.UnusableSource(AnswerSource.STAPLED_OCSP, defect);
  }

  private static void consultLists(
      List<CertificateFindings> all, List<Crl> lists, KnownSigners signers, Instant now) {
    for (CertificateFindings each : all) {
      boolean concerned = false;
      for (Crl list : lists) {
        Optional<StatusFinding> found = list.about(each.subject(), signers, now);
        found.ifPresent(each::add);
        concerned |= found.isPresent();
      }
      if (!concerned && !lists.isEmpty() && !each.subject().isAnchor()) {
        each.add(
            new StatusFinding.UnusableSource(
                AnswerSource.CONFIGURED_CRL,
                "none of %d is by the issuer %s, or by the issuer of an indirect list that the certificate names"
                    .formatted(
                        lists.size(),
                        each.subject().issuer().getSubjectX500Principal().getName())));
      }
    }
  }

  /**
   * Returns whether the configured lists revoke a signer of lists. Only a list of the signer's own
   * issuer counts, so that two signers cannot confirm each other.
   */
  private static boolean isRevoked(PathCertificate signer, List<Crl> lists, Instant now) {
    return lists.stream()
        .anyMatch(
            list ->
                list.about(signer, KnownSigners.none(), now)
                    .filter(StatusFinding.RevokedSince.class::isInstance)
                    .isPresent());
  }

  private void consultNetwork(List<CertificateFindings> all, KnownSigners signers, Instant now) {
    if (policy.fetch() == RevocationPolicy.Fetch.NEVER) {
      return;
    }
    FetchedStatements network = Objects.requireNonNull(statements);
    long deadline = System.nanoTime() + policy.timeout().toNanos();
    for (CertificateFindings each : all) {
      if (each.wantsAnswer() && policy.fetch().includesOcsp()) {
        network.askOcsp(each.subject(), signers, now, deadline).forEach(each::add);
      }
      if (each.wantsAnswer() && policy.fetch().includesCrl()) {
        network.askCrls(each.subject(), signers, now, deadline).forEach(each::add);
      }
    }
  }

  private static Optional<Refusal> revoked(List<CertificateFindings> all) {
    for (CertificateFindings each : all) {
      for (StatusFinding finding : each.findings()) {
        if (finding instanceof StatusFinding.RevokedSince revoked) {
          return Optional.of(
              new Revoked(
                  each.subject().summary(),
                  revoked.since(),
                  revoked.reason().toString(),
                  revoked.source()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> withoutStaple(CertificateFindings endEntity) {
    return endEntity.isGoodBy(AnswerSource.STAPLED_OCSP)
        ? Optional.empty()
        : Optional.of(
            new MustStaple(endEntity.subject().summary(), PeerText.listOf(endEntity.unusable())));
  }

  private Optional<Refusal> unanswered(List<CertificateFindings> all) {
    if (policy.requirement() == Requirement.SOFT) {
      return Optional.empty();
    }
    return all.stream()
        .filter(CertificateFindings::wantsAnswer)
        .findFirst()
        .map(
            each ->
                new RevocationUnknown(each.subject().summary(), PeerText.listOf(each.unusable())));
  }

  /** The findings about one certificate in one check. */
  private static final class CertificateFindings {
    private final PathCertificate subject;
    private final List<StatusFinding> findings = new ArrayList<>();

    CertificateFindings(PathCertificate subject) {
      this.subject = subject;
    }

    PathCertificate subject() {
      return subject;
    }

    List<StatusFinding> findings() {
      return findings;
    }

    void add(StatusFinding finding) {
      findings.add(finding);
    }

    boolean wantsAnswer() {
      return !subject.isAnchor()
          && findings.stream().noneMatch(StatusFinding.NotRevoked.class::isInstance);
    }

    boolean isGoodBy(AnswerSource source) {
      return findings.stream()
          .anyMatch(
              f -> f instanceof StatusFinding.NotRevoked good && good.answer().source() == source);
    }

    List<String> unusable() {
      return findings.stream()
          .filter(StatusFinding.UnusableSource.class::isInstance)
          .map(f -> ((StatusFinding.UnusableSource) f).reason())
          .toList();
    }

    RevocationEvidence.Status status() {
      RevocationEvidence.Good answer =
          findings.stream()
              .filter(StatusFinding.NotRevoked.class::isInstance)
              .map(f -> ((StatusFinding.NotRevoked) f).answer())
              .findFirst()
              .orElse(null);
      return new RevocationEvidence.Status(subject.certificate(), answer, unusable());
    }
  }
}
