package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.AccountPin;
import io.github.mailclad.Host;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Revocation as a step of the verdict; its rules are tested in their own room. */
class RevocationInVerdictTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Issued root = Verdicts.authority("Root").selfSigned();
  private final Issued server = Verdicts.server().issuedBy(root);
  private final Issued demanding = Verdicts.server().mustStaple().issuedBy(root);

  private static PresentedChain stapled(Issued presented, byte[] response, Instant received) {
    return new PresentedChain(presented.chain(), List.of(response), received);
  }

  private PeerVerifier verifier() {
    return Verdicts.trusting(root).expecting(List.of(Verdicts.NAME));
  }

  private byte[] good(Issued about) {
    return OcspAnswer.about(about, root)
        .times(Verdicts.NOW.minus(HOUR), Verdicts.NOW.plus(HOUR))
        .der();
  }

  private byte[] revoked(Issued about) {
    return OcspAnswer.about(about, root)
        .revoked(Verdicts.NOW.minus(HOUR), 1)
        .times(Verdicts.NOW.minus(HOUR), Verdicts.NOW.plus(HOUR))
        .der();
  }

  /**
   * Most authorities have no OCSP any more; a certificate without an address is an ordinary one.
   */
  @Test
  void aMissingOcspResponderIsNoWarning() {
    PeerVerifier asking =
        Verdicts.trusting(root)
            .withRevocation(
                new RevocationPolicy(
                    RevocationPolicy.Requirement.SOFT,
                    new RevocationPolicy.NoCrls(),
                    RevocationPolicy.Fetch.OCSP,
                    Duration.ofSeconds(5)))
            .expecting(List.of(Verdicts.NAME));

    RevocationEvidence learned =
        assertInstanceOf(
                TrustEvidence.Pkix.class,
                Verdicts.accepted(asking.verify(server.chain(), Verdicts.NOW)).evidence())
            .revocation();
    assertEquals(
        List.of(), learned.certificates().stream().flatMap(s -> s.unusable().stream()).toList());
  }

  @Test
  @Requirement(value = "R9325-7.5-1", heldBy = "PeerVerifier")
  void aStapledAnswerIsPartOfTheVerdict() {
    Verification.Accepted accepted =
        Verdicts.accepted(
            verifier().verify(stapled(server, good(server), Verdicts.NOW), Verdicts.NOW));

    RevocationEvidence learned =
        assertInstanceOf(TrustEvidence.Pkix.class, accepted.evidence()).revocation();
    assertInstanceOf(RevocationEvidence.Good.class, learned.certificates().get(0).answer());
    assertEquals(
        "revoked",
        Verdicts.refusal(
                verifier().verify(stapled(server, revoked(server), Verdicts.NOW), Verdicts.NOW))
            .code());
  }

  @Test
  @Requirement(value = "R7633-1", heldBy = "PeerVerifier")
  void aResumedSessionIsJudgedByTheStapleOfItsFullHandshake() {
    PresentedChain resumed = stapled(demanding, good(demanding), Verdicts.NOW);
    PresentedChain late =
        stapled(demanding, good(demanding), Verdicts.NOW.plus(HOUR.multipliedBy(2)));

    Verdicts.accepted(verifier().verify(resumed, Verdicts.NOW.plus(HOUR.multipliedBy(2))));
    assertEquals(
        "must-staple",
        Verdicts.refusal(verifier().verify(late, Verdicts.NOW.plus(HOUR.multipliedBy(2)))).code());
    assertEquals(
        "must-staple", Verdicts.refusal(verifier().verify(demanding.chain(), Verdicts.NOW)).code());
  }

  @Test
  @Requirement(value = "R9325-7.5-1", heldBy = "PeerVerifier")
  void configuredListsAndTheirAbsenceAreHeeded() {
    RevocationPolicy.GivenCrls lists =
        new RevocationPolicy.GivenCrls(
            List.of(
                CrlBuilder.by(root)
                    .revoking(server, Verdicts.NOW.minus(HOUR))
                    .times(Verdicts.NOW.minus(HOUR), Verdicts.NOW.plus(HOUR))
                    .list()));
    RevocationPolicy soft = RevocationPolicy.defaults();
    PeerVerifier listed =
        Verdicts.trusting(root)
            .withRevocation(
                new RevocationPolicy(soft.requirement(), lists, soft.fetch(), soft.timeout()))
            .expecting(List.of(Verdicts.NAME));
    PeerVerifier hard =
        Verdicts.trusting(root)
            .withRevocation(
                new RevocationPolicy(
                    RevocationPolicy.Requirement.HARD, soft.crls(), soft.fetch(), soft.timeout()))
            .expecting(List.of(Verdicts.NAME));

    assertEquals("revoked", Verdicts.refusal(listed.verify(server.chain(), Verdicts.NOW)).code());
    assertEquals(
        "revocation-unknown", Verdicts.refusal(hard.verify(server.chain(), Verdicts.NOW)).code());
  }

  @Test
  @Requirement(
      value = {"D-5.4-2", "PIN-7"},
      heldBy = "PeerVerifier")
  void anAccountPinNeverRescuesWhatIsRevoked() {
    PeerVerifier other =
        Verdicts.trusting(root)
            .expecting(List.of(Host.of("imap.example.org").identifier()))
            .withAccountPin(AccountPin.of(server.certificate()));

    Verdicts.accepted(other.verify(stapled(server, good(server), Verdicts.NOW), Verdicts.NOW));
    assertEquals(
        "identity-mismatch",
        Verdicts.refusal(other.verify(stapled(server, revoked(server), Verdicts.NOW), Verdicts.NOW))
            .code());
  }
}
