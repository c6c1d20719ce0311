package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

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

  private final World world = new World();
  private final ScramServer honest =
      ScramServer.of(world.sentinels, world.certificate.certificate());

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  private LoginRun login(
      String protocol, ScramServer scram, List<String> offered, Map<String, Object> settings) {
    ScriptedServer<?> server = LoginRun.server(protocol).mechanisms(offered.toArray(String[]::new));
    offered.stream()
        .filter(name -> name.startsWith("SCRAM"))
        .forEach(name -> server.mechanism(name, scram));
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

  /** An attacker removes -PLUS from the offer. */
  @ParameterizedTest
  @MethodSource("protocols")
  void anOfferFromWhichPlusWasTakenIsRefusedAndNothingElseIsTried(String protocol) {
    LoginRun told =
        login(protocol, honest.with(Flaw.PLUS_STRIPPED), List.of("PLAIN", "LOGIN", BARE), Map.of());
    assertEquals("channel-binding", told.code());

    LoginRun silent =
        login(
            protocol,
            honest.with(Flaw.PLUS_STRIPPED_SILENT),
            List.of("PLAIN", "LOGIN", BARE),
            Map.of());
    assertInstanceOf(AuthenticationFailedException.class, silent.failure());
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
