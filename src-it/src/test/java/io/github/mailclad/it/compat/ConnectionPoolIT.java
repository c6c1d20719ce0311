package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that an IMAP store opens by itself, for its folders and after a loss, are secured as
 * the first one is.
 */
class ConnectionPoolIT {
  private final World world = new World();
  private final List<ConnectionSecurity> connected = new CopyOnWriteArrayList<>();
  private final List<Refusal> refused = new CopyOnWriteArrayList<>();

  /** A fault in the certificate of a server that was good before. */
  private enum Fault {
    EXPIRED,
    OTHER_NAME,
    UNKNOWN_AUTHORITY;

    Issued certificate(World world) {
      CertificateBuilder builder = CertificateBuilder.server();
      return switch (this) {
        case EXPIRED ->
            builder
                .dns("localhost")
                .validity(
                    Instant.now().minus(Duration.ofDays(9)),
                    Instant.now().minus(Duration.ofDays(2)))
                .issuedBy(world.root);
        case OTHER_NAME -> builder.dns("other.example").issuedBy(world.root);
        case UNKNOWN_AUTHORITY ->
            builder.dns("localhost").issuedBy(CertificateBuilder.root("Nobody's Root"));
      };
    }
  }

  private Properties properties(String protocol, int port) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(port));
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.put(
        "mail.security.listener",
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            connected.add(security);
          }

          @Override
          public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
            refused.add(refusal);
          }
        });
    return properties;
  }

  private Store connect(Properties properties, String protocol) throws MessagingException {
    Store store = Session.getInstance(properties).getStore(protocol);
    store.connect(world.sentinels.user(), world.sentinels.password());
    return store;
  }

  private static Folder open(Store store) throws MessagingException {
    Folder folder = store.getFolder("INBOX");
    folder.open(Folder.READ_WRITE);
    return folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void eachFolderOpensAVerifiedConnectionOfItsOwn(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Store store = connect(properties(protocol, server.port()), protocol)) {
      List<Folder> folders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        folders.add(open(store));
      }
      for (Folder folder : folders) {
        assertEquals("A sample", folder.getMessage(1).getSubject());
      }
      int connections = server.recorder().connections().size();
      assertTrue(connections >= 4, () -> connections + " connections for 4 open folders");
      assertEquals(connections, connected.size());
      for (ConnectionSecurity each : connected) {
        assertEquals(ConfidentialityLevel.AUTHENTICATED, each.level());
      }
      for (WireRecorder.Connection each : server.recorder().connections()) {
        assertTrue(each.rawStartsWithTls());
      }
      assertEquals(0, server.recorder().clientClear().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void connectionAfterALossIsVerifiedAgain(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Switchboard board = Switchboard.to(server);
        Store store = connect(noticingLosses(properties(protocol, board.port())), protocol)) {
      assertEquals(1, connected.size());
      cut(board);
      assertEquals("A sample", open(store).getMessage(1).getSubject());
      assertEquals(2, connected.size());
      assertEquals(2, server.acceptedHandshakes());
      assertEquals(0, server.recorder().clientClear().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void folderWhoseConnectionIsLostIsClosed(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Switchboard board = Switchboard.to(server);
        Store store = connect(properties(protocol, board.port()), protocol)) {
      Folder folder = open(store);
      board.cut();
      assertThrows(FolderClosedException.class, () -> folder.getMessage(1).getSubject());
    }
  }

  private static void cut(Switchboard board) {
    board.cut();
    long then = System.currentTimeMillis();
    Await.until("the connection is old enough", () -> System.currentTimeMillis() > then + 2);
  }

  /** Angus asks a pool connection that it did not use for so long whether it is alive. */
  private static Properties noticingLosses(Properties properties) {
    properties.setProperty("mail.imaps.servertimeout", "1");
    properties.setProperty("mail.imap.servertimeout", "1");
    return properties;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @Requirement(
      value = {"D-5-5", "D-5.2-6"},
      heldBy = {"ImapConnector", "MailConnector"})
  void poolConnectionToAServerThatTurnedBadIsRefused(Fault fault) throws Exception {
    try (Warnings warnings = new Warnings();
        TlsFront good = world.server("imaps").start();
        TlsFront bad = world.server("imaps").certificate(fault.certificate(world)).start();
        Switchboard board = Switchboard.to(good);
        Store store = connect(properties("imaps", board.port()), "imaps")) {
      Folder folder = open(store);
      board.switchTo(bad);
      MessagingException thrown = assertThrows(MessagingException.class, () -> open(store));
      assertFalse(thrown instanceof AuthenticationFailedException, thrown::toString);
      assertRefused(bad, warnings);
      assertEquals("A sample", folder.getMessage(1).getSubject(), "the good connection lives on");
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @Requirement(
      value = {"D-5-5", "D-5.2-6"},
      heldBy = {"ImapConnector", "MailConnector"})
  void connectionAfterALossToAServerThatTurnedBadIsRefused(Fault fault) throws Exception {
    try (Warnings warnings = new Warnings();
        TlsFront good = world.server("imaps").start();
        TlsFront bad = world.server("imaps").certificate(fault.certificate(world)).start();
        Switchboard board = Switchboard.to(good);
        Store store = connect(noticingLosses(properties("imaps", board.port())), "imaps")) {
      board.switchTo(bad);
      cut(board);
      MessagingException thrown = assertThrows(MessagingException.class, () -> open(store));
      assertFalse(thrown instanceof AuthenticationFailedException, thrown::toString);
      assertRefused(bad, warnings);
    }
  }

  private void assertRefused(TlsFront bad, Warnings warnings) {
    assertFalse(refused.isEmpty(), "the listener was told");
    assertTrue(
        warnings.messages().stream().anyMatch(w -> w.contains("[" + refused.get(0).code() + "]")),
        () -> refused + " is not among " + warnings.messages());
    bad.recorder().awaitEnds(Duration.ofSeconds(Await.PATIENCE_SECONDS));
    assertFalse(bad.recorder().connections().isEmpty());
    assertEquals(0, bad.recorder().clientPlain().length, "nothing was said inside TLS");
    assertEquals(0, bad.recorder().clientClear().length, "nothing was said outside TLS");
    assertEquals(List.of(), world.sentinels.foundIn(bad.recorder().clientRaw()));
  }
}
