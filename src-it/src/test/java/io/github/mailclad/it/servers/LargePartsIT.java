package io.github.mailclad.it.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.it.World;
import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large parts of messages in Dovecot, with windows and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargePartsIT {
  private static final List<Integer> SIZES =
      List.of(0, 1, 11_970, 12_000, 24_000, 36_000, 60_000, 83_000, 400_000, 1_000_000, 7_000_000);

  private final World world = new World();
  private @Nullable MailHost started;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    started = MailHost.start(world, directory);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private Listener imaps() {
    if (started == null) {
      throw new IllegalStateException("the servers were not started");
    }
    return started.listeners().stream()
        .filter(each -> each.protocol().equals("imaps"))
        .findFirst()
        .orElseThrow();
  }

  private Store connect(String sizes) throws MessagingException {
    Properties properties = imaps().properties();
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.setProperty("mail.imaps.security.fetch-size", sizes);
    Store store = Session.getInstance(properties).getStore("imaps");
    store.connect(world.sentinels.user(), world.sentinels.password());
    return store;
  }

  private static byte[] octets(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    return octets;
  }

  private static MimeMessage message(List<Integer> sizes) throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setSubject("large parts");
    MimeMultipart parts = new MimeMultipart();
    for (int size : sizes) {
      MimeBodyPart part = new MimeBodyPart();
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(octets(size), "application/octet-stream")));
      part.setHeader("Content-Transfer-Encoding", "base64");
      parts.addBodyPart(part);
    }
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  private static Folder folder(Store store, String name, int messages, List<Integer> sizes)
      throws MessagingException {
    Folder folder = store.getFolder(name);
    folder.create(Folder.HOLDS_MESSAGES);
    Message[] all = new Message[messages];
    Arrays.fill(all, message(sizes));
    folder.appendMessages(all);
    folder.open(Folder.READ_WRITE);
    return folder;
  }

  private static InputStream part(Message message, int number)
      throws MessagingException, IOException {
    BodyPart part = ((Multipart) message.getContent()).getBodyPart(number);
    return part.getInputStream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "fixed"})
  void everyPartIsComplete(String fetchSize) throws Exception {
    try (Store store = connect(fetchSize);
        Folder folder = folder(store, "complete-" + fetchSize, 1, SIZES)) {
      Message message = folder.getMessage(1);
      for (int i = 0; i < SIZES.size(); i++) {
        assertArrayEquals(octets(SIZES.get(i)), part(message, i).readAllBytes(), "part " + i);
      }
      // the whole message, of which Angus does not know the size
      ByteArrayOutputStream ours = new ByteArrayOutputStream();
      message.writeTo(ours);
      MimeMessage again =
          new MimeMessage(
              Session.getInstance(new Properties()), new ByteArrayInputStream(ours.toByteArray()));
      Multipart parts = (Multipart) again.getContent();
      assertEquals(SIZES.size(), parts.getCount());
      for (int i = 0; i < SIZES.size(); i++) {
        assertArrayEquals(
            octets(SIZES.get(i)), parts.getBodyPart(i).getInputStream().readAllBytes());
      }
    }
  }

  @Test
  void partsThatAreReadInTurnDoNotMix() throws Exception {
    List<Integer> sizes = List.of(300_000, 400_000, 500_000);
    try (Store store = connect("adaptive");
        Folder folder = folder(store, "in-turn", 1, sizes)) {
      List<InputStream> streams = new ArrayList<>();
      List<ByteArrayOutputStream> read = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        streams.add(part(folder.getMessage(1), i));
        read.add(new ByteArrayOutputStream());
      }
      Random random = new Random(1);
      for (int turn = 0; turn < 200; turn++) {
        int i = random.nextInt(sizes.size());
        read.get(i).write(streams.get(i).readNBytes(random.nextInt(60_000)));
      }
      for (int i = 0; i < sizes.size(); i++) {
        read.get(i).write(streams.get(i).readAllBytes());
        assertArrayEquals(octets(sizes.get(i)), read.get(i).toByteArray(), "part " + i);
      }
    }
  }

  @Test
  void anotherConnectionThatExpungesSpoilsNothing() throws Exception {
    List<Integer> sizes = List.of(2_000_000);
    byte[] content = octets(sizes.get(0));
    try (Store store = connect("adaptive");
        Folder folder = folder(store, "expunged", 3, sizes);
        Store other = connect("fixed")) {
      Message second = folder.getMessage(2);
      InputStream in = part(second, 0);
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      read.write(in.readNBytes(100_000));
      try (Folder same = other.getFolder("expunged")) {
        same.open(Folder.READ_WRITE);
        same.getMessage(1).setFlag(Flags.Flag.DELETED, true);
        same.expunge();
      }
      read.write(in.readNBytes(500_000));
      // Dovecot reports the expunged message now, in the middle of the part
      assertEquals(3, folder.getMessageCount());
      folder.expunge();
      read.write(in.readAllBytes());
      assertEquals(
          new String(content, ISO_8859_1), new String(read.toByteArray(), ISO_8859_1), "all of it");
      assertArrayEquals(content, part(folder.getMessage(2), 0).readAllBytes());
    }
  }

  @Test
  void aFolderThatIsLeftInTheMiddleOfAPartCanBeUsedAgain() throws Exception {
    try (Store store = connect("adaptive")) {
      Folder folder = folder(store, "left", 1, List.of(3_000_000));
      for (int octets : List.of(1, 20_000, 70_000, 1_000_000)) {
        InputStream in = part(folder.getMessage(1), 0);
        assertEquals(octets, in.readNBytes(octets).length);
        in.close();
        folder.close(false);
        folder.open(Folder.READ_ONLY);
        assertEquals("large parts", folder.getMessage(1).getSubject());
      }
      folder.close(false);
    }
  }
}
