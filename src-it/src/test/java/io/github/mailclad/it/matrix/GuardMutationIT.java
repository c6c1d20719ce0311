package io.github.mailclad.it.matrix;

import static io.github.mailclad.it.matrix.HostileProperty.named;
import static io.github.mailclad.it.matrix.HostileProperty.setting;
import static io.github.mailclad.it.matrix.HostileServer.EXPIRED;
import static io.github.mailclad.it.matrix.HostileServer.GOOD;
import static io.github.mailclad.it.matrix.HostileServer.PLAIN_TEXT;
import static io.github.mailclad.it.matrix.HostileServer.STATIC_RSA_ONLY;
import static io.github.mailclad.it.matrix.HostileServer.UNKNOWN_ISSUER;
import static io.github.mailclad.it.matrix.HostileServer.WRONG_NAME;
import static io.github.mailclad.it.matrix.Mutants.passingOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.matrix.HostileProperty.Setting;
import io.github.mailclad.it.matrix.Lab.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrix would fail if a guard were missing: each guard is switched off in turn, and something
 * leaks. Where another guard stands behind it, nothing leaks, and the pair of both is shown to be
 * what holds.
 */
@Requirement(
    value = {"D-5-5", "D-5.2-6", "D-5.2-7", "D-5.3-1"},
    heldBy = {"PeerVerifier", "GuardedProperties", "AngusProperties", "SubmissionLogin"})
class GuardMutationIT {
  private static final SSLContext BEFORE = TrustAll.becomeDefault();
  private static final Lab LAB = new Lab();

  private static final List<String> ALL = List.of("imaps", "imap", "pop3", "submission", "smtps");
  private static final List<String> SMTP = List.of("submissions", "smtp");

  private static final Mutant LENIENT = Mutants.LENIENT_READER;
  private static final Setting TRUST_ALL_FACTORY = named("ssl.socketFactory", "trusts all");
  private static final Setting TRUST_ALL = named("ssl.trust", "*");
  private static final Setting WHOLE_SESSION_LOWERED =
      setting("mail.security.minimum-level", "none");

  /** A slice of the matrix for one mutant. */
  record Case(Mutant mutant, List<String> protocols, HostileServer server, List<Setting> settings) {
    List<Verdict> verdicts() {
      ClassLoader loader = mutant.load();
      Thread.currentThread().setContextClassLoader(loader);
      return protocols.stream()
          .map(protocol -> LAB.attempt(new Attempt(protocol, server, settings)))
          .toList();
    }

    @Override
    public String toString() {
      return mutant + ": " + server + " with " + settings;
    }
  }

  private static Case off(
      Mutant mutant, List<String> protocols, HostileServer server, Setting... settings) {
    return new Case(mutant, protocols, server, Arrays.asList(settings));
  }

  static Stream<Case> holding() {
    return Stream.of(
        off(Mutants.ANY_SERVER, ALL, WRONG_NAME),
        off(Mutants.ANY_SERVER, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_SERVER, ALL, EXPIRED),
        off(Mutants.VERDICT_IGNORED, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_NAME, ALL, WRONG_NAME),
        off(Mutants.ANY_PATH, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_PATH, ALL, EXPIRED),
        off(Mutants.PLATFORM_OFFER.and(Mutants.ANY_SUITE), ALL, STATIC_RSA_ONLY),
        off(passingOn("socketFactory.fallback"), ALL, UNKNOWN_ISSUER),
        off(passingOn("ssl.socketFactory"), ALL, UNKNOWN_ISSUER),
        off(LENIENT.and(passingOn("ssl.socketFactory")), ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(LENIENT.and(passingOn("ssl.trust")), ALL, UNKNOWN_ISSUER, TRUST_ALL),
        off(LENIENT.and(passingOn("ehlo")), SMTP, GOOD, setting("ehlo", "false")),
        off(LENIENT.and(Mutants.USERS_PROPERTIES), ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(LENIENT.and(Mutants.USERS_PROPERTIES), ALL, WRONG_NAME, TRUST_ALL),
        off(
            Mutants.LEVEL_FOR_ALL,
            List.of("imap", "pop3", "smtp"),
            PLAIN_TEXT,
            WHOLE_SESSION_LOWERED));
  }

  static Stream<Case> masked() {
    return Stream.of(
        // the reader and the guarded properties, each without the other
        off(LENIENT, ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(LENIENT, ALL, WRONG_NAME, TRUST_ALL),
        off(Mutants.USERS_PROPERTIES, ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(Mutants.USERS_PROPERTIES, ALL, WRONG_NAME, TRUST_ALL),
        off(passingOn("ssl.trust"), ALL, UNKNOWN_ISSUER, TRUST_ALL),
        // what is offered and what is accepted, each without the other
        off(Mutants.PLATFORM_OFFER, ALL, STATIC_RSA_ONLY),
        off(Mutants.ANY_SUITE, ALL, STATIC_RSA_ONLY),
        // the socket judges what the trust manager did not
        off(Mutants.SILENT_TRUST_MANAGER, ALL, UNKNOWN_ISSUER),
        off(Mutants.SILENT_TRUST_MANAGER, ALL, WRONG_NAME),
        // Angus uses these only where there is no ssl.socketFactory, and the socket has no setters
        off(
            LENIENT.and(passingOn("socketFactory")),
            ALL,
            UNKNOWN_ISSUER,
            named("socketFactory", "trusts all")),
        off(
            LENIENT.and(passingOn("socketFactory.class")),
            ALL,
            UNKNOWN_ISSUER,
            setting("socketFactory.class", TrustAll.Factory.class.getName())),
        off(
            LENIENT.and(passingOn("ssl.socketFactory.class")),
            ALL,
            UNKNOWN_ISSUER,
            setting("ssl.socketFactory.class", TrustAll.Factory.class.getName())),
        off(
            LENIENT.and(passingOn("ssl.socketFactory.port")),
            ALL,
            GOOD,
            named("ssl.socketFactory.port", "port of a plain server")),
        off(LENIENT.and(passingOn("ssl.enable")), ALL, PLAIN_TEXT, setting("ssl.enable", "false")),
        off(
            LENIENT.and(passingOn("starttls.enable")),
            ALL,
            PLAIN_TEXT,
            setting("starttls.enable", "true")),
        off(
            LENIENT.and(passingOn("ssl.protocols")),
            ALL,
            HostileServer.TLS_1_1_ONLY,
            setting("ssl.protocols", "TLSv1.1")),
        off(
            LENIENT.and(passingOn("ssl.ciphersuites")),
            ALL,
            STATIC_RSA_ONLY,
            setting("ssl.ciphersuites", "TLS_RSA_WITH_AES_128_GCM_SHA256")),
        off(
            LENIENT.and(passingOn("ssl.checkserveridentity")),
            ALL,
            WRONG_NAME,
            setting("ssl.checkserveridentity", "false")));
  }

  /** Without a mutation nothing of it leaks. */
  static Stream<Case> sound() {
    return holding().map(c -> new Case(Mutants.NONE, c.protocols(), c.server(), c.settings()));
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  @AfterAll
  static void tidyUp() {
    SSLContext.setDefault(BEFORE);
    LAB.close();
  }

  @ParameterizedTest
  @MethodSource("holding")
  void withoutThisGuardSomethingLeaks(Case mutated) {
    for (Verdict verdict : mutated.verdicts()) {
      assertFalse(verdict.leaks().isEmpty(), verdict::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("masked")
  void withoutThisGuardAnotherOneHolds(Case mutated) {
    nothingLeaks(mutated);
  }

  @ParameterizedTest
  @MethodSource("sound")
  void withAllGuardsNothingLeaks(Case sound) {
    nothingLeaks(sound);
  }

  private static void nothingLeaks(Case calm) {
    for (Verdict verdict : calm.verdicts()) {
      assertEquals(List.of(), verdict.leaks(), verdict::toString);
      assertTrue(verdict.outcome().connected() || verdict.outcome().refused(), verdict::toString);
    }
  }
}
