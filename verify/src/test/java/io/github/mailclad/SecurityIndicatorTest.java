package io.github.mailclad;

import static io.github.mailclad.SecurityIndicator.CONFIDENTIAL;
import static io.github.mailclad.SecurityIndicator.NOT_CONFIDENTIAL;
import static io.github.mailclad.SecurityIndicator.PINNED_NOT_CONFIDENTIAL;
import static io.github.mailclad.SecurityIndicator.UNKNOWN_NOT_CONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Minimum.Demand;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that the indication for a person never exceeds the security of the connection. */
class SecurityIndicatorTest {
  private static final Issued ROOT = CertificateBuilder.root("Root");
  private static final Issued SERVER =
      CertificateBuilder.server().dns("imap.example.org").issuedBy(ROOT);
  private static final Endpoint ENDPOINT =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);
  private static final Refusal WHY = new CertificateRefusal.NoCertificate();

  /** The validation of a server in the model, in the words of the requirement. */
  private enum Validation {
    PKIX,
    DANE_ALONE,
    DANE_BESIDE_PKIX,
    PINNED,
    NONE,
    NOT_JUDGED
  }

  /** One state of the product, with the connection that is in it. */
  private record State(
      Validation validation,
      boolean eachCertificateGood,
      TlsVersion version,
      @Nullable String group,
      ConnectionSecurity connection) {}

  private static final Set<String> WITH_ML_KEM =
      Set.of(
          "X25519MLKEM768",
          "SecP256r1MLKEM768",
          "SecP384r1MLKEM1024",
          "MLKEM512",
          "MLKEM768",
          "MLKEM1024");

  private static final List<@Nullable String> GROUPS =
      Arrays.asList(
          null,
          "x25519",
          "secp256r1",
          "ffdhe2048",
          "group-0x6399",
          "X25519MLKEM768",
          "SecP256r1MLKEM768",
          "SecP384r1MLKEM1024",
          "MLKEM512",
          "MLKEM768",
          "MLKEM1024");

  /** A statement about a certificate, and what a model makes of it. */
  private record Word(RevocationEvidence evidence, boolean good) {}

  private static RevocationEvidence.Status status(RevocationEvidence.@Nullable Good answer) {
    return new RevocationEvidence.Status(SERVER.certificate(), answer, List.of());
  }

  private static List<Word> words() {
    RevocationEvidence.Status good =
        status(
            new RevocationEvidence.Good(
                RevocationEvidence.AnswerSource.STAPLED_OCSP, Instant.EPOCH, null));
    RevocationEvidence.Status unanswered = status(null);
    return List.of(
        new Word(new RevocationEvidence(List.of()), false),
        new Word(new RevocationEvidence(List.of(good, good)), true),
        new Word(new RevocationEvidence(List.of(good, unanswered)), false),
        new Word(new RevocationEvidence(List.of(unanswered, good)), false),
        new Word(new RevocationEvidence(List.of(unanswered, unanswered)), false));
  }

  private static TrustEvidence.Dane dane(TlsaUsage usage, RevocationEvidence revocation) {
    return new TrustEvidence.Dane(
        "_993._tcp.imap.example.org",
        TlsaRecord.of(usage, TlsaSelector.SPKI, TlsaMatching.SHA2_256, SERVER.certificate()),
        List.of(SERVER.certificate()),
        null,
        revocation);
  }

  /** Returns a state for each kind of proof of a server, over that TLS. */
  private static List<State> over(MailService service, NegotiatedTls tls) {
    List<State> states = new ArrayList<>();
    for (Word word : words()) {
      TrustEvidence.Pkix pkix =
          new TrustEvidence.Pkix(List.of(SERVER.certificate()), ROOT.certificate())
              .with(word.evidence());
      DaneFinding audited =
          new DaneFinding.Audited(Outcome.of(dane(TlsaUsage.DANE_EE, word.evidence())));
      for (TrustEvidence.Pkix each : List.of(pkix, pkix.beside(audited))) {
        states.add(authenticated(service, tls, Validation.PKIX, word.good(), each));
      }
      for (TlsaUsage usage : TlsaUsage.values()) {
        Validation validation =
            usage.toString().startsWith("DANE")
                ? Validation.DANE_ALONE
                : Validation.DANE_BESIDE_PKIX;
        states.add(
            authenticated(service, tls, validation, word.good(), dane(usage, word.evidence())));
      }
    }
    states.add(
        new State(
            Validation.PINNED,
            false,
            tls.version(),
            tls.group(),
            new ConnectionSecurity.Pinned(
                service,
                ENDPOINT,
                tls,
                new TrustEvidence.AcceptedCertificate(SERVER.certificate(), WHY))));
    states.add(
        new State(
            Validation.NONE,
            false,
            tls.version(),
            tls.group(),
            new ConnectionSecurity.Unauthenticated(service, ENDPOINT, tls, WHY)));
    states.add(
        new State(
            Validation.NOT_JUDGED,
            false,
            tls.version(),
            tls.group(),
            new ConnectionSecurity.Unjudged(service, ENDPOINT)));
    return states;
  }

  private static State authenticated(
      MailService service,
      NegotiatedTls tls,
      Validation validation,
      boolean good,
      TrustEvidence evidence) {
    return new State(
        validation,
        good,
        tls.version(),
        tls.group(),
        new ConnectionSecurity.Authenticated(service, ENDPOINT, tls, null, evidence));
  }

  private static List<State> states() {
    List<State> states = new ArrayList<>();
    for (MailService service : MailService.values()) {
      for (TlsVersion version : TlsVersion.values()) {
        for (String group : GROUPS) {
          for (Handshake handshake : Handshake.values()) {
            for (Set<TlsSafeguard> missing :
                List.of(Set.<TlsSafeguard>of(), EnumSet.allOf(TlsSafeguard.class))) {
              for (boolean presented : new boolean[] {true, false}) {
                NegotiatedTls tls =
                    new NegotiatedTls(
                        version,
                        "TLS_AES_128_GCM_SHA256",
                        group,
                        handshake,
                        missing,
                        presented ? SERVER.certificate() : null);
                states.addAll(over(service, tls));
              }
            }
          }
        }
      }
    }
    return states;
  }

  private static List<Minimum> minimums() {
    List<Minimum> minimums = new ArrayList<>();
    minimums.add(new Minimum(ConfidentialityLevel.NONE, Set.of()));
    minimums.add(new Minimum(ConfidentialityLevel.ENCRYPTED, Set.of()));
    Demand[] all = Demand.values();
    for (int subset = 0; subset < (1 << all.length); subset++) {
      Set<Demand> demands = EnumSet.noneOf(Demand.class);
      for (int bit = 0; bit < all.length; bit++) {
        if ((subset & (1 << bit)) != 0) {
          demands.add(all[bit]);
        }
      }
      minimums.add(new Minimum(ConfidentialityLevel.AUTHENTICATED, demands));
    }
    return minimums;
  }

  /** The rule, in the requirement's words. */
  private static boolean confidential(State state, Minimum minimum) {
    boolean newEnough = Set.of("TLSv1.2", "TLSv1.3").contains(state.version().jsseName());
    boolean dane =
        state.validation() == Validation.DANE_ALONE
            || state.validation() == Validation.DANE_BESIDE_PKIX;
    boolean verified = state.validation() == Validation.PKIX || dane;
    boolean minimumMet = true;
    for (Demand demand : minimum.demands()) {
      switch (demand.name()) {
        case "TLS_1_3" -> minimumMet &= state.version().jsseName().equals("TLSv1.3");
        case "DANE" -> minimumMet &= dane;
        case "REVOCATION_CHECKED" ->
            minimumMet &=
                state.validation() == Validation.DANE_ALONE || state.eachCertificateGood();
        case "POST_QUANTUM_KEY_EXCHANGE" ->
            minimumMet &= state.group() != null && WITH_ML_KEM.contains(state.group());
        default -> throw new AssertionError("the model does not know " + demand);
      }
    }
    return newEnough && verified && minimumMet;
  }

  @Test
  @Requirement(
      value = {"D-5-8", "B-2-5", "D-5-6", "D-5.4-6", "PIN-10"},
      heldBy = {"SecurityIndicator", "Minimum"})
  void confidentialIsExactlyTls12VerifiedAndTheMinimumMet() {
    List<Minimum> minimums = minimums();
    long confidential = 0;
    long judged = 0;
    for (State state : states()) {
      for (Minimum minimum : minimums) {
        SecurityIndicator expected =
            confidential(state, minimum)
                ? CONFIDENTIAL
                : state.validation() == Validation.PINNED
                    ? PINNED_NOT_CONFIDENTIAL
                    : NOT_CONFIDENTIAL;
        SecurityIndicator shown = SecurityIndicator.of(state.connection(), minimum);
        if (shown != expected) {
          assertEquals(expected, shown, () -> state + " with " + minimum);
        }
        judged++;
        confidential += shown == CONFIDENTIAL ? 1 : 0;
      }
    }
    assertTrue(confidential > 0 && confidential < judged);
    assertEquals(judged, 6L * 2 * 11 * 2 * 2 * 2 * (5 * (2 + 4) + 3) * (2 + 16));
  }

  @Test
  @Requirement(
      value = {"PIN-10", "D-5.4-6"},
      heldBy = "SecurityIndicator")
  void aPinnedConnectionIsNeverConfidentialWhateverItsTlsAndItsMinimum() {
    for (State state : states()) {
      if (state.connection() instanceof ConnectionSecurity.Pinned pinned) {
        assertEquals(ConfidentialityLevel.ENCRYPTED, pinned.level());
        for (Minimum minimum : minimums()) {
          assertEquals(PINNED_NOT_CONFIDENTIAL, SecurityIndicator.of(pinned, minimum));
        }
      }
    }
  }

  @Test
  @Requirement(
      value = {"D-5-7", "B-2-4"},
      heldBy = "SecurityIndicator")
  void anAccountHasTheIndicatorOfItsWorstService() {
    List<SecurityIndicator> worstFirst =
        List.of(NOT_CONFIDENTIAL, PINNED_NOT_CONFIDENTIAL, UNKNOWN_NOT_CONNECTED, CONFIDENTIAL);
    for (SecurityIndicator one : worstFirst) {
      assertEquals(one, SecurityIndicator.worst(List.of(one)));
      for (SecurityIndicator other : worstFirst) {
        SecurityIndicator worse = worstFirst.indexOf(one) < worstFirst.indexOf(other) ? one : other;
        assertEquals(worse, SecurityIndicator.worst(List.of(one, other)));
        assertEquals(worse, SecurityIndicator.worst(List.of(other, CONFIDENTIAL, one)));
      }
    }
    assertEquals(UNKNOWN_NOT_CONNECTED, SecurityIndicator.worst(List.of()));
    assertEquals(Set.copyOf(worstFirst), EnumSet.allOf(SecurityIndicator.class));
  }

  @Test
  @Requirement(
      value = {"D-5-7", "B-2-4"},
      heldBy = "SecurityIndicator")
  void eachIndicatorSpeaksForItselfToPeopleAndToPrograms() {
    Set<String> texts = new HashSet<>();
    for (SecurityIndicator indicator : SecurityIndicator.values()) {
      assertTrue(indicator.code().matches("[a-z]+(-[a-z]+)*"), indicator::code);
      // a sentence that can be read aloud: letters and punctuation, nothing to look at
      assertTrue(indicator.text().matches("[A-Z][A-Za-z ,:]+\\."), indicator::text);
      assertTrue(indicator.text().length() < 120, indicator::text);
      assertEquals(
          indicator == CONFIDENTIAL,
          indicator.text().toLowerCase(Locale.ROOT).startsWith("confidential"));
      texts.add(indicator.text());
    }
    assertEquals(4, texts.size());
    assertEquals(
        List.of("confidential", "not-confidential", "pinned-not-confidential", "unknown"),
        Arrays.stream(SecurityIndicator.values()).map(SecurityIndicator::code).toList());
    assertFalse(texts.stream().anyMatch(text -> text.contains("TLS")), "no jargon");
  }
}
