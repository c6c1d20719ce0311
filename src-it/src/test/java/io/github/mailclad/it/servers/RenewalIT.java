package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Renewals of a certificate under open connections, 50 of them in the full extent: Dovecot gets a
 * certificate for another name, and then a good one. What the clients sent was recorded between
 * them and Dovecot.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalIT {
  private static final int STORES = Extent.isFull() ? 50 : 10;
  private static final int FOLDERS = 5;

  private final World world = new World();
  private final Account account = new Account(world);
  private @Nullable MailHost started;
  private @Nullable TlsFront recorded;

  private MailHost host() {
    return Objects.requireNonNull(started);
  }

  private TlsFront wire() {
    return Objects.requireNonNull(recorded);
  }

  private Issued certificateOf(String name) {
    return CertificateBuilder.server().dns(name).key(KeyKind.RSA_2048).issuedBy(world.root);
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    started = MailHost.start(world, certificateOf("localhost"), directory);
  }

  @AfterEach
  void stopRecording() {
    if (recorded != null) {
      recorded.close();
    }
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  /** Returns properties that lead to Dovecot over the recorded wire. */
  private Properties properties(String protocol) {
    Listener listener =
        host().listeners().stream()
            .filter(each -> each.protocol().equals(protocol))
            .findFirst()
            .orElseThrow();
    TlsFront wire =
        TlsFront.builder()
            .mischief(Mischief.PLAINTEXT)
            .backend("127.0.0.1", listener.port())
            .crowd(4 * STORES)
            .start();
    recorded = wire;
    Properties properties = account.properties(listener);
    properties.setProperty(listener.key("port"), Integer.toString(wire.port()));
    return properties;
  }

  private Store connected(Session session) throws MessagingException {
    Store store = session.getStore("imaps");
    reconnect(store);
    return store;
  }

  private void reconnect(Store store) throws MessagingException {
    store.connect(world.sentinels.user(), world.sentinels.password());
  }

  private static Folder opened(Store store) throws MessagingException {
    Folder inbox = store.getFolder("INBOX");
    inbox.open(Folder.READ_ONLY);
    return inbox;
  }

  private void assertRefused(Executable attempt) {
    MessagingException failure = assertThrows(MessagingException.class, attempt);
    assertEquals(
        "identity-mismatch",
        Refusal.in(failure).map(Refusal::code).orElse(""),
        () -> "the reason of " + failure);
    assertFalse(failure instanceof AuthenticationFailedException);
  }

  /** Asserts that the connections after the first ones ended in the handshake. */
  private void assertNoHandshakeSince(int first, int atLeast) {
    List<WireRecorder.Connection> all = wire().recorder().connections();
    assertTrue(all.size() >= first + atLeast, all.size() + " connections");
    all.subList(first, all.size()).forEach(TlsRecords::assertRefusedBeforeFinished);
    assertThrows(
        AssertionError.class,
        () -> TlsRecords.assertRefusedBeforeFinished(all.get(0)),
        "an accepted connection would be noticed");
  }

  private int connections() {
    return wire().recorder().connections().size();
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "PeerVerifier")
  void openStoresAreRefusedAndRecover() throws Exception {
    Properties properties = properties("imaps");
    Session shared = Session.getInstance(properties);
    List<Store> stores = new ArrayList<>();
    for (int i = 0; i < STORES; i++) {
      // those of the shared session resume TLS sessions of each other
      stores.add(connected(i % 2 == 0 ? shared : Session.getInstance(properties)));
    }
    List<Folder> folders = new ArrayList<>();
    for (Store store : stores) {
      folders.add(opened(store));
    }
    int before = connections();

    host().restartDovecot(certificateOf("other.example"));
    for (Folder folder : folders) {
      // always a command, where getMessageCount is one after a second of silence only
      assertThrows(MessagingException.class, folder::getUnreadMessageCount);
    }
    for (Store store : stores) {
      assertFalse(store.isConnected());
      assertRefused(() -> reconnect(store));
    }
    assertNoHandshakeSince(before, STORES);

    host().restartDovecot(certificateOf("localhost"));
    for (Store store : stores) {
      reconnect(store);
      assertTrue(opened(store).getMessageCount() >= 0);
    }
    for (Store store : stores) {
      store.close();
    }
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "PeerVerifier")
  void foldersOfAPoolAreRefusedAndRecover() throws Exception {
    Properties properties = properties("imaps");
    properties.setProperty("mail.imaps.connectionpoolsize", "3");
    properties.setProperty("mail.imaps.separatestoreconnection", "true");
    Session session = Session.getInstance(properties);
    try (Store store = connected(session)) {
      List<Folder> folders = new ArrayList<>();
      for (int i = 0; i < FOLDERS; i++) {
        folders.add(opened(store));
      }
      int before = connections();
      assertTrue(before > FOLDERS, before + " connections");

      host().restartDovecot(certificateOf("other.example"));
      for (Folder folder : folders) {
        assertThrows(MessagingException.class, folder::getUnreadMessageCount);
        assertRefused(
            () -> {
              if (!store.isConnected()) {
                reconnect(store);
              }
              folder.open(Folder.READ_ONLY);
            });
      }
      assertNoHandshakeSince(before, FOLDERS);

      host().restartDovecot(certificateOf("localhost"));
      reconnect(store);
      for (Folder folder : folders) {
        folder.open(Folder.READ_ONLY);
        assertTrue(folder.getMessageCount() >= 0);
      }
    }
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "PeerVerifier")
  void keptSubmissionConnectionsAreRefusedAndRecover() throws Exception {
    Properties properties = properties("submissions");
    properties.setProperty("mail.submissions.security.keep-connections", "4");
    Session session = Session.getInstance(properties);
    send(session);
    send(session);
    assertEquals(1, connections());

    host().restartDovecot(certificateOf("other.example"));
    for (int i = 0; i < FOLDERS; i++) {
      assertRefused(() -> send(session));
    }
    assertNoHandshakeSince(1, FOLDERS);
    int refused = connections();

    host().restartDovecot(certificateOf("localhost"));
    send(session);
    send(session);
    assertEquals(refused + 1, connections());
  }

  private void send(Session session) throws MessagingException {
    Message message = account.message("A message");
    try (Transport transport = session.getTransport("submissions")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
  }
}
