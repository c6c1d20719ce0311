package io.github.mailclad.internal.revocation;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.Source;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.refusal.CertificateRefusal;
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
import java.util.Optional;

/**
 * Decides whether a valid path is refused because of revocation (RFC 9325, section 7.5). All local
 * sources are checked first. A single authentic source that lists a certificate as revoked
 * outweighs every other. Only then, and only if the policy allows it, statements are fetched. An
 * unusable source is reported and treated as missing; it never counts as proof that a certificate
 * is good. Immutable and thread-safe; no input from a peer makes it throw.
 */
public final class RevocationChecker {
  /**
   * The largest number of stapled responses, which is the largest number of certificates in a path.
   */
  private static final int MOST_STAPLES = 16;

  private final RevocationPolicy policy;
  private final CrlLoader crls;
  private final Online online;

  /**
   * Creates a checker for one account's policy, with the lists and statements that all accounts
   * share.
   */
  public RevocationChecker(RevocationPolicy policy, CrlLoader crls, Online online) {
    this.policy = policy;
    this.crls = crls;
    this.online = online;
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
    List<Certified> certified = Certified.of(path);
    Optional<Refusal> malformed = TlsFeatures.defect(certified);
    if (malformed.isPresent()) {
      return Outcome.refused(malformed.get());
    }
    List<Dossier> dossiers = certified.stream().map(Dossier::new).toList();
    consultStaples(dossiers, stapled, stapledAt);
    KnownSigners known;
    try {
      LoadedCrls loaded = crls.load(policy.crls());
      known =
          new KnownSigners(
              signers, loaded.certificates(), signer -> isRevoked(signer, loaded.lists(), now));
      consultLists(dossiers, loaded.lists(), known, now);
    } catch (IOException e) {
      return Outcome.refused(
          new RevocationSourceUnavailable(
              policy.crls().toString(), PeerText.of(String.valueOf(e.getMessage()))));
    }
    return revoked(dossiers)
        .or(() -> withoutStaple(dossiers.get(0)))
        .or(
            () -> {
              consultNetwork(dossiers, known, now);
              return revoked(dossiers);
            })
        .or(() -> unanswered(dossiers))
        .map(Outcome::<RevocationEvidence>refused)
        .orElseGet(
            () ->
                Outcome.of(
                    new RevocationEvidence(dossiers.stream().map(Dossier::status).toList())));
  }

  private static void consultStaples(List<Dossier> dossiers, List<byte[]> stapled, Instant at) {
    List<byte[]> received = stapled.stream().filter(octets -> octets.length > 0).toList();
    Dossier first = dossiers.get(0);
    for (byte[] octets : received.subList(0, Math.min(received.size(), MOST_STAPLES))) {
      try {
        OcspResponse response = OcspResponse.read(octets, Source.STAPLED_OCSP);
        boolean concerns = false;
        for (Dossier dossier : dossiers) {
          concerns |= dossier.add(response.about(dossier.subject(), at));
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

  private static Finding unusable(String why) {
    return new Finding.Unusable(Source.STAPLED_OCSP + ": " + why);
  }

  private static void consultLists(
      List<Dossier> dossiers, List<Crl> lists, KnownSigners signers, Instant now) {
    for (Dossier dossier : dossiers) {
      boolean concerned = false;
      for (Crl list : lists) {
        concerned |=
            dossier.add(list.about(dossier.subject(), signers, Source.CONFIGURED_CRL, now));
      }
      if (!concerned && !lists.isEmpty() && !dossier.subject().isAnchor()) {
        dossier.add(
            new Finding.Unusable(
                "%s: none of %d is by the issuer %s, or by the issuer of an indirect list that the certificate names"
                    .formatted(
                        Source.CONFIGURED_CRL,
                        lists.size(),
                        dossier.subject().issuer().getSubjectX500Principal().getName())));
      }
    }
  }

  /**
   * Returns whether the configured lists revoke a signer of lists. Only a list of the signer's own
   * issuer counts, so that two signers cannot confirm each other.
   */
  private static boolean isRevoked(Certified signer, List<Crl> lists, Instant now) {
    return lists.stream()
        .anyMatch(
            list ->
                list.about(signer, KnownSigners.none(), Source.CONFIGURED_CRL, now)
                    instanceof Finding.Revoked);
  }

  private void consultNetwork(List<Dossier> dossiers, KnownSigners signers, Instant now) {
    Budget budget = Budget.of(policy.timeout());
    for (Dossier dossier : dossiers) {
      if (dossier.wantsAnswer() && policy.fetch().includesOcsp()) {
        online.askOcsp(dossier.subject(), signers, now, budget).forEach(dossier::add);
      }
      if (dossier.wantsAnswer() && policy.fetch().includesCrl()) {
        online.askCrls(dossier.subject(), signers, now, budget).forEach(dossier::add);
      }
    }
  }

  private static Optional<Refusal> revoked(List<Dossier> dossiers) {
    for (Dossier dossier : dossiers) {
      for (Finding finding : dossier.findings()) {
        if (finding instanceof Finding.Revoked revoked) {
          return Optional.of(
              new Revoked(
                  dossier.subject().summary(),
                  revoked.since(),
                  revoked.reason().toString(),
                  revoked.source()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> withoutStaple(Dossier endEntity) {
    Certified subject = endEntity.subject();
    try {
      return !TlsFeatures.of(subject.certificate()).demandStapling()
              || endEntity.isVouchedForBy(Source.STAPLED_OCSP)
          ? Optional.empty()
          : Optional.of(new MustStaple(subject.summary(), PeerText.listOf(endEntity.unusable())));
    } catch (IOException e) {
      return Optional.of(
          new CertificateRefusal.InvalidCertificate(
              subject.summary(), PeerText.of(String.valueOf(e.getMessage()))));
    }
  }

  private Optional<Refusal> unanswered(List<Dossier> dossiers) {
    if (policy.requirement() == Requirement.SOFT) {
      return Optional.empty();
    }
    return dossiers.stream()
        .filter(Dossier::wantsAnswer)
        .findFirst()
        .map(
            dossier ->
                new RevocationUnknown(
                    dossier.subject().summary(), PeerText.listOf(dossier.unusable())));
  }

  /** The findings about one certificate in one check. */
  private static final class Dossier {
    private final Certified subject;
    private final List<Finding> findings = new ArrayList<>();

    Dossier(Certified subject) {
      this.subject = subject;
    }

    Certified subject() {
      return subject;
    }

    List<Finding> findings() {
      return findings;
    }

    /** Adds a finding and returns whether it concerned the certificate. */
    boolean add(Finding finding) {
      return !(finding instanceof Finding.Silent) && findings.add(finding);
    }

    boolean wantsAnswer() {
      return !subject.isAnchor() && findings.stream().noneMatch(Finding.Good.class::isInstance);
    }

    boolean isVouchedForBy(Source source) {
      return findings.stream()
          .anyMatch(f -> f instanceof Finding.Good good && good.answer().source() == source);
    }

    List<String> unusable() {
      return findings.stream()
          .filter(Finding.Unusable.class::isInstance)
          .map(f -> ((Finding.Unusable) f).why())
          .toList();
    }

    RevocationEvidence.Status status() {
      RevocationEvidence.Answer answer =
          findings.stream()
              .filter(Finding.Good.class::isInstance)
              .<RevocationEvidence.Answer>map(f -> ((Finding.Good) f).answer())
              .findFirst()
              .orElseGet(RevocationEvidence.NoAnswer::new);
      return new RevocationEvidence.Status(subject.subject(), subject.serial(), answer, unusable());
    }
  }
}
