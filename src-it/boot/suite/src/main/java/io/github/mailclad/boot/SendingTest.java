package io.github.mailclad.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue.Received;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.mail.javamail.MimeMessagePreparator;

/** Everything that a {@code JavaMailSender} sends. */
class SendingTest {
  private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 1, 2, 3};

  private final SubmissionServer server = SubmissionServer.start();
  private App app;

  @BeforeEach
  void start() {
    app = App.start(Settings.of(server));
  }

  @AfterEach
  void stop() {
    app.close();
    server.close();
  }

  @Test
  void aTextArrives() throws Exception {
    app.sendText();

    MimeMessage arrived = onlyMessage();
    assertEquals("Greetings", arrived.getSubject());
    assertEquals("Good morning", arrived.getContent().toString().strip());
    assertEquals(
        List.of("<bob@example.net>"),
        received().recipients().stream().map(SendingTest::bracketed).toList());
  }

  @Test
  void severalTextsGoOverOneConnection() {
    app.sender().send(App.text("first"), App.text("second"), App.text("third"));

    List<String> subjects = server.messages().stream().map(m -> subject(parsed(m))).toList();
    assertEquals(List.of("first", "second", "third"), subjects);
    assertEquals(1, server.wire().connections().size());
  }

  @Test
  void severalMimeMessagesGoOverOneConnection() throws Exception {
    app.sender().send(mime("one"), mime("two"));

    assertEquals(2, server.messages().size());
    assertEquals(1, server.wire().connections().size());
  }

  @Test
  void anAttachmentAndAnInlineImageAndUmlautsSurvive() throws Exception {
    MimeMessage message = app.sender().createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
    helper.setFrom(SubmissionServer.USER, "Älice Größe");
    helper.setTo("bob@example.net");
    helper.setSubject("Grüße aus Köln");
    helper.setText("schöne Grüße", "<p>schöne Grüße <img src='cid:lock'></p>");
    helper.addInline("lock", new ByteArrayResource(IMAGE), "image/png");
    helper.addAttachment(
        "Übersicht.txt",
        new ByteArrayResource("Straße".getBytes(UTF_8)),
        "text/plain; charset=UTF-8");

    app.sender().send(message);

    MimeMessage arrived = onlyMessage();
    assertEquals("Grüße aus Köln", arrived.getSubject());
    assertEquals("Älice Größe", ((InternetAddress) arrived.getFrom()[0]).getPersonal());
    List<Part> leaves = leaves(arrived);
    assertTrue(leaves.stream().anyMatch(p -> content(p).equals("schöne Grüße")), leaves::toString);
    Part image = leaf(leaves, "image/png");
    assertArrayEquals(IMAGE, image.getInputStream().readAllBytes());
    assertEquals("<lock>", image.getHeader("Content-ID")[0]);
    Part attachment =
        leaves.stream().filter(p -> "Übersicht.txt".equals(fileName(p))).findFirst().orElseThrow();
    assertEquals("Straße", content(attachment));
  }

  @Test
  void aPreparatorPreparesTheMessage() throws Exception {
    MimeMessagePreparator preparator =
        message -> {
          MimeMessageHelper helper = new MimeMessageHelper(message);
          helper.setFrom(SubmissionServer.USER);
          helper.setTo("bob@example.net");
          helper.setSubject("prepared");
          helper.setText("by a preparator");
        };

    app.sender().send(preparator);

    assertEquals("prepared", onlyMessage().getSubject());
  }

  @Test
  void theSameSenderSendsAgain() {
    app.sendText();
    app.sendText();

    assertEquals(2, server.messages().size());
    assertEquals(2, server.wire().connections().size());
  }

  private MimeMessage mime(String subject) throws MessagingException {
    MimeMessage message = app.sender().createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(message);
    helper.setFrom(SubmissionServer.USER);
    helper.setTo("bob@example.net");
    helper.setSubject(subject);
    helper.setText("text");
    return message;
  }

  private static String bracketed(String path) {
    return path.startsWith("<") ? path : "<" + path + ">";
  }

  private Received received() {
    assertEquals(1, server.messages().size());
    return server.messages().get(0);
  }

  private MimeMessage onlyMessage() {
    return parsed(received());
  }

  private static MimeMessage parsed(Received received) {
    try {
      return new MimeMessage(
          Session.getInstance(new Properties()),
          new ByteArrayInputStream(received.data().getBytes(ISO_8859_1)));
    } catch (MessagingException e) {
      throw new AssertionError("it cannot be read: " + received.data(), e);
    }
  }

  private static String subject(MimeMessage message) {
    try {
      return message.getSubject();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Part> leaves(Part part) throws MessagingException, IOException {
    if (!(part.getContent() instanceof Multipart parts)) {
      return List.of(part);
    }
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart each = parts.getBodyPart(i);
      all.addAll(leaves(each));
    }
    return all;
  }

  private static Part leaf(List<Part> leaves, String type) throws MessagingException {
    for (Part each : leaves) {
      if (each.isMimeType(type)) {
        return each;
      }
    }
    throw new AssertionError("no " + type);
  }

  private static String content(Part part) {
    try {
      return part.isMimeType("text/*") ? part.getContent().toString().strip() : "";
    } catch (MessagingException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String fileName(Part part) {
    try {
      String name = part.getFileName();
      return name == null ? "" : MimeUtility.decodeText(name);
    } catch (MessagingException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
