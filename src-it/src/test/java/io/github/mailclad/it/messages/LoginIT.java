package io.github.mailclad.it.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.SettingNames;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the messages about missing credentials and rejected logins. */
class LoginIT {
  private static final String REPORT =
      "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.example/\"}";
  private static final String CHALLENGE =
      Base64.getEncoder().encodeToString(REPORT.getBytes(US_ASCII));

  /** As the starter does: the password has a property there. */
  private static final SettingNames SPRING =
      key ->
          key.replaceFirst("^mail\\.[a-z0-9]+\\.(host|port|user|password)$", "spring.mail.$1")
              .replace("spring.mail.user", "spring.mail.username");

  private final World world = new World();

  private TlsFront server(MailDialogue dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private static AuthenticationFailedException failed(@Nullable MessagingException shown) {
    return assertInstanceOf(AuthenticationFailedException.class, shown);
  }

  private static String words(@Nullable MessagingException shown) {
    return String.valueOf(failed(shown).getMessage());
  }

  private @Nullable MessagingException connect(
      String protocol,
      TlsFront server,
      @Nullable String user,
      @Nullable String password,
      String... more)
      throws Exception {
    Properties properties = world.trusting(protocol, server);
    for (String property : more) {
      properties.setProperty(property.split("=", 2)[0], property.split("=", 2)[1]);
    }
    return connect(protocol, properties, user, password);
  }

  private static @Nullable MessagingException connect(
      String protocol, Properties properties, @Nullable String user, @Nullable String password)
      throws Exception {
    try (Service service = World.service(protocol, properties)) {
      service.connect(user, password);
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  /** A server that offers that mechanism alone. */
  static MailDialogue offering(String protocol, String mechanism) {
    return switch (protocol) {
      case "imap" ->
          new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED", "AUTH=" + mechanism);
      case "pop3" -> new Pop3Dialogue().capabilities("SASL " + mechanism);
      default -> new SmtpDialogue().capabilities("AUTH " + mechanism);
    };
  }

  record Unusable(String protocol, MailDialogue dialogue, String offered) {
    @Override
    public String toString() {
      return protocol + " " + offered;
    }
  }

  static List<Unusable> unusableOffers() {
    return List.of(
        new Unusable("smtp", new SmtpDialogue().capabilities("AUTH NTLM GSSAPI"), "NTLM, GSSAPI"),
        new Unusable(
            "imap",
            new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED", "AUTH=CRAM-MD5"),
            "CRAM-MD5"),
        new Unusable(
            "imap",
            new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED", "AUTH=SCRAM-SHA-1"),
            "SCRAM-SHA-1"),
        new Unusable(
            "pop3", new Pop3Dialogue().capabilities("SASL DIGEST-MD5 NTLM"), "DIGEST-MD5, NTLM"));
  }

  @ParameterizedTest
  @MethodSource("unusableOffers")
  void aServerWithMechanismsThatMailcladHasNotIsSaidSo(Unusable each) throws Exception {
    try (TlsFront server = server(each.dialogue())) {
      String shown =
          String.valueOf(
              Refusals.refused(
                      "mechanism-unavailable",
                      world,
                      world.tryToConnect(each.protocol(), world.trusting(each.protocol(), server)))
                  .getMessage());

      assertTrue(
          shown.contains("the server offers no login mechanism that Mailclad supports"), shown);
      assertTrue(shown.contains("offered:    " + each.offered() + "\n"), shown);
      assertTrue(
          shown.contains(
              "supported:  SCRAM-SHA-512-PLUS, SCRAM-SHA-256-PLUS, SCRAM-SHA-512, SCRAM-SHA-256, PLAIN"),
          shown);
      assertFalse(shown.contains("configure a mechanism"), shown);
    }
  }

  @Test
  void aServerThatWantsTokensNamesTheSettingForThem() throws Exception {
    try (TlsFront server = server(new SmtpDialogue().mechanisms("XOAUTH2"))) {
      String shown =
          String.valueOf(
              Refusals.refused(
                      "mechanism-unavailable",
                      world,
                      world.tryToConnect("smtp", world.trusting("smtp", server)))
                  .getMessage());
      assertTrue(shown.contains("set mail.smtp.security.oauth-provider"), shown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp", "smtps"})
  void anEmptyPasswordIsNamedBeforeAnythingIsConnectedTo(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.put("mail.security.setting-names", SPRING);

      String shown = words(connect(protocol, properties, "alice", ""));

      assertEquals(
          "the password is empty, and nothing was sent: set the password (spring.mail.password)",
          shown);
      assertEquals(0, server.recorder().connections().size());
      assertTrue(
          words(connect(protocol, server, "alice", ""))
              .endsWith("set the password of the application or its Authenticator"));
    }
  }

  @ParameterizedTest
  @CsvSource({"imap, ''", "pop3, ''", "smtp, true", "smtp, ''"})
  void anAbsentPasswordIsNamedAndNothingIsSent(String protocol, String auth) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.put("mail.security.setting-names", SPRING);
      if (!auth.isEmpty()) {
        properties.setProperty("mail." + protocol + ".auth", auth);
      }

      String shown = words(connect(protocol, properties, "alice", null));

      assertTrue(shown.startsWith("a user name is set, but no password"), shown);
      assertTrue(shown.contains("set the password (spring.mail.password)"), shown);
    }
  }

  @Test
  void aMessageIsSubmittedWithoutALoginWhereThatIsAskedForOrNobodyOffersOne() throws Exception {
    try (TlsFront server = world.server("smtp").start();
        TlsFront open = server(new SmtpDialogue().capabilities("8BITMIME"))) {
      assertNull(connect("smtp", server, "alice", null, "mail.smtp.auth=false"));
      assertNull(connect("smtp", open, "alice", null));
      assertNull(connect("smtp", server, null, null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void aWrongPasswordIsTheServersWordsAndTheNameOfTheProperty(String protocol) throws Exception {
    String evil = "wrong \u001b[31m password";
    MailDialogue dialogue =
        switch (protocol) {
          case "imap" ->
              new ImapDialogue()
                  .mechanisms("PLAIN")
                  .playing(
                      "AUTHENTICATE",
                      new Script().raw("{tag} NO [AUTHENTICATIONFAILED] " + evil + "\r\n"));
          case "pop3" -> new Pop3Dialogue().mechanisms("PLAIN").replying("AUTH", "-ERR " + evil);
          default -> new SmtpDialogue().mechanisms("PLAIN").replying("AUTH", "535 5.7.8 " + evil);
        };
    try (TlsFront server = server(dialogue)) {
      Properties properties = world.trusting(protocol, server);
      properties.put("mail.security.setting-names", SPRING);

      String shown = words(world.tryToConnect(protocol, properties));

      assertTrue(shown.startsWith("localhost:" + server.port() + " rejected the login: "), shown);
      assertTrue(shown.contains("wrong \\x1b[31m password"), shown);
      assertTrue(
          shown.contains(
              "check the user name (spring.mail.username) and the password (spring.mail.password)"),
          shown);
    }
  }

  record Token(String protocol, String mechanism, MailDialogue dialogue) {
    @Override
    public String toString() {
      return protocol + " " + mechanism;
    }
  }

  static List<Token> refusedTokens() {
    return List.of("XOAUTH2", "OAUTHBEARER").stream()
        .flatMap(
            mechanism ->
                List.of(
                    new Token(
                        "imap",
                        mechanism,
                        new ImapDialogue()
                            .mechanisms(mechanism)
                            .playing(
                                "AUTHENTICATE",
                                new Script()
                                    .say("+ " + CHALLENGE)
                                    .awaitOctet()
                                    .say("{tag} NO [AUTHENTICATIONFAILED] Invalid credentials"))),
                    new Token(
                        "smtp",
                        mechanism,
                        new SmtpDialogue()
                            .mechanisms(mechanism)
                            .playing(
                                "AUTH",
                                new Script()
                                    .say("334 " + CHALLENGE)
                                    .awaitOctet()
                                    .say("535 5.7.3 Authentication unsuccessful"))),
                    new Token(
                        "pop3",
                        mechanism,
                        new Pop3Dialogue()
                            .mechanisms(mechanism)
                            .playing(
                                "AUTH",
                                new Script()
                                    .say("+ " + CHALLENGE)
                                    .awaitOctet()
                                    .say("-ERR [AUTH] failed"))))
                    .stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refusedTokens")
  void whatTheServerReportsOfATokenIsInTheException(Token each) throws Exception {
    try (TlsFront server = server(each.dialogue())) {
      String shown =
          words(
              connect(
                  each.protocol(),
                  server,
                  world.sentinels.user(),
                  world.sentinels.token(),
                  "mail.%s.security.auth-mechanisms=%s"
                      .formatted(each.protocol(), each.mechanism())));

      assertTrue(shown.contains("about the token: " + REPORT), shown);
      assertTrue(shown.contains("mail." + each.protocol() + ".security.token-supplier"), shown);
      assertFalse(shown.contains(world.sentinels.token()), shown);
    }
  }

  @Test
  void aServerThatRepeatsTheSecretDoesNotBringItIntoTheException() throws Exception {
    String password = world.sentinels.password();
    try (TlsFront server =
        server(
            new SmtpDialogue()
                .mechanisms("PLAIN")
                .replying("AUTH", "535 5.7.8 not " + password + " at all"))) {
      AuthenticationFailedException shown =
          failed(world.tryToConnect("smtp", world.trusting("smtp", server)));
      assertFalse(String.valueOf(shown.getMessage()).contains(password), shown::getMessage);
      assertFalse(shown.toString().contains(password), shown::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "535 5.7.139 Authentication unsuccessful; SmtpClientAuthentication is disabled",
    "550 5.7.30 Basic authentication is not supported for Client Submission"
  })
  void aProviderThatSwitchedPasswordsOffIsExplained(String reply) throws Exception {
    try (TlsFront server = server(new SmtpDialogue().mechanisms("LOGIN").replying("AUTH", reply))) {
      String shown = words(world.tryToConnect("smtp", world.trusting("smtp", server)));

      assertTrue(shown.contains(reply), shown);
      assertTrue(shown.contains("the provider has switched off logins with a password"), shown);
      assertTrue(shown.contains("set mail.smtp.security.oauth-provider"), shown);
      assertFalse(shown.contains("check the user name"), shown);
    }
  }

  record Busy(String protocol, String reply, String words) {
    MailDialogue dialogue() {
      return switch (protocol) {
        case "imap" ->
            new ImapDialogue()
                .mechanisms("PLAIN")
                .playing("AUTHENTICATE", new Script().say("{tag} NO " + reply));
        case "pop3" -> new Pop3Dialogue().mechanisms("PLAIN").replying("AUTH", "-ERR " + reply);
        default -> new SmtpDialogue().mechanisms("PLAIN").replying("AUTH", reply);
      };
    }

    MailDialogue greeting() {
      return switch (protocol) {
        case "imap" -> new ImapDialogue().greeting("* BYE " + reply);
        case "pop3" -> new Pop3Dialogue().greeting("-ERR " + reply);
        default -> new SmtpDialogue().greeting(reply);
      };
    }
  }

  static List<Busy> busy() {
    String connections = "the server counts too many connections";
    String logins = "the server counts too many logins in a short time";
    String unavailable = "the server cannot log the user in now";
    return List.of(
        new Busy("imap", "[ALERT] Too many simultaneous connections. (Failure)", connections),
        new Busy("imap", "[LIMIT] LOGIN Rate limit hit.", logins),
        new Busy("imap", "[UNAVAILABLE] Temporary authentication failure.", unavailable),
        new Busy("pop3", "[LOGIN-DELAY] minimum time between mail checks violation", logins),
        new Busy("pop3", "[IN-USE] Do you have another POP session running?", unavailable),
        new Busy("pop3", "[SYS/TEMP] later", unavailable),
        new Busy("smtp", "421 4.7.0 Too many concurrent connections, closing", connections),
        new Busy("smtp", "454 4.7.0 Too many login attempts, please try again later.", logins),
        new Busy("smtp", "432 4.3.2 Concurrent connections limit exceeded.", connections),
        new Busy("smtp", "454 4.7.0 Temporary authentication failure", unavailable));
  }

  /** An application answers a failed login by asking for the password. */
  @ParameterizedTest
  @MethodSource("busy")
  void aServerThatPostponesALoginDidNotRejectIt(Busy each) throws Exception {
    try (TlsFront server = server(each.dialogue())) {
      MessagingException shown =
          Refusals.refused(
              "login-postponed",
              world,
              world.tryToConnect(each.protocol(), world.trusting(each.protocol(), server)));

      assertFalse(shown instanceof AuthenticationFailedException, shown::toString);
      assertTrue(String.valueOf(shown.getMessage()).contains(each.words()), shown::getMessage);
      assertEquals(1, server.recorder().connections().size());
    }
  }

  /** Limits of connections come as greetings, too; nothing follows them. */
  @ParameterizedTest
  @MethodSource("busy")
  void aGreetingThatTurnsTheClientAwayIsToldAsALimit(Busy each) throws Exception {
    try (TlsFront server = server(each.greeting())) {
      MessagingException shown =
          Refusals.refused(
              "login-postponed",
              world,
              world.tryToConnect(each.protocol(), world.trusting(each.protocol(), server)));

      assertTrue(String.valueOf(shown.getMessage()).contains(each.words()), shown::getMessage);
      assertEquals(1, server.recorder().connections().size());
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @ParameterizedTest
  @CsvSource({"imap, go away", "pop3, go away", "smtp, 554 5.7.1 no service for this address"})
  void aGreetingThatStaysAFailureKeepsTheWordsOfTheServer(String protocol, String reply)
      throws Exception {
    try (TlsFront server = server(new Busy(protocol, reply, "").greeting())) {
      MessagingException shown = world.tryToConnect(protocol, world.trusting(protocol, server));
      assertEquals(Optional.empty(), Refusal.in(shown), () -> String.valueOf(shown));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "imap, [AUTHENTICATIONFAILED] Too many login attempts or a wrong password",
    "pop3, [AUTH] wrong",
    "smtp, 535 5.7.8 wrong",
    "smtp, 432 4.7.12 A password transition is needed"
  })
  void aRejectedLoginStaysOne(String protocol, String reply) throws Exception {
    try (TlsFront server = server(new Busy(protocol, reply, "").dialogue())) {
      failed(world.tryToConnect(protocol, world.trusting(protocol, server)));
    }
  }
}
