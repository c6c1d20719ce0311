package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.event.ConnectionEvent;
import jakarta.mail.event.ConnectionListener;
import jakarta.mail.event.FolderEvent;
import jakarta.mail.event.FolderListener;
import jakarta.mail.event.StoreEvent;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.event.TransportListener;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners hear what they hear with plain Angus, in the same order. */
class EventIT {
  private static final String CLOSED = "closed";

  private final World world = new World();

  /** The actions between connecting and closing. */
  private interface Scene<S extends Service> {
    void play(S service) throws Exception;
  }

  private static final class Heard
      implements ConnectionListener, TransportListener, FolderListener {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void opened(ConnectionEvent e) {
      events.add("opened");
    }

    @Override
    public void disconnected(ConnectionEvent e) {
      events.add("disconnected");
    }

    @Override
    public void closed(ConnectionEvent e) {
      events.add(CLOSED);
    }

    @Override
    public void messageDelivered(TransportEvent e) {
      events.add("delivered " + addresses(e));
    }

    @Override
    public void messageNotDelivered(TransportEvent e) {
      events.add("not delivered " + addresses(e));
    }

    @Override
    public void messagePartiallyDelivered(TransportEvent e) {
      events.add("partially delivered " + addresses(e));
    }

    private static String addresses(TransportEvent e) {
      return "sent %s unsent %s invalid %s"
          .formatted(
              Arrays.toString(e.getValidSentAddresses()),
              Arrays.toString(e.getValidUnsentAddresses()),
              Arrays.toString(e.getInvalidAddresses()));
    }

    void notified(StoreEvent e) {
      events.add((e.getMessageType() == StoreEvent.ALERT ? "alert " : "notice ") + e.getMessage());
    }

    @Override
    public void folderCreated(FolderEvent e) {
      events.add("created " + e.getFolder());
    }

    @Override
    public void folderDeleted(FolderEvent e) {
      events.add("deleted " + e.getFolder());
    }

    @Override
    public void folderRenamed(FolderEvent e) {
      events.add("renamed " + e.getFolder() + " to " + e.getNewFolder());
    }
  }

  /** Returns the events of a scene, up to the end of the connection. */
  private <S extends Service> List<String> heard(
      Side side, Class<S> type, String protocol, MailDialogue dialogue, Scene<S> scene)
      throws Exception {
    Heard heard = new Heard();
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Session session = Session.getInstance(side.properties(world, protocol, server));
      try (S service =
          type.cast(
              type == Transport.class
                  ? session.getTransport(protocol)
                  : session.getStore(protocol))) {
        service.addConnectionListener(heard);
        if (service instanceof Transport transport) {
          transport.addTransportListener(heard);
        }
        if (service instanceof Store store) {
          store.addStoreListener(heard::notified);
          store.addFolderListener(heard);
        }
        service.connect(world.sentinels.user(), world.sentinels.password());
        // a service that is closed before its queue's thread runs publishes no event, as in plain
        // Angus
        Await.until("the first event", () -> heard.events.contains("opened"));
        scene.play(service);
      }
      Await.until("the last event", () -> heard.events.contains(CLOSED));
      return List.copyOf(heard.events);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3"})
  void storeIsOpenedAndClosed(String protocol) throws Exception {
    for (Side side : Side.values()) {
      assertEquals(
          List.of("opened", CLOSED),
          heard(side, Store.class, protocol, World.dialogue(protocol), store -> {}),
          side.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtps", "smtp"})
  void transportTellsWhatBecameOfEachMessage(String protocol) throws Exception {
    List<String> plain = transportEvents(Side.PLAIN_ANGUS, protocol);
    assertEquals(plain, transportEvents(Side.MAILCLAD, protocol));
    assertEquals(4, plain.size(), plain::toString);
    assertTrue(plain.get(1).startsWith("delivered sent [bob@example.org]"), plain::toString);
    assertTrue(plain.get(2).startsWith("not delivered "), plain::toString);
  }

  private List<String> transportEvents(Side side, String protocol) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue().replying("RCPT TO:<nobody@example.org>", "550 5.1.1 no such user");
    return heard(
        side,
        Transport.class,
        protocol,
        dialogue,
        transport -> {
          send(transport, "bob@example.org");
          assertThrows(
              SendFailedException.class,
              () -> send(transport, "bob@example.org,nobody@example.org"));
        });
  }

  private static void send(Transport transport, String recipients) throws MessagingException {
    MimeMessage message = new MimeMessage((Session) null);
    message.setFrom("alice@example.org");
    message.setRecipients(Message.RecipientType.TO, recipients);
    message.setText("text");
    message.saveChanges();
    transport.sendMessage(message, message.getAllRecipients());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void storeTellsOfAlertsAndFolders(String protocol) throws Exception {
    List<String> plain = storeEvents(Side.PLAIN_ANGUS, protocol);
    assertEquals(plain, storeEvents(Side.MAILCLAD, protocol));
    assertTrue(plain.stream().anyMatch(e -> e.startsWith("alert ")), plain::toString);
    assertTrue(plain.contains("created Later"), plain::toString);
    assertTrue(plain.contains("deleted Later"), plain::toString);
  }

  private List<String> storeEvents(Side side, String protocol) throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue()
            .replying("LIST \"\" Later", "* LIST () \"/\" Later", "{tag} OK LIST done")
            .replyingOnce("NOOP", "* OK [ALERT] the disk is full", "{tag} OK NOOP done");
    return heard(
        side,
        Store.class,
        protocol,
        dialogue,
        store -> {
          assertTrue(store.isConnected());
          Folder later = store.getFolder("Later");
          assertTrue(later.create(Folder.HOLDS_MESSAGES));
          assertTrue(later.delete(false));
        });
  }

  @Test
  void lossOfTheConnectionIsHeardAsWithPlainAngus() throws Exception {
    assertEquals(lossEvents(Side.PLAIN_ANGUS), lossEvents(Side.MAILCLAD));
  }

  private List<String> lossEvents(Side side) throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue().replying("NOOP", "* BYE restarting", "{tag} OK NOOP done");
    return heard(
        side, Store.class, "imaps", dialogue, store -> assertEquals(false, store.isConnected()));
  }
}
