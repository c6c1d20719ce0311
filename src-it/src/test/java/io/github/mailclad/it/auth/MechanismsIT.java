package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the chosen mechanism, and that no other one follows. */
class MechanismsIT {
  private static final String OWN = "security.auth-mechanisms";

  private final World world = new World();

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  static Stream<Arguments> mechanisms() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "OAUTHBEARER", "XOAUTH2")
                    .map(mechanism -> Arguments.of(protocol, mechanism)));
  }

  /** A server that offers everything. */
  private ScriptedServer<?> rich(String protocol) {
    ScramServer scram = ScramServer.of(world.sentinels, world.certificate.certificate());
    return LoginRun.server(protocol)
        .mechanisms(
            "CRAM-MD5",
            "PLAIN",
            "LOGIN",
            "XOAUTH2",
            "OAUTHBEARER",
            "SCRAM-SHA-256",
            "SCRAM-SHA-256-PLUS")
        .mechanism("SCRAM-SHA-256", scram)
        .mechanism("SCRAM-SHA-256-PLUS", scram)
        .accepting(world.sentinels.user(), world.sentinels.password());
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  @Requirement(value = "P-SASL-4", heldBy = "LoginChoice")
  void theConfiguredMechanismLogsInAndNoSecretIsShown(String protocol, String mechanism) {
    // without a supplier, the password is the token, as Angus has it
    LoginRun run = LoginRun.of(world, protocol, rich(protocol), Map.of(OWN, mechanism));
    assertNull(run.failure());
    assertEquals(1, run.logins().size());
    String used = run.logins().get(0).mechanism();
    switch (mechanism) {
      case "SCRAM-SHA-256" -> assertEquals("SCRAM n", used);
      case "LOGIN" -> assertTrue(used.matches("LOGIN|LOGIN command|USER"), used);
      default -> assertEquals(mechanism, used);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(value = "P-SASL-6", heldBy = "LoginChoice")
  void theStrongestMechanismIsTheDefault(String protocol) {
    LoginRun run = LoginRun.of(world, protocol, rich(protocol), Map.of());
    assertNull(run.failure());
    assertTrue(run.logins().get(0).mechanism().startsWith("SCRAM p=tls-"), run::toString);
    assertEquals(List.of(), world.sentinels.secretsIn(run.sent().getBytes(UTF_8)));
  }

  static Stream<Arguments> lists() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of(
                        Map.of("auth.mechanisms", "scram-sha-256"),
                        Map.of("sasl.enable", "true", "sasl.mechanisms", "SCRAM-SHA-256"),
                        Map.of(OWN, "SCRAM-SHA-256, PLAIN", "auth.plain.disable", "true"),
                        Map.of(OWN, "PLAIN SCRAM-SHA-256", "auth.mechanisms", "SCRAM-SHA-256"))
                    .map(settings -> Arguments.of(protocol, settings)));
  }

  @ParameterizedTest
  @MethodSource("lists")
  @Requirement(
      value = {"P-SASL-4", "D-5.2-7"},
      heldBy = {"LoginChoice", "LoginProperties"})
  void aListIsAnAllowListWithoutFallThrough(String protocol, Map<String, Object> settings) {
    LoginRun used = LoginRun.of(world, protocol, rich(protocol), settings);
    assertNull(used.failure());
    assertEquals("SCRAM n", used.logins().get(0).mechanism());

    LoginRun refused =
        LoginRun.of(
            world, protocol, LoginRun.server(protocol).mechanisms("PLAIN", "LOGIN"), settings);
    assertEquals("mechanism-unavailable", refused.code());
    assertEquals(List.of(), refused.attempts());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(value = "D-5.2-7", heldBy = "LoginChoice")
  void aServerThatOffersOnlyWhatIsNotAllowedIsRefused(String protocol) {
    ScriptedServer<?> md5 = LoginRun.server(protocol).mechanisms("CRAM-MD5", "DIGEST-MD5", "NTLM");
    switch (protocol) {
      case "imaps" -> md5.capabilities("IMAP4rev1", "AUTH=CRAM-MD5", "AUTH=NTLM", "LOGINDISABLED");
      case "pop3s" -> md5.capabilities("TOP", "UIDL", "SASL CRAM-MD5 NTLM");
      default -> {}
    }
    LoginRun run = LoginRun.of(world, protocol, md5, Map.of());
    assertEquals("mechanism-unavailable", run.code());
    assertEquals(List.of(), run.attempts());
  }

  @Test
  @Requirement(
      value = {"P-IMAP-5", "D-3.3-6"},
      heldBy = {"LoginIMAPProtocol", "LoginChoice"})
  void loginIsNotSentWhereItIsDisabled() {
    ImapDialogue disabled = new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED");
    LoginRun refused = LoginRun.of(world, "imaps", disabled, Map.of());
    assertEquals("auth-not-offered", refused.code());
    assertEquals(List.of(), refused.attempts());

    LoginRun last =
        LoginRun.of(world, "imaps", new ImapDialogue().capabilities("IMAP4rev1"), Map.of());
    assertNull(last.failure());
    assertEquals("LOGIN command", last.logins().get(0).mechanism());
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void wrongCredentialsAreAFailedLoginAndTriedOnce(String protocol, String mechanism) {
    LoginRun run =
        LoginRun.as(
            world,
            protocol,
            rich(protocol),
            Map.of(OWN, mechanism),
            world.sentinels.user(),
            "wrong");
    assertInstanceOf(AuthenticationFailedException.class, run.failure());
    assertEquals("", run.code());
    long begun = run.attempts().stream().filter(line -> !line.startsWith("PASS")).count();
    assertEquals(1, begun, run::toString);
  }

  record Broken(String protocol, String what, String user, String password) {}

  static Stream<Broken> broken() {
    return World.PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of("\r", "\n", "\0", "\r\nDELE 1")
                    .flatMap(
                        text ->
                            Stream.of(
                                new Broken(protocol, "user", "alice" + text, "secret"),
                                new Broken(protocol, "password", "alice", "secret" + text))));
  }

  @ParameterizedTest
  @MethodSource("broken")
  @Requirement(value = "P-SASL-1", heldBy = "Credentials")
  void credentialsThatWouldEndALineAreRefusedBeforeConnecting(Broken given) {
    LoginRun run =
        LoginRun.as(
            world,
            given.protocol(),
            LoginRun.server(given.protocol()),
            Map.of(),
            given.user(),
            given.password());
    assertEquals("unsafe-credentials", run.code());
    assertEquals("", run.sent());
    assertFalse(String.valueOf(run.failure()).contains("secret"));
  }

  @Test
  @Requirement(value = "P-SMTP-5", heldBy = "SubmissionFraming")
  void aReplyThatAsksForTlsIsNotAWrongPassword() {
    for (String reply : List.of("530 5.7.0 STARTTLS first", "538 5.7.11 encryption required")) {
      LoginRun run =
          LoginRun.of(world, "submissions", new SmtpDialogue().replying("AUTH", reply), Map.of());
      assertEquals("starttls-inside-tls", run.code());
      assertFalse(run.sent().contains("STARTTLS"));
      assertEquals(1, run.attempts().size());
    }
  }
}
