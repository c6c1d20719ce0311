package io.github.mailclad.it.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The second login at a server, whose capabilities are known. Each connection has a script: it
 * fails if the client sends another line, and what comes after it is recorded. A server that
 * expects a line before it greets shows that a login was early.
 */
@Requirement(
    value = "P-SASL-4",
    heldBy = {"EarlyAuthenticate", "Pop3Login", "LoginMemory"})
class KnownServerIT {
  private static final String GREETING = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready";
  private static final String IN = "{tag} OK [CAPABILITY IMAP4rev1] in";
  private static final List<String> CAPA = List.of("+OK", "TOP", "PIPELINING", "SASL PLAIN", ".");

  private final World world = new World();

  /** The lines that clients sent after the scripts of their connections, for each connection. */
  private final BlockingQueue<List<String>> more = new LinkedBlockingQueue<>();

  private static Script usual(String protocol) {
    return protocol.equals("imaps")
        ? new Script().say(GREETING).expect("AUTHENTICATE PLAIN").say(IN)
        : new Script()
            .say("+OK ready")
            .expect("CAPA")
            .say(CAPA.toArray(String[]::new))
            .expect("AUTH PLAIN")
            .say("+OK in");
  }

  /** Greets after the login was sent, by these lines. */
  private static Script waiting(String protocol, String... greeting) {
    return protocol.equals("imaps")
        ? new Script().expect("AUTHENTICATE PLAIN").say(greeting)
        : new Script().expect("CAPA").expect("AUTH PLAIN").say(greeting);
  }

  private static Script early(String protocol) {
    return protocol.equals("imaps")
        ? waiting(protocol, GREETING).say(IN)
        : waiting(protocol, "+OK ready").say(CAPA.toArray(String[]::new)).say("+OK in");
  }

  /** One login after the other in one session, on a connection with each script. */
  private List<@Nullable MessagingException> logIn(
      String protocol, int logins, List<String> settings, Script... connections)
      throws IOException {
    List<@Nullable MessagingException> outcomes = new ArrayList<>();
    List<Script> left = new ArrayList<>(List.of(connections));
    MailDialogue dialogue = io -> play(left, io);
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Properties properties = world.trusting(protocol, front);
      properties.setProperty("mail." + protocol + ".security.login-timeout", "3000");
      for (String setting : settings) {
        String[] words = setting.split("=", 2);
        properties.setProperty("mail." + protocol + "." + words[0], words[1]);
      }
      Session session = Session.getInstance(properties);
      for (int i = 0; i < logins; i++) {
        try (Store store = session.getStore(protocol)) {
          store.connect(world.sentinels.user(), world.sentinels.password());
          outcomes.add(null);
        } catch (MessagingException e) {
          outcomes.add(e);
        }
      }
    }
    return outcomes;
  }

  private void play(List<Script> left, Lines io) throws IOException {
    Script script;
    synchronized (left) {
      script = left.remove(0);
    }
    List<String> sent = new ArrayList<>();
    try {
      script.serve(io);
      for (String line = io.readLine(); line != null; line = io.readLine()) {
        sent.add(line.replaceFirst("^[A-Z]+\\d+ ", ""));
      }
    } finally {
      more.add(sent);
    }
  }

  private List<String> nextMore() throws InterruptedException {
    List<String> next = more.poll(10, TimeUnit.SECONDS);
    assertNotNull(next, "the connection did not end");
    return next;
  }

  private static final List<String> EARLY = List.of("security.early-login=known-servers");

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s"})
  void theSecondLoginDoesNotWaitForTheGreetingIfTheAccountSaysSo(String protocol) throws Exception {
    List<@Nullable MessagingException> on =
        logIn(protocol, 2, EARLY, usual(protocol), early(protocol));
    assertNull(on.get(0));
    assertNull(on.get(1));

    List<@Nullable MessagingException> off =
        logIn(protocol, 2, List.of(), usual(protocol), early(protocol));
    assertNull(off.get(0));
    assertEquals("login-timeout", Refusal.in(off.get(1)).map(Refusal::code).orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s"})
  void anEarlyLoginHasTheAuthorizationIdentityOfTheAccount(String protocol) throws Exception {
    List<String> settings = List.of(EARLY.get(0), "sasl.authorizationid=shared");
    List<@Nullable MessagingException> outcomes =
        logIn(protocol, 2, settings, usual(protocol), early(protocol));
    assertNull(outcomes.get(0));
    assertNull(outcomes.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s"})
  void theFirstLoginOfASessionWaits(String protocol) throws Exception {
    List<@Nullable MessagingException> first = logIn(protocol, 1, EARLY, early(protocol));
    assertEquals("login-timeout", Refusal.in(first.get(0)).map(Refusal::code).orElse(""));
    assertEquals(List.of(), nextMore());
  }

  /** Surprises after which there is no connection. */
  static Stream<Arguments> surprises() {
    return Stream.of(
        Arguments.of("imaps", "* PREAUTH [CAPABILITY IMAP4rev1] in", "unexpected-preauth"),
        Arguments.of("imaps", "* BYE too busy", ""),
        Arguments.of("pop3s", "-ERR [SYS/TEMP] too busy", ""));
  }

  @ParameterizedTest
  @MethodSource("surprises")
  void afterAGreetingThatIsNoneNothingFollowsTheLogin(String protocol, String greeting, String code)
      throws Exception {
    List<@Nullable MessagingException> outcomes =
        logIn(protocol, 3, EARLY, usual(protocol), waiting(protocol, greeting), usual(protocol));
    assertEquals(code, Refusal.in(outcomes.get(1)).map(Refusal::code).orElse(""));
    assertInstanceOf(MessagingException.class, outcomes.get(1));
    assertNull(outcomes.get(2), "the next login waits");
    nextMore();
    assertEquals(List.of(), nextMore());
  }

  /** Surprises that a new connection can take into account. */
  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("imaps", new String[] {"* OK ready"}),
        Arguments.of("imaps", new String[] {"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"}),
        Arguments.of(
            "imaps", new String[] {"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready"}),
        Arguments.of(
            "imaps",
            new String[] {"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN LOGINDISABLED] ready"}),
        Arguments.of(
            "pop3s", new String[] {"+OK ready", "+OK", "PIPELINING", "SASL PLAIN LOGIN", "."}),
        Arguments.of("pop3s", new String[] {"+OK ready", "-ERR unknown command"}));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whereOtherLoginsAreOfferedNothingFollowsAndANewConnectionAsks(
      String protocol, String[] greeting) throws Exception {
    List<@Nullable MessagingException> outcomes =
        logIn(protocol, 2, EARLY, usual(protocol), waiting(protocol, greeting), usual(protocol));
    assertNull(outcomes.get(1));
    nextMore();
    assertEquals(List.of(), nextMore());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s"})
  void aRejectedEarlyLoginIsTheOnlyOneOfItsConnection(String protocol) throws Exception {
    Script rejecting =
        protocol.equals("imaps")
            ? waiting(protocol, GREETING).say("{tag} NO [AUTHENTICATIONFAILED] wrong")
            : waiting(protocol, "+OK ready")
                .say(CAPA.toArray(String[]::new))
                .say("-ERR [AUTH] wrong");
    List<@Nullable MessagingException> outcomes =
        logIn(protocol, 3, EARLY, usual(protocol), rejecting, usual(protocol));
    assertInstanceOf(AuthenticationFailedException.class, outcomes.get(1));
    assertNull(outcomes.get(2), "the next login waits");
    nextMore();
    assertEquals(protocol.equals("imaps") ? List.of() : List.of("QUIT"), nextMore());
  }

  /** Its second message waits for the greeting. */
  @Test
  void ofScramOnlyTheFirstMessageIsEarly() throws Exception {
    String greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256] ready";
    ImapDialogue scram =
        new ImapDialogue()
            .greeting(greeting)
            .mechanisms("SCRAM-SHA-256")
            .mechanism(
                "SCRAM-SHA-256", ScramServer.of(world.sentinels, world.certificate.certificate()));
    // without a greeting the server has only what could be early
    Script silent = new Script().expect("AUTHENTICATE SCRAM-SHA-256").say("+ cj0=");
    List<@Nullable MessagingException> outcomes =
        logIn("imaps", 3, EARLY, new Script().as(scram), silent, new Script().as(scram));
    assertNull(outcomes.get(0));
    assertInstanceOf(MessagingException.class, outcomes.get(1));
    assertNull(outcomes.get(2));
    nextMore();
    assertEquals(List.of(), nextMore());
  }

  @Test
  void scramGoesOnAfterTheGreeting() throws Exception {
    ImapDialogue scram =
        new ImapDialogue()
            .greeting("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256] ready")
            .mechanisms("SCRAM-SHA-256")
            .mechanism(
                "SCRAM-SHA-256", ScramServer.of(world.sentinels, world.certificate.certificate()));
    List<@Nullable MessagingException> outcomes =
        logIn("imaps", 2, EARLY, new Script().as(scram), new Script().as(scram));
    assertNull(outcomes.get(1));
    assertEquals(2, scram.logins().size());
    assertTrue(scram.commands().stream().anyMatch(c -> c.startsWith("E1 AUTHENTICATE SCRAM")));
  }

  /** RFC 2449, section 6.6; without an early login. */
  @Test
  void pop3AsksAndLogsInAtOnceWhereTheServerTakesGroups() throws Exception {
    Script group =
        new Script()
            .say("+OK ready")
            .expect("CAPA")
            .expect("AUTH PLAIN")
            .say(CAPA.toArray(String[]::new))
            .say("+OK in");
    assertNull(logIn("pop3s", 2, List.of(), usual("pop3s"), group).get(1));

    Script alone =
        new Script()
            .say("+OK ready")
            .expect("CAPA")
            .say("+OK", "TOP", "SASL PLAIN", ".")
            .expect("AUTH PLAIN")
            .say("+OK in");
    List<@Nullable MessagingException> without = logIn("pop3s", 2, List.of(), alone, group);
    assertNull(without.get(0));
    assertEquals("login-timeout", Refusal.in(without.get(1)).map(Refusal::code).orElse(""));
  }

  @Test
  void aMechanismThatPop3OffersNoMoreIsReplacedAndAnotherFailureIsNot() throws Exception {
    Script withdrawn =
        new Script()
            .say("+OK ready")
            .expect("CAPA")
            .expect("AUTH PLAIN")
            .say("+OK", "PIPELINING", "USER", "SASL LOGIN", ".", "-ERR unknown mechanism")
            .expect("USER")
            .expect("PASS")
            .say("+OK", "+OK in");
    List<@Nullable MessagingException> replaced =
        logIn("pop3s", 2, List.of(), usual("pop3s"), withdrawn);
    assertNull(replaced.get(1));
    more.clear();

    Script rejecting =
        new Script()
            .say("+OK ready")
            .expect("CAPA")
            .expect("AUTH PLAIN")
            .say("+OK", "PIPELINING", "USER", "SASL LOGIN PLAIN", ".", "-ERR [AUTH] wrong");
    List<@Nullable MessagingException> rejected =
        logIn("pop3s", 2, List.of(), usual("pop3s"), rejecting);
    assertInstanceOf(AuthenticationFailedException.class, rejected.get(1));
    nextMore();
    assertEquals(List.of("QUIT"), nextMore());
  }
}
