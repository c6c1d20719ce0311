package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.ScramServer.Flaw;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SCRAM against servers that compute their side themselves. For each fault there is one attempt,
 * and the password is not sent.
 */
@Requirement(
    value = "P-SASL-6",
    heldBy = {"ScramExchange", "ChannelBinding", "LoginChoice"})
class ScramIT {
  private static final String PLUS = "SCRAM-SHA-256-PLUS";
  private static final String BARE = "SCRAM-SHA-256";
  private static final String STRONG_PLUS = "SCRAM-SHA-512-PLUS";
  private static final String STRONG = "SCRAM-SHA-512";

  private final World world = new World();
  private final ScramServer honest =
      ScramServer.of(world.sentinels, world.certificate.certificate());

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  private LoginRun login(
      String protocol, Map<String, ScramServer> offered, Map<String, Object> settings) {
    ScriptedServer<?> server =
        LoginRun.server(protocol).mechanisms(offered.keySet().toArray(String[]::new));
    offered.forEach(server::mechanism);
    return login(protocol, server, settings);
  }

  private LoginRun login(
      String protocol, ScramServer scram, List<String> offered, Map<String, Object> settings) {
    ScriptedServer<?> server = LoginRun.server(protocol).mechanisms(offered.toArray(String[]::new));
    offered.stream()
        .filter(name -> name.startsWith("SCRAM"))
        .forEach(name -> server.mechanism(name, scram));
    return login(protocol, server, settings);
  }

  private LoginRun login(String protocol, ScriptedServer<?> server, Map<String, Object> settings) {
    LoginRun run = LoginRun.of(world, protocol, server, settings);
    assertEquals(List.of(), world.sentinels.secretsIn(run.sent().getBytes(UTF_8)));
    assertEquals(1, run.attempts().size(), run::toString);
    return run;
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void theLoginIsBoundToTheConnectionWhereThePlatformCanAndElseToTheCertificate(String protocol) {
    LoginRun run = login(protocol, honest, List.of("PLAIN", BARE, PLUS), Map.of());
    assertNull(run.failure());
    String best =
        Runtime.version().feature() >= 25 ? "SCRAM p=tls-exporter" : "SCRAM p=tls-server-end-point";
    assertEquals(best, run.logins().get(0).mechanism());

    // keying material of TLS 1.2 is not bound to its handshake without an extension (RFC 9266)
    LoginRun older = login(protocol, honest, List.of(PLUS), Map.of("ssl.protocols", "TLSv1.2"));
    assertNull(older.failure());
    assertEquals("SCRAM p=tls-server-end-point", older.logins().get(0).mechanism());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aServerWithoutBindingIsToldThatTheClientCould(String protocol) {
    LoginRun run = login(protocol, honest, List.of("PLAIN", BARE), Map.of());
    assertNull(run.failure());
    assertEquals("SCRAM y", run.logins().get(0).mechanism());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anAccountThatDoesNotAllowBindingSaysSo(String protocol) {
    LoginRun run =
        login(
            protocol,
            honest,
            List.of(BARE, PLUS),
            Map.of("security.auth-mechanisms", "SCRAM-SHA-256"));
    assertNull(run.failure());
    assertEquals("SCRAM n", run.logins().get(0).mechanism());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void theStrongestHashIsTakenAndABindingBeforeIt(String protocol) {
    ScramServer strong = honest.sha512();
    LoginRun bound =
        login(
            protocol,
            Map.of(BARE, honest, PLUS, honest, STRONG, strong, STRONG_PLUS, strong),
            Map.of());
    assertNull(bound.failure());
    assertTrue(bound.attempts().get(0).contains(STRONG_PLUS), bound::toString);
    assertTrue(bound.logins().get(0).mechanism().startsWith("SCRAM p=tls-"), bound::toString);

    LoginRun half = login(protocol, Map.of(BARE, honest, PLUS, honest, STRONG, strong), Map.of());
    assertNull(half.failure());
    assertTrue(half.attempts().get(0).contains(PLUS), half::toString);

    LoginRun unbound = login(protocol, Map.of(BARE, honest, STRONG, strong), Map.of());
    assertNull(unbound.failure());
    assertTrue(unbound.attempts().get(0).contains(STRONG), unbound::toString);
    assertEquals("SCRAM y", unbound.logins().get(0).mechanism());
  }

  /** The server was seen to offer a binding, if not with this hash. */
  @ParameterizedTest
  @MethodSource("protocols")
  void anAccountThatAllowsOnlyTheStrongerHashWithoutBindingSaysSo(String protocol) {
    LoginRun run =
        login(
            protocol,
            Map.of(PLUS, honest, STRONG, honest.sha512()),
            Map.of("security.auth-mechanisms", STRONG));
    assertNull(run.failure());
    assertEquals("SCRAM n", run.logins().get(0).mechanism());
  }

  /** A client that waits for the proof before it answers it would wait forever. */
  @ParameterizedTest
  @MethodSource("protocols")
  void theAnswerToTheProofIsSentWithTheClientsOwnProof(String protocol) {
    LoginRun run = login(protocol, honest.with(Flaw.LATE_PROOF), List.of(BARE), Map.of());
    assertNull(run.failure());
    assertEquals(1, run.logins().size());
  }

  /** The proof decides, although it is answered already, and no further line follows. */
  @ParameterizedTest
  @MethodSource("protocols")
  void afterAWrongProofNothingFollowsTheEmptyAnswer(String protocol) {
    LoginRun run = login(protocol, honest.with(Flaw.WRONG_SIGNATURE), List.of(BARE), Map.of());
    assertEquals("sasl-violation", run.code());
    assertTrue(run.sent().endsWith("\r\n\r\n"), run::sent);
  }

  /** An attacker removes -PLUS from the offer. */
  @ParameterizedTest
  @MethodSource("protocols")
  void anOfferFromWhichPlusWasTakenIsRefusedAndNothingElseIsTried(String protocol) {
    LoginRun refused =
        login(protocol, honest.with(Flaw.PLUS_STRIPPED), List.of("PLAIN", "LOGIN", BARE), Map.of());
    assertEquals("channel-binding", refused.code());

    LoginRun silent =
        login(
            protocol,
            honest.with(Flaw.PLUS_STRIPPED_SILENT),
            List.of("PLAIN", "LOGIN", BARE),
            Map.of());
    assertInstanceOf(AuthenticationFailedException.class, silent.failure());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aServerThatDoesNotTakeTheBindingIsSaidSo(String protocol) {
    String type = Runtime.version().feature() >= 25 ? "tls-exporter" : "tls-server-end-point";
    LoginRun refused = login(protocol, honest.with(Flaw.OTHER_BINDING), List.of(PLUS), Map.of());
    assertEquals("channel-binding", refused.code());
    assertTrue(
        String.valueOf(refused.failure()).contains("does not support the channel binding " + type));

    LoginRun silent =
        login(protocol, honest.with(Flaw.OTHER_BINDING_SILENT), List.of(PLUS), Map.of());
    assertInstanceOf(AuthenticationFailedException.class, silent.failure());
    assertTrue(
        String.valueOf(silent.failure())
            .contains("the server may not support the channel binding " + type));
  }

  record Dishonest(Flaw flaw, int iterations, String code) {}

  static Stream<Arguments> dishonest() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of(
                        new Dishonest(Flaw.WRONG_SIGNATURE, 4096, "sasl-violation"),
                        new Dishonest(Flaw.NO_SIGNATURE, 4096, "sasl-violation"),
                        new Dishonest(Flaw.OTHER_NONCE, 4096, "sasl-violation"),
                        new Dishonest(Flaw.OTHER_CONNECTION, 4096, "channel-binding"),
                        new Dishonest(Flaw.NONE, 4095, "sasl-violation"),
                        new Dishonest(Flaw.NONE, 1_000_001, "sasl-violation"),
                        new Dishonest(Flaw.NONE, Integer.MAX_VALUE, "sasl-violation"))
                    .map(each -> Arguments.of(protocol, each)));
  }

  @ParameterizedTest
  @MethodSource("dishonest")
  void aServerThatDoesNotProveItselfIsRefused(String protocol, Dishonest server) {
    ScramServer scram = honest.with(server.flaw()).iterations(server.iterations());
    LoginRun run = login(protocol, scram, List.of("PLAIN", BARE, PLUS), Map.of());
    assertEquals(server.code(), run.code(), run::toString);
  }
}
