package io.github.mailclad.it.matrix;

import static io.github.mailclad.it.matrix.HostileProperty.named;
import static io.github.mailclad.it.matrix.HostileProperty.setting;
import static io.github.mailclad.it.matrix.HostileServer.EXPIRED;
import static io.github.mailclad.it.matrix.HostileServer.GOOD;
import static io.github.mailclad.it.matrix.HostileServer.PLAIN_TEXT;
import static io.github.mailclad.it.matrix.HostileServer.STATIC_RSA_ONLY;
import static io.github.mailclad.it.matrix.HostileServer.TLS_1_1_ONLY;
import static io.github.mailclad.it.matrix.HostileServer.UNKNOWN_ISSUER;
import static io.github.mailclad.it.matrix.HostileServer.WRONG_NAME;
import static io.github.mailclad.it.matrix.Mutants.passingOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.matrix.HostileProperty.Setting;
import io.github.mailclad.it.matrix.Lab.Verdict;
import io.github.mailclad.it.traps.DefaultTls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The matrix would fail if a guard were missing: each guard is switched off in turn, and something
 * leaks. Where another guard stands behind it, nothing leaks, and the pair of both is shown to be
 * what holds.
 */
@Requirement(
    value = {"D-5-5", "D-5.2-6", "D-5.2-7", "D-5.3-1"},
    heldBy = {
      "PeerVerifier",
      "GuardedProperties",
      "AngusProperties",
      "SmtpConnector",
      "LevelFloor"
    })
class GuardMutationIT {
  private static final DefaultTls HOSTILE_DEFAULT = TrustAll.becomeDefault();
  private static final String FLOOR = "io.github.mailclad.minimum-level";
  private static final Lab LAB = new Lab();

  private static final List<String> ALL = List.of("imaps", "imap", "pop3", "submission", "smtps");
  private static final List<String> SMTP = List.of("submissions", "smtp");

  private static final Mutant LENIENT = Mutants.LENIENT_READER;
  private static final String CLASS = TrustAll.Factory.class.getName();
  private static final String STATIC_RSA = "TLS_RSA_WITH_AES_128_GCM_SHA256";
  private static final String TRAP = "port of a plain server";
  private static final Setting TRUST_ALL_FACTORY = named("ssl.socketFactory", "trusts all");
  private static final Setting TRUST_ALL = named("ssl.trust", "*");
  private static final Setting BCTLS = setting("security.tls-provider", "bctls");
  private static final Setting CONSCRYPT = setting("security.tls-provider", "conscrypt");
  private static final Setting ENCRYPTED = setting("security.minimum-level", "encrypted");

  /** Of a kind that no server has: keys of one kind come from a small pool. */
  private static final Issued ANOTHER =
      CertificateBuilder.authority("CN=Another").key(KeyKind.EC_P384).selfSigned();

  private static final Setting ANOTHER_KEY =
      setting("security.account-pin", AccountPin.ofKey(ANOTHER.certificate()).toString());
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
    Mutant anySuite = Mutants.PLATFORM_OFFER.and(Mutants.ANY_SUITE);
    return Stream.of(
        off(Mutants.ANY_SERVER, ALL, WRONG_NAME),
        off(Mutants.ANY_SERVER, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_SERVER, ALL, EXPIRED),
        off(Mutants.VERDICT_IGNORED, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_NAME, ALL, WRONG_NAME),
        off(Mutants.ANY_PATH, ALL, UNKNOWN_ISSUER),
        off(Mutants.ANY_PATH, ALL, EXPIRED),
        off(anySuite, ALL, STATIC_RSA_ONLY),
        off(Mutants.VERDICT_IGNORED, ALL, UNKNOWN_ISSUER, BCTLS),
        off(Mutants.VERDICT_IGNORED, ALL, UNKNOWN_ISSUER, CONSCRYPT),
        off(anySuite.and(Mutants.UNSIGNED_EXCHANGE), ALL, STATIC_RSA_ONLY, CONSCRYPT),
        off(Mutants.ANY_ACCEPTED_CERTIFICATE, ALL, UNKNOWN_ISSUER, ENCRYPTED, ANOTHER_KEY),
        off(passingOn("socketFactory.fallback"), ALL, UNKNOWN_ISSUER),
        off(passingOn("ssl.socketFactory"), ALL, UNKNOWN_ISSUER),
        off(LENIENT.and(passingOn("ssl.socketFactory")), ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(LENIENT.and(passingOn("ehlo")), SMTP, GOOD, setting("ehlo", "false")),
        off(LENIENT.and(Mutants.USERS_PROPERTIES), ALL, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        off(
            Mutants.LEVEL_FOR_ALL.and(Mutants.LOWERED_SERVICES),
            List.of("imap", "pop3", "smtp"),
            PLAIN_TEXT,
            WHOLE_SESSION_LOWERED));
  }

  /** Guards of which another one holds what they hold: defence in depth, and why nothing leaks. */
  record Masked(Case without, String because) {
    @Override
    public String toString() {
      return without + ", because " + because;
    }
  }

  static Stream<Masked> masked() {
    String reader = "AngusProperties refuses the value by name";
    String guarded = "GuardedProperties hides it";
    String factory = "our ssl.socketFactory comes first";
    String socket = "SecuredSocket takes no settings";
    String tls = "the service was made with TLS on";
    String already = "the socket that Angus gets has TLS already, and it adds none";
    String judge = "TlsHandshake judges what the trust manager did not";
    Mutant anySuite = Mutants.PLATFORM_OFFER.and(Mutants.ANY_SUITE);
    return Stream.of(
        masked("bctls does not offer it by itself", anySuite, STATIC_RSA_ONLY, BCTLS),
        masked("the key exchange must be signed", anySuite, STATIC_RSA_ONLY, CONSCRYPT),
        masked(guarded, LENIENT, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        masked(guarded, LENIENT, WRONG_NAME, TRUST_ALL),
        masked(reader, Mutants.USERS_PROPERTIES, UNKNOWN_ISSUER, TRUST_ALL_FACTORY),
        masked(reader, Mutants.USERS_PROPERTIES, WRONG_NAME, TRUST_ALL),
        masked(reader, passingOn("ssl.trust"), UNKNOWN_ISSUER, TRUST_ALL),
        masked(already, LENIENT.and(passingOn("ssl.trust")), UNKNOWN_ISSUER, TRUST_ALL),
        masked(already, LENIENT.and(passingOn("ssl.trust")), WRONG_NAME, TRUST_ALL),
        masked("the suite is checked", Mutants.PLATFORM_OFFER, STATIC_RSA_ONLY),
        masked("the suite is not offered", Mutants.ANY_SUITE, STATIC_RSA_ONLY),
        masked(
            "a service is made for one level and keeps it",
            Mutants.LEVEL_FOR_ALL,
            PLAIN_TEXT,
            WHOLE_SESSION_LOWERED),
        masked(judge, Mutants.SILENT_TRUST_MANAGER, UNKNOWN_ISSUER),
        masked(judge, Mutants.SILENT_TRUST_MANAGER, WRONG_NAME),
        masked(judge, Mutants.SILENT_TRUST_MANAGER, UNKNOWN_ISSUER, BCTLS),
        masked(judge, Mutants.SILENT_TRUST_MANAGER, UNKNOWN_ISSUER, CONSCRYPT),
        passedOn(factory, UNKNOWN_ISSUER, named("socketFactory", "trusts all")),
        passedOn(factory, UNKNOWN_ISSUER, setting("socketFactory.class", CLASS)),
        passedOn(factory, UNKNOWN_ISSUER, setting("ssl.socketFactory.class", CLASS)),
        passedOn("the other port gets TLS too", GOOD, named("ssl.socketFactory.port", TRAP)),
        passedOn(factory, GOOD, named("socketFactory.port", TRAP)),
        passedOn(tls, PLAIN_TEXT, setting("ssl.enable", "false")),
        passedOn(tls, PLAIN_TEXT, setting("starttls.enable", "true")),
        passedOn(socket, TLS_1_1_ONLY, setting("ssl.protocols", "TLSv1.1")),
        passedOn(socket, STATIC_RSA_ONLY, setting("ssl.ciphersuites", STATIC_RSA)),
        passedOn(socket, WRONG_NAME, setting("ssl.checkserveridentity", "false")));
  }

  private static Masked masked(
      String because, Mutant mutant, HostileServer server, Setting... settings) {
    return new Masked(off(mutant, ALL, server, settings), because);
  }

  /** The one property reaches Angus, against the verdict of the reader. */
  private static Masked passedOn(String because, HostileServer server, Setting setting) {
    return masked(because, LENIENT.and(passingOn(setting.suffix())), server, setting);
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
    HOSTILE_DEFAULT.close();
    LAB.close();
  }

  @ParameterizedTest
  @MethodSource("holding")
  void withoutThisGuardSomethingLeaks(Case mutated) {
    assumeTrue(
        mutated.server() != STATIC_RSA_ONLY
            || mutated.settings().contains(CONSCRYPT)
            || platformSpeaksStaticRsa(),
        "this platform has no static RSA, so it cannot leak there");
    for (Verdict verdict : mutated.verdicts()) {
      assertFalse(verdict.leaks().isEmpty(), verdict::toString);
    }
  }

  private static boolean platformSpeaksStaticRsa() {
    return List.of(TrustAll.context().getSupportedSSLParameters().getCipherSuites())
        .contains(STATIC_RSA);
  }

  @ParameterizedTest
  @MethodSource("masked")
  void withoutThisGuardAnotherOneHolds(Masked guard) {
    nothingLeaks(guard.without());
  }

  @ParameterizedTest
  @MethodSource("sound")
  void withAllGuardsNothingLeaks(Case sound) {
    nothingLeaks(sound);
  }

  /** The system property is read once, by the classes of each mutant's own loader. */
  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void theFloorOfTheJvmHoldsAgainstSessionProperties(String protocol) {
    List<Setting> lowered = List.of(setting("security.minimum-level", "none"));
    Attempt attempt = new Attempt(protocol, PLAIN_TEXT, lowered);
    System.setProperty(FLOOR, "authenticated");
    try {
      Verdict guarded = under(Mutants.NONE, attempt);
      assertEquals("unsafe-settings", guarded.outcome().code(), guarded::toString);
      assertEquals(List.of(), guarded.leaks(), guarded::toString);
      Verdict mutated = under(Mutants.NO_FLOOR, attempt);
      assertFalse(mutated.leaks().isEmpty(), mutated::toString);
    } finally {
      System.clearProperty(FLOOR);
    }
  }

  /** Angus begins TLS there by itself, and this JVM trusts all servers by default. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void aServerThatLostItsProofIsRefusedWithoutAMinimumLevel(
      String protocol, @TempDir Path directory) {
    Verdict guarded = afterALostProof(Mutants.NONE, protocol, directory.resolve("guarded"));
    assertEquals("validation-regressed", guarded.outcome().code(), guarded::toString);
    assertEquals(List.of(), guarded.leaks(), guarded::toString);
    Verdict mutated =
        afterALostProof(Mutants.UNASKED_VERDICT, protocol, directory.resolve("mutated"));
    assertFalse(mutated.leaks().isEmpty(), mutated::toString);
  }

  /** Without a folder, temporary ports are not remembered. */
  private static Verdict afterALostProof(Mutant mutant, String protocol, Path memory) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    List<Setting> lowered =
        List.of(
            setting("security.minimum-level", "none"),
            setting("mail.security.account-store", memory.toString()));
    Attempt yesterday = new Attempt(protocol, GOOD, lowered);
    Attempt today = new Attempt(protocol, UNKNOWN_ISSUER, lowered);
    int port;
    try (TlsFront server = LAB.serverAt(/* port= */ 0, yesterday)) {
      port = server.port();
      Verdict good = LAB.attempt(yesterday, server);
      assertTrue(good.outcome().connected(), good::toString);
    }
    try (TlsFront server = LAB.serverAt(port, today)) {
      return LAB.attempt(today, server);
    }
  }

  private static Verdict under(Mutant mutant, Attempt attempt) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    return LAB.attempt(attempt);
  }

  private static void nothingLeaks(Case calm) {
    for (Verdict verdict : calm.verdicts()) {
      assertEquals(List.of(), verdict.leaks(), verdict::toString);
      assertTrue(verdict.outcome().connected() || verdict.outcome().refused(), verdict::toString);
    }
  }
}
