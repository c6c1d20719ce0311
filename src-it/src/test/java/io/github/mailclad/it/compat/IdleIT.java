package io.github.mailclad.it.compat;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IdleManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New mail reaches an application that waits for it, in both of Angus's ways. */
class IdleIT {
  private final World world = new World();
  private final ImapDialogue dialogue = new ImapDialogue();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  static Stream<Arguments> connections() {
    return Stream.of("imaps", "imap")
        .flatMap(
            protocol ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        version ->
                            Stream.of("", "5000")
                                .map(timeout -> Arguments.of(protocol, version, timeout))));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void idleManagerHearsOfNewMail(String protocol, String version, String writeTimeout)
      throws Exception {
    try (TlsFront server = server(version)) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".usesocketchannels", "true");
      if (!writeTimeout.isEmpty()) {
        properties.setProperty("mail." + protocol + ".writetimeout", writeTimeout);
      }
      Session session = Session.getInstance(properties);
      IdleManager manager = new IdleManager(session, threads);
      try (Store store = session.getStore(protocol)) {
        store.connect(world.sentinels.user(), world.sentinels.password());
        IMAPFolder folder = (IMAPFolder) store.getFolder("INBOX");
        folder.open(Folder.READ_WRITE);
        folder.addMessageCountListener(listener());
        for (int count = 2; count <= 3; count++) {
          manager.watch(folder);
          announce(count);
          assertEquals(count, arrived.poll(Await.PATIENCE_SECONDS, SECONDS));
        }
        assertTrue(folder.isOpen());
        assertEquals("A sample", folder.getMessage(1).getSubject());
      } finally {
        manager.stop();
      }
      assertEquals(
          List.of(version),
          server.recorder().connections().stream()
              .map(c -> c.handshake().orElseThrow().protocol())
              .distinct()
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void idleFolderHearsOfNewMail(String version) throws Exception {
    try (TlsFront server = server(version);
        Store store = (Store) world.connect("imaps", world.trusting("imaps", server))) {
      IMAPFolder folder = (IMAPFolder) store.getFolder("INBOX");
      folder.open(Folder.READ_ONLY);
      folder.addMessageCountListener(listener());
      CompletableFuture<Void> idle = CompletableFuture.runAsync(() -> idleOnce(folder), threads);
      announce(2);
      assertEquals(2, arrived.poll(Await.PATIENCE_SECONDS, SECONDS));
      idle.get(Await.PATIENCE_SECONDS, SECONDS);
      assertEquals("A sample", folder.getMessage(1).getSubject());
    }
  }

  private TlsFront server(String version) {
    return TlsFront.builder()
        .certificate(world.certificate)
        .protocols(version)
        .dialogue(dialogue)
        .start();
  }

  private MessageCountAdapter listener() {
    return new MessageCountAdapter() {
      @Override
      public void messagesAdded(MessageCountEvent e) {
        arrived.add(e.getMessages()[0].getMessageNumber());
      }
    };
  }

  private void announce(int count) throws IOException {
    Await.until("a connection in IDLE", () -> dialogue.idleConnections() == 1);
    dialogue.announce("* " + count + " EXISTS");
  }

  private static void idleOnce(IMAPFolder folder) {
    try {
      folder.idle(true);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
