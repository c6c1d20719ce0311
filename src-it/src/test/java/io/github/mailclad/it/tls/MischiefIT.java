package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of servers that do something else than TLS: nothing is sent, and each has its own refusal.
 */
class MischiefIT {
  private static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "smtps");

  private final World world = new World();

  /** The behaviour of a server, and the refusal. */
  record Case(String protocol, Mischief mischief, String code) {}

  static List<Case> cases() {
    return PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of(
                    new Case(protocol, Mischief.PLAINTEXT, "plaintext-server"),
                    new Case(protocol, Mischief.ALERT, "tls-alert"),
                    new Case(protocol, Mischief.CLOSE, "handshake-failed"),
                    new Case(protocol, Mischief.GARBAGE, "plaintext-server"),
                    new Case(protocol, Mischief.SILENT, "handshake-timeout"),
                    new Case(protocol, Mischief.DRIP, "handshake-timeout")))
        .toList();
  }

  /** A listener that records its events. */
  private static final class Told implements SecurityListener {
    private final List<String> news = new ArrayList<>();

    @Override
    public synchronized void onConnected(ConnectionSecurity security) {
      news.add(security.level().toString());
    }

    @Override
    public synchronized void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
      news.add(endpoint + " " + refusal.code());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement(
      value = {"D-3.1-1", "D-3.2-1", "D-3.3-1", "D-5.2-6", "D-5.2-7", "X-22", "D-5-8", "B-2-5"},
      heldBy = {"HandshakeFailure", "SecuredSocket", "Deadlines", "POP3SSLStore"})
  void aServerThatDoesNotDoTlsGetsNothing(Case each) throws Exception {
    try (TlsFront server = world.server(each.protocol()).mischief(each.mischief()).start()) {
      Told told = new Told();
      Duel duel =
          Duel.of(world, each.protocol(), server)
              .with("security.handshake-timeout", "500")
              .with("security.listener", told);
      long before = System.nanoTime();
      try (Service service = World.service(each.protocol(), duel.properties())) {
        MessagingException outcome = null;
        try {
          service.connect(world.sentinels.user(), world.sentinels.password());
        } catch (MessagingException e) {
          outcome = e;
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 3000, "in time");
        Refusals.refused(each.code(), world, outcome);
        assertFalse(service.isConnected());
        assertTrue(((SecuredService) service).connectionSecurity().isEmpty());
      }
      assertEquals(List.of("localhost:" + server.port() + " " + each.code()), told.news);
      assertEquals(List.of(), OnTheWire.secrets(world, server));
      assertEquals(1, server.recorder().connections().size());
      assertTrue(server.recorder().onlyConnection().rawStartsWithTls(), "a ClientHello at most");
      assertEquals(0, server.recorder().clientPlain().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps", "imap", "pop3", "smtp"})
  void aConnectionThatIsResetHasFailedAndIsNotRefused(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.RESET).start()) {
      Told told = new Told();
      Duel duel = Duel.of(world, protocol, server).with("security.listener", told);
      MessagingException outcome = duel.mailclad();
      assertEquals(Optional.empty(), Refusal.in(outcome));
      assertFalse(outcome instanceof AuthenticationFailedException, () -> String.valueOf(outcome));
      assertNotNull(outcome);
      assertEquals(List.of(), told.news);
      assertEquals(List.of(), OnTheWire.secrets(world, server));
      assertEquals(1, server.recorder().connections().size(), "nothing is tried again");
      assertEquals(0, server.recorder().clientPlain().length);
    }
  }

  /** A server of one protocol on the port of another, both with implicit TLS. */
  record Mix(String asked, String spoken) {}

  static List<Mix> mixes() {
    return PROTOCOLS.stream()
        .flatMap(
            asked ->
                PROTOCOLS.stream()
                    .filter(spoken -> !spoken.equals(asked))
                    .map(spoken -> new Mix(asked, spoken)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void aServerOfAnotherProtocolInsideTlsGetsNoLogin(Mix mix) throws Exception {
    try (TlsFront server = world.server(mix.spoken()).start()) {
      Refusals.refused("wrong-protocol", world, Duel.of(world, mix.asked(), server).mailclad());
      assertEquals("", new String(server.recorder().clientPlain(), StandardCharsets.ISO_8859_1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anAlertAfterAClientCertificateWasAskedForSaysThatNoneWasSent(String version)
      throws Exception {
    for (String protocol : PROTOCOLS) {
      try (TlsFront server =
          world
              .server(protocol)
              .protocols(version)
              .clientAuth(ClientAuth.REQUIRED, world.root)
              .start()) {
        String told =
            String.valueOf(
                Refusals.refused("tls-alert", world, Duel.of(world, protocol, server).mailclad())
                    .getMessage());
        assertTrue(told.contains("the server asked for one, and none was sent"), told);
        assertTrue(told.contains("security.client-certificate"), told);
      }
    }
    try (TlsFront server = world.server("imaps").mischief(Mischief.ALERT).start()) {
      String told =
          String.valueOf(
              Refusals.refused("tls-alert", world, Duel.of(world, "imaps", server).mailclad())
                  .getMessage());
      assertFalse(told.contains("client certificate"), told);
    }
  }

  /** A plain server as the protocol has it, and the name under which plain Angus uses it. */
  record Plain(String ours, String angus) {}

  static List<Plain> plainServers() {
    return List.of(
        new Plain("imaps", "imap"), new Plain("pop3s", "pop3"), new Plain("smtps", "smtp"));
  }

  @ParameterizedTest
  @MethodSource("plainServers")
  @Requirement(
      value = {"D-3.1-1", "D-3.2-1", "D-3.3-1", "D-1-2", "D-5.2-1"},
      heldBy = {"MailConnector", "SecuredSocket"})
  void aNameThatMeansCleartextToAngusMeansTlsToUs(Plain plain) throws Exception {
    try (TlsFront server = world.server(plain.angus()).mischief(Mischief.PLAINTEXT).start()) {
      Duel duel = Duel.of(world, plain.angus(), server);
      Refusals.refused("plaintext-server", world, duel.mailclad());
      OnTheWire.assertNoSecret(world, server);

      assertEquals(1, server.recorder().connections().size());
      duel.plainAngus();
      OnTheWire.assertLeaked(world, server);
    }
  }

  /** Greetings of servers that speak of STARTTLS. */
  record Greeting(String protocol, MailDialogue dialogue) {
    @Override
    public String toString() {
      return protocol;
    }
  }

  static List<Greeting> starttlsGreetings() {
    return List.of(
        new Greeting(
            "imaps",
            new ImapDialogue().greeting("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hi")),
        new Greeting("smtps", new SmtpDialogue().greeting("220 mx ESMTP, use STARTTLS")),
        new Greeting("pop3s", new Pop3Dialogue().greeting("+OK ready, use STLS")));
  }

  @ParameterizedTest
  @MethodSource("starttlsGreetings")
  @Requirement(
      value = {"D-3.1-1", "D-3.2-1", "D-3.3-1"},
      heldBy = "HandshakeFailure")
  void aServerThatSpeaksOfStarttlsIsToldAsAStarttlsPort(Greeting greeting) throws Exception {
    try (TlsFront server =
        world
            .server(greeting.protocol())
            .mischief(Mischief.EXPECT_STARTTLS)
            .dialogue(greeting.dialogue())
            .start()) {
      Refusals.refused(
          "starttls-port", world, Duel.of(world, greeting.protocol(), server).mailclad());
      OnTheWire.assertNoSecret(world, server);
      assertFalse(
          new String(server.recorder().clientRaw(), StandardCharsets.ISO_8859_1)
              .contains("STARTTLS"));
    }
  }

  @Test
  @Requirement(
      value = "D-5.2-7",
      heldBy = {"Refusal", "Escaped"})
  void whatTheServerSaidIsEscaped() throws Exception {
    ImapDialogue hostile =
        new ImapDialogue()
            .greeting("* OK \u001b[31mlogin again at \u0007\u009b evil.example\u0000");
    try (TlsFront server =
        world.server("imaps").mischief(Mischief.PLAINTEXT).dialogue(hostile).start()) {
      String told =
          String.valueOf(
              Refusals.refused(
                      "plaintext-server", world, Duel.of(world, "imaps", server).mailclad())
                  .getMessage());
      assertTrue(told.contains("evil.example"), told);
    }
  }
}
