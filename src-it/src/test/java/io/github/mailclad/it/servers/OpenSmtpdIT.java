package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins and mail under Mailclad against OpenSMTPD, as read in its log and at its relay. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenSmtpdIT {
  private final World world = new World();
  private final Account account = new Account(world);
  private final SmtpDialogue relay = new SmtpDialogue();
  private final TlsFront next =
      TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(relay).start();
  private @Nullable OpenSmtpd openSmtpd;
  private @Nullable ServerProcess running;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    OpenSmtpd server = OpenSmtpd.orSkip(directory, next.port());
    openSmtpd = server;
    running =
        server.start(
            CertificateBuilder.server().dns("localhost").issuedBy(world.root), world.sentinels);
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
    next.close();
  }

  private ServerProcess running() {
    return Objects.requireNonNull(running);
  }

  Stream<Listener> listeners() {
    return Objects.requireNonNull(openSmtpd).listeners().stream();
  }

  Stream<Arguments> logins() {
    return Extent.sampled(
        listeners()
            .flatMap(each -> Stream.of("PLAIN", "LOGIN").map(name -> Arguments.of(each, name))),
        3);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void aMessageIsSubmitted(Listener listener, String mechanism) throws Exception {
    int before = running().logLength();
    String subject = listener + " by " + mechanism;
    MimeMessage message = account.message(subject);
    try (Transport transport =
        (Transport)
            account.connect(
                listener, account.properties(listener, mechanism), world.sentinels.password())) {
      Account.assertAuthenticated(transport);
      transport.sendMessage(message, message.getAllRecipients());
    }
    String log = running().awaitLog(before, "mta delivery .* result=\"Ok\"");
    assertTrue(log.contains("authentication user=" + world.sentinels.user() + " result=ok"), log);
    assertTrue(relay.messages().stream().anyMatch(each -> each.data().contains(subject)));
  }

  @ParameterizedTest
  @MethodSource("logins")
  void aWrongPasswordIsAFailedLoginAndTriedOnce(Listener listener, String mechanism) {
    int before = running().logLength();
    assertThrows(
        AuthenticationFailedException.class,
        () -> account.connect(listener, account.properties(listener, mechanism), "wrong").close());
    String failed = "authentication user=" + world.sentinels.user() + " result=permfail";
    String log = running().awaitLog(before, failed);
    assertEquals(1, log.lines().filter(line -> line.contains("result=permfail")).count(), log);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void aMechanismThatIsNotOnOfferIsNotReplaced(Listener listener) {
    assertRefused("mechanism-unavailable", listener, account.properties(listener, "SCRAM-SHA-256"));
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void aServerOfAnUnknownAuthorityGetsNoLogin(Listener listener) {
    assertRefused("untrusted-issuer", listener, listener.properties());
  }

  private void assertRefused(String code, Listener listener, Properties properties) {
    int before = running().logLength();
    MessagingException failure =
        assertThrows(
            MessagingException.class,
            () -> account.connect(listener, properties, world.sentinels.password()).close());
    assertEquals(code, Refusal.in(failure).map(Refusal::code).orElse(""), failure::toString);
    String log = running().awaitLog(before, "smtp disconnected");
    assertFalse(log.contains("authentication"), log);
  }
}
