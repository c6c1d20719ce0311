package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that proved its name and then does not let the user in: it costs bounded time and
 * memory, and is never reported as a wrong password.
 */
@Requirement(
    value = {"D-5.2-6", "X-22"},
    heldBy = {"LoginPhase", "SecuredSocket", "ServiceStatus"})
class LoginFaultsIT {
  private static final String LINE = "x".repeat(1000);

  private final World world = new World();

  /** The server's behaviour in place of a greeting, and the refusal. */
  record Case(String protocol, String fault, String code, MailDialogue dialogue) {
    @Override
    public String toString() {
      return protocol + " " + fault;
    }
  }

  static Stream<Case> cases() {
    return Stream.of("imaps", "pop3s", "smtps")
        .flatMap(
            protocol ->
                Stream.of(
                    new Case(protocol, "drips", "login-timeout", LoginFaultsIT::drip),
                    new Case(protocol, "is silent", "login-timeout", Lines::readLine),
                    new Case(
                        protocol,
                        "sends an endless line",
                        "login-flood",
                        io -> endless(io, "* OK +OK 220-" + LINE)),
                    new Case(
                        protocol,
                        "sends endless lines",
                        "login-flood",
                        io -> endlessLines(io, protocol))));
  }

  /** The greeting of SMTP may have any number of lines; in POP3 they have to be asked for. */
  private static void endlessLines(Lines io, String protocol) throws IOException {
    switch (protocol) {
      case "imaps" -> {
        io.send("* OK ready");
        endless(io, "* 1 EXISTS " + LINE + "\r\n");
      }
      case "pop3s" -> {
        io.send("+OK ready");
        io.readLine();
        endless(io, "+OK " + LINE + "\r\n");
      }
      default -> endless(io, "220-" + LINE + "\r\n");
    }
  }

  private static void drip(Lines io) throws IOException {
    for (int i = 0; i < 200; i++) {
      io.sendRaw("*");
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static void endless(Lines io, String octets) throws IOException {
    for (int i = 0; i < 20_000; i++) {
      io.sendRaw(octets);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aLoginThatDoesNotComeAboutIsRefused(Case each) throws Exception {
    try (TlsFront server = world.server(each.protocol()).dialogue(each.dialogue()).start()) {
      Duel duel = Duel.of(world, each.protocol(), server).with("security.login-timeout", "1500");
      long begin = System.nanoTime();
      MessagingException told = duel.mailclad();
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(8).toNanos(), "in time");
      Refusals.refused(each.code(), world, told);
      assertEquals(1, server.recorder().connections().size(), "nothing is tried again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void aServerThatDoesNotAnswerTheLoginIsNoWrongPassword(String protocol) {
    ScriptedServer<?> dialogue =
        ((ScriptedServer<?>) World.dialogue(protocol))
            .replyingWith(
                line ->
                    line.matches("(?i)(AUTH|AUTHENTICATE|LOGIN|USER|PASS)\\b.*")
                        ? Optional.of("")
                        : Optional.empty());
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      Refusals.refused(
          "login-timeout",
          world,
          Duel.of(world, protocol, server).with("security.login-timeout", "1000").mailclad());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theTimeOfALoginIsOverWithTheLogin(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Service service =
            world.connect(
                protocol,
                Duel.of(world, protocol, server)
                    .with("security.login-timeout", "1500")
                    .properties())) {
      if (service instanceof Store store) {
        try (Folder inbox = store.getFolder("INBOX")) {
          inbox.open(Folder.READ_ONLY);
          LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
          assertEquals("A sample", inbox.getMessage(1).getSubject());
        }
      } else {
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        assertTrue(service.isConnected());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void aServerThatDoesNotSayGoodbyeIsNotWaitedFor(String protocol) throws Exception {
    ScriptedServer<?> dialogue =
        ((ScriptedServer<?>) World.dialogue(protocol)).replying("LOGOUT").replying("QUIT");
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      Service service = world.connect(protocol, Duel.of(world, protocol, server).properties());
      long begin = System.nanoTime();
      MessagingException told = close(service);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertTrue(millis < 5000, millis + " ms, although a read may take ten seconds");
      assertNull(told, () -> "closing failed: " + told);
    }
  }

  private static @Nullable MessagingException close(Service service) {
    try {
      service.close();
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }
}
