package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Store;
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

/**
 * Logins and mail under Mailclad against Cyrus IMAP. A port that offers one mechanism proves which
 * one was used.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CyrusIT {
  private final World world = new World();
  private final Account account = new Account(world);
  private @Nullable Cyrus cyrus;
  private @Nullable ServerProcess running;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Cyrus server = Cyrus.orSkip(directory);
    cyrus = server;
    running =
        server.start(
            CertificateBuilder.server().dns("localhost").issuedBy(world.root),
            world.root,
            world.sentinels);
    // the first login creates the inbox
    fill(listener("imaps"));
  }

  private void fill(Listener listener) throws MessagingException {
    Properties properties = account.properties(listener, "PLAIN");
    try (Store store = (Store) account.connect(listener, properties, world.sentinels.password())) {
      store.getFolder("INBOX").appendMessages(new Message[] {account.message("stored")});
    }
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private Cyrus cyrus() {
    return Objects.requireNonNull(cyrus);
  }

  private Listener listener(String protocol) {
    return cyrus().listeners("PLAIN").stream()
        .filter(each -> each.protocol().equals(protocol))
        .findFirst()
        .orElseThrow();
  }

  Stream<Arguments> logins() {
    return Extent.sampled(
        Cyrus.MECHANISMS.stream()
            .flatMap(
                name -> cyrus().listeners(name).stream().map(each -> Arguments.of(each, name))),
        5);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void aPortWithOneMechanismAcceptsIt(Listener listener, String mechanism) throws Exception {
    Properties properties = account.properties(listener, mechanism);
    try (Service service = account.connect(listener, properties, world.sentinels.password())) {
      Account.assertAuthenticated(service);
    }
    assertEquals(world.sentinels.body() + "\r\n", account.fetched(listener, properties, "stored"));
  }

  @ParameterizedTest
  @MethodSource("logins")
  void aWrongPasswordIsAFailedLogin(Listener listener, String mechanism) {
    Properties properties = account.properties(listener, mechanism);
    assertThrows(
        AuthenticationFailedException.class,
        () -> account.connect(listener, properties, "wrong").close());
  }

  Stream<Listener> withScram() {
    return Extent.sampled(cyrus().listeners("SCRAM-SHA-256").stream(), 3);
  }

  /** The only binding of this server is {@code tls-unique}, which TLS 1.3 does not have. */
  @ParameterizedTest
  @MethodSource("withScram")
  void aServerWithTheBindingOfOldTlsOnlyIsExplained(Listener listener) throws Exception {
    MessagingException failure =
        assertThrows(
            MessagingException.class,
            () ->
                account
                    .connect(listener, account.properties(listener), world.sentinels.password())
                    .close());
    String shown = String.valueOf(failure.getMessage());
    assertTrue(shown.contains("those that know only tls-unique"), shown);
    String remedy = listener.key("security.auth-mechanisms") + "=SCRAM-SHA-256";
    assertTrue(shown.contains("set " + remedy), shown);
    // as the message says
    Properties followed = account.properties(listener, "SCRAM-SHA-256");
    try (Service service = account.connect(listener, followed, world.sentinels.password())) {
      Account.assertAuthenticated(service);
    }
  }

  Stream<Listener> listeners() {
    return Extent.sampled(cyrus().listeners("PLAIN").stream(), 3);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void aServerOfAnUnknownAuthorityGetsNoLogin(Listener listener) {
    try (TlsFront recorded =
        TlsFront.builder()
            .mischief(Mischief.PLAINTEXT)
            .backend("127.0.0.1", listener.port())
            .start()) {
      Properties properties = listener.properties();
      properties.setProperty(listener.key("port"), Integer.toString(recorded.port()));
      MessagingException failure =
          assertThrows(
              MessagingException.class,
              () -> account.connect(listener, properties, world.sentinels.password()).close());
      assertEquals("untrusted-issuer", Refusal.in(failure).map(Refusal::code).orElse(""));
      TlsRecords.assertRefusedBeforeFinished(recorded.recorder().onlyConnection());
    }
  }
}
