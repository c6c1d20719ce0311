package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.TlsProvider;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.ScramServer.Flaw;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.Mutant;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.implementation.MethodCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that a login is bound to its connection of TLS 1.3 (RFC 9266) with each implementation of
 * TLS that can export keying material. The servers export by an implementation of their own.
 */
@Requirement(
    value = "P-SASL-6",
    heldBy = {"TlsLibrary", "BouncyCastleCrypto", "ChannelBinding"})
@Timeout(120)
class ChannelBindingIT {
  private static final String PLUS = "SCRAM-SHA-256-PLUS";
  private static final String BY_CONNECTION = "SCRAM p=tls-exporter";
  private static final String BY_CERTIFICATE = "SCRAM p=tls-server-end-point";

  private final World world = new World();
  private final ScramServer honest =
      ScramServer.of(world.sentinels, world.certificate.certificate());

  /** Every implementation by one protocol, and every protocol by one implementation. */
  static Stream<Arguments> implementations() {
    return Stream.concat(
        exporting().stream().map(tls -> Arguments.of(tls, "imaps")),
        Stream.of("pop3s", "submissions").map(each -> Arguments.of(TlsProvider.BCTLS, each)));
  }

  static Set<TlsProvider> exporting() {
    return Runtime.version().feature() >= 25
        ? EnumSet.allOf(TlsProvider.class)
        : EnumSet.of(TlsProvider.BCTLS, TlsProvider.CONSCRYPT);
  }

  static Stream<TlsProvider> resuming() {
    // before Java 25 no server here both exports and resumes
    return Runtime.version().feature() >= 25
        ? Stream.of(TlsProvider.PLATFORM, TlsProvider.CONSCRYPT)
        : Stream.of(TlsProvider.PLATFORM);
  }

  private static Map<String, Object> by(TlsProvider tls) {
    return Map.of("security.tls-provider", tls.name().toLowerCase(Locale.ROOT));
  }

  private static ScriptedServer<?> server(String protocol, ScramServer scram) {
    return LoginRun.server(protocol).mechanisms(PLUS).mechanism(PLUS, scram);
  }

  private LoginRun login(TlsProvider tls, String protocol, ScramServer scram, LegacyTls offered) {
    ScriptedServer<?> server = server(protocol, scram);
    return login(tls, protocol, front(server, offered), server);
  }

  private TlsFront.Builder front(ScriptedServer<?> server, LegacyTls offered) {
    return TlsFront.builder().certificate(world.certificate).dialogue(server).legacy(offered);
  }

  private LoginRun login(
      TlsProvider tls, String protocol, TlsFront.Builder front, ScriptedServer<?> server) {
    LoginRun run =
        LoginRun.on(
            front,
            world,
            protocol,
            server,
            by(tls),
            world.sentinels.user(),
            world.sentinels.password());
    assertEquals(List.of(), world.sentinels.secretsIn(run.sent().getBytes(UTF_8)));
    return run;
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void theServerComputesTheSameBinding(TlsProvider tls, String protocol) {
    LoginRun run = login(tls, protocol, honest, LegacyTls.tls13());
    assertNull(run.failure());
    assertEquals(BY_CONNECTION, run.logins().get(0).mechanism());
    assertEquals(1, run.attempts().size(), run::toString);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void aServerWithAnotherBindingRefusesTheLogin(TlsProvider tls, String protocol) {
    LoginRun run = login(tls, protocol, honest.with(Flaw.OTHER_CONNECTION), LegacyTls.tls13());
    assertEquals("channel-binding", run.code(), run::toString);
    assertEquals(List.of(), run.logins());
    assertEquals(1, run.attempts().size(), run::toString);
  }

  /** It has the server's key, so the certificate is the right one; the connection is not. */
  @ParameterizedTest
  @MethodSource("exporting")
  void aServerInTheMiddleWithTheSameCertificateGetsNoLogin(TlsProvider tls) throws Exception {
    LoginRun run = throughTheMiddle(tls);
    assertEquals("channel-binding", run.code(), run::toString);
    assertEquals(List.of(), run.logins());
  }

  /** The premise of the test above. */
  @Test
  void withoutTheExporterItGetsTheLogin() throws Exception {
    Mutant none =
        Mutant.of(
            "SecuredSocket.exported() has none",
            "internal.tls.SecuredSocket",
            type -> type.method(named("exported")).intercept(MethodCall.invoke(emptyOptional())));
    Thread.currentThread().setContextClassLoader(none.load());
    LoginRun run = throughTheMiddle(TlsProvider.BCTLS);
    assertNull(run.failure());
    assertEquals(BY_CERTIFICATE, run.logins().get(0).mechanism());
  }

  private static Method emptyOptional() {
    try {
      return Optional.class.getMethod("empty");
    } catch (NoSuchMethodException e) {
      throw new LinkageError("no empty optional", e);
    }
  }

  private LoginRun throughTheMiddle(TlsProvider tls) throws Exception {
    ScriptedServer<?> server = server("imaps", honest);
    try (TlsFront real = front(server, LegacyTls.tls13()).start();
        ServerInTheMiddle middle =
            new ServerInTheMiddle(real, world.certificate.serverContextTrusting(world.root))) {
      return login(
          tls,
          "imaps",
          TlsFront.builder().certificate(world.certificate).backend(middle.host(), middle.port()),
          server);
    }
  }

  /** Its exporter needs the extended master secret, and servers bind TLS 1.2 otherwise. */
  @ParameterizedTest
  @EnumSource(TlsProvider.class)
  void aConnectionOfTls12IsBoundByItsCertificate(TlsProvider tls) {
    for (LegacyTls older :
        List.of(LegacyTls.tls12(), LegacyTls.tls12().withoutExtendedMasterSecret())) {
      LoginRun run = login(tls, "imaps", honest, older);
      assertNull(run.failure());
      assertEquals(BY_CERTIFICATE, run.logins().get(0).mechanism());

      LoginRun other = login(tls, "imaps", honest.with(Flaw.OTHER_CONNECTION), older);
      assertEquals("channel-binding", other.code(), other::toString);
    }
  }

  /** A resumed session has keying material of its own connection. */
  @ParameterizedTest
  @MethodSource("resuming")
  void aResumedSessionIsBoundToItsOwnConnection(TlsProvider tls) throws Exception {
    ScriptedServer<?> server = server("imaps", honest);
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(server).start()) {
      Properties properties = world.trusting("imaps", front);
      by(tls).forEach((key, value) -> properties.put("mail.imaps." + key, value));
      for (int i = 0; i < 3; i++) {
        assertNull(world.tryToConnect("imaps", properties));
      }
      assertEquals(2, front.resumedSessions());
      String expected = exporting().contains(tls) ? BY_CONNECTION : BY_CERTIFICATE;
      assertEquals(
          List.of(expected, expected, expected),
          server.logins().stream().map(Login::mechanism).toList());
    }
    assertTrue(server.isLoginCompleted());
  }
}
