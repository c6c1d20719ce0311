package io.github.mailclad.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that nothing of the user's is sent before TLS starts, and that each attack is reported. */
class HostileStarttlsIT {
  private static final List<String> STARTS = List.of("enable", "required");

  private final World world = new World();

  static List<StarttlsCase> cases() {
    return StarttlsCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plainAngusIsHarmedAsMeasured(StarttlsCase each) throws Exception {
    try (DefaultTls unused = DefaultTls.trusting(world.root)) {
      assertEquals(
          List.of(each.enabled(), each.required()),
          List.of(harmToAngus(each, STARTS.get(0)), harmToAngus(each, STARTS.get(1))));
    }
  }

  private Set<Harm> harmToAngus(StarttlsCase each, String start) throws Exception {
    try (TlsFront server = front(each.server().get())) {
      Properties properties =
          World.plainAngus(each.protocol(), World.pointing(each.protocol(), server));
      properties.setProperty("mail." + each.protocol() + ".starttls." + start, "true");
      properties.setProperty("mail." + each.protocol() + ".auth", "true");
      properties.setProperty("mail." + each.protocol() + ".timeout", "3000");
      Application application = Application.run(world, each.protocol(), properties);
      Set<Harm> harms = EnumSet.copyOf(application.harms(server));
      if (harms.isEmpty() && application.failure() == null && !each.code().isEmpty()) {
        harms.add(Harm.INTRUSION_UNNOTICED);
      }
      return harms;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement(
      value = {
        "D-5.2-6",
        "D-5.2-7",
        "D-3.3-5",
        "P-IMAP-2",
        "P-IMAP-5",
        "P-IMAP-6",
        "P-IMAP-7",
        "P-IMAP-8",
        "P-IMAP-9",
        "P-IMAP-10",
        "P-IMAP-12",
        "P-POP-2",
        "P-SMTP-1",
        "P-SMTP-4",
        "P-SMTP-6",
        "X-4",
        "X-5",
        "X-8",
        "X-9",
        "X-10",
        "X-22"
      },
      heldBy = {"StarttlsPreamble", "ClearLines", "ImapDialect", "Pop3Dialect", "SmtpReply"})
  void mailcladIsNot(StarttlsCase each) throws Exception {
    try (TlsFront server = front(each.server().get())) {
      Application application =
          Application.run(
              world, each.protocol(), Start.STARTTLS.mailclad(world, each.protocol(), server));

      assertEquals(Set.of(), application.harms(server), application::toString);
      assertOnlyPermittedCommandsInClear(server);
      if (each.code().isEmpty()) {
        assertNull(application.failure());
        assertTrue(server.acceptedHandshakes() > 0);
      } else {
        String told =
            String.valueOf(
                Refusals.refused(each.code(), world, application.failure()).getMessage());
        assertFalse(told.contains("evil") || told.contains("555-0100"), told);
        assertEquals(0, server.recorder().clientPlain().length, "nothing inside of TLS either");
      }
      assertEquals(1, server.recorder().connections().size(), "no second attempt");
    }
  }

  /** Every octet outside of TLS, not only what looks like a command. */
  private void assertOnlyPermittedCommandsInClear(TlsFront server) {
    String sent = new String(server.recorder().clientClear(), StandardCharsets.ISO_8859_1);
    int clientHello = sent.indexOf("\u0016\u0003");
    String clear = clientHello < 0 ? sent : sent.substring(0, clientHello);
    assertTrue(
        clear.matches(
            "(?:S1 STARTTLS\r\n|STLS\r\n|EHLO \\[127\\.0\\.0\\.1]\r\n(?:STARTTLS\r\n)?)?"),
        clear);
    String failure = server.recorder().onlyConnection().failure().orElse("");
    assertFalse(failure.contains("out of turn"), failure);
  }

  /** Servers that never come to the point. */
  record Dawdler(String protocol, MailDialogue server) {
    @Override
    public String toString() {
      return protocol;
    }
  }

  static List<Dawdler> dawdlers() {
    Duration pause = Duration.ofMillis(100);
    Script untagged = new Script().drip("* 1 EXISTS\r\n", pause);
    return List.of(
        new Dawdler("imap", new ImapDialogue().playing("STARTTLS", untagged)),
        new Dawdler("pop3", new Pop3Dialogue().greeting(new Script().raw("+OK ").drip("x", pause))),
        new Dawdler("smtp", new SmtpDialogue().greeting(new Script().drip("220-mx\r\n", pause))));
  }

  @ParameterizedTest
  @MethodSource("dawdlers")
  @Requirement(
      value = {"D-5.2-6", "X-22"},
      heldBy = {"TlsHandshake", "Deadlines"})
  void aServerThatNeverComesToThePointIsLeftInTime(Dawdler each) throws Exception {
    try (TlsFront server = front(each.server())) {
      Properties properties = Start.STARTTLS.mailclad(world, each.protocol(), server);
      properties.setProperty("mail." + each.protocol() + ".security.handshake-timeout", "700");
      long before = System.nanoTime();
      Application ours = Application.run(world, each.protocol(), properties);

      assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 5000, "in time");
      Refusals.refused("handshake-timeout", world, ours.failure());
      assertEquals(Set.of(), ours.harms(server));
      assertOnlyPermittedCommandsInClear(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.2-6", "D-3.3-4", "P-IMAP-7"},
      heldBy = {"TlsHandshake", "PeerVerifier"})
  void aCertificateOfAnotherEndsItAfterStarttlsToo(String protocol) throws Exception {
    World stranger = new World();
    try (TlsFront server = stranger.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
      Application ours = Application.run(world, protocol, properties);
      Refusals.refused("untrusted-issuer", world, ours.failure());
      assertEquals(Set.of(), ours.harms(server));
      assertEquals(0, server.recorder().clientPlain().length);

      Properties plain = World.plainAngus(protocol, World.pointing(protocol, server));
      plain.setProperty("mail." + protocol + ".starttls.required", "true");
      assertTrue(Application.run(world, protocol, plain).failure() != null, "as Angus does");
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.2-6", "P-SMTP-6"},
      heldBy = "MailConnector")
  void withoutAnyPropertyAngusLogsInInTheClearAlthoughTlsIsOffered(String protocol)
      throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      Properties properties = World.pointing(protocol, server);
      Application ours = Application.run(world, protocol, properties);
      assertEquals(Set.of(), ours.harms(server));
      assertTrue(ours.failure() != null);

      Application theirs = Application.run(world, protocol, World.plainAngus(protocol, properties));
      assertTrue(theirs.harms(server).contains(Harm.PASSWORD_IN_CLEAR));
    }
  }

  private TlsFront front(MailDialogue dialogue) {
    return TlsFront.builder()
        .certificate(world.certificate)
        .mischief(Mischief.EXPECT_STARTTLS)
        .dialogue(dialogue)
        .start();
  }
}
