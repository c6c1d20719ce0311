package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.BatchTransport;
import io.github.mailclad.mail.FailedMessage;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are sent in one group have the results of messages that are sent one by one. */
@Timeout(300)
class BatchIT {
  private static final int OF_ONE_GROUP = 25;

  private final World world = new World();

  /** A server that replies to nothing before it has a number of messages. */
  private static final class Patient implements MailDialogue {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final int messages;

    Patient(int messages) {
      this.messages = messages;
    }

    @Override
    public void serve(Lines io) throws IOException {
      Submission.logIn(io, "PIPELINING", "CHUNKING");
      StringBuilder replies = new StringBuilder();
      int received = 0;
      for (String line = io.readLine(); line != null; line = io.readLine()) {
        lines.add(line);
        if (line.equals("QUIT")) {
          io.sendRaw(replies + "221 bye\r\n");
          return;
        }
        replies.append("250 ok\r\n");
        if (line.startsWith("BDAT")) {
          readMessage(io, line);
          if (++received % messages == 0) {
            io.sendRaw(replies.toString());
            replies.setLength(0);
          }
        }
      }
    }
  }

  private static String readMessage(Lines io, String bdat) throws IOException {
    return new String(io.read(Integer.parseInt(bdat.split(" ", -1)[1])), ISO_8859_1);
  }

  private TlsFront start(MailDialogue dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Session session(Side side, TlsFront server) {
    Properties properties = side.properties(world, "smtp", server);
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.timeout", "5000");
    return Session.getInstance(properties);
  }

  private static MimeMessage message(Session session, String text, String... recipients)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    for (String recipient : recipients) {
      message.addRecipients(Message.RecipientType.TO, recipient);
    }
    message.setText(text);
    message.saveChanges();
    return message;
  }

  private static List<MimeMessage> messages(Session session, int count) throws MessagingException {
    List<MimeMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(session, "message " + i + " ends", "bob@example.org"));
    }
    return messages;
  }

  private List<FailedMessage> send(Session session, List<? extends Message> messages)
      throws MessagingException {
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      return BatchTransport.send(transport, messages);
    }
  }

  @Test
  void manyMessagesAreOneGroup() throws Exception {
    Patient patient = new Patient(OF_ONE_GROUP);
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);
      assertEquals(List.of(), send(session, messages(session, 2 * OF_ONE_GROUP)));
    }
    assertEquals(2 * OF_ONE_GROUP, count(patient.lines, "BDAT"));
    // between the messages of a group
    assertEquals(2 * (OF_ONE_GROUP - 1), count(patient.lines, "RSET"));
  }

  private static long count(List<String> lines, String verb) {
    return lines.stream().filter(line -> line.startsWith(verb)).count();
  }

  @Test
  void aGroupHasABoundedNumberOfOctets() throws Exception {
    Patient patient = new Patient(4);
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);
      List<MimeMessage> messages = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        messages.add(message(session, "x".repeat(60).concat("\r\n").repeat(1000), "b@example.org"));
      }
      assertEquals(List.of(), send(session, messages));
    }
    assertEquals(6, count(patient.lines, "RSET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PIPELINING", "CHUNKING", "", "never"})
  void withoutTheExtensionsMessagesAreSentOneByOne(String extensions) throws Exception {
    List<String> offered = new ArrayList<>(List.of("AUTH PLAIN"));
    offered.addAll(
        List.of(extensions.equals("never") ? "PIPELINING CHUNKING" : extensions).stream()
            .flatMap(each -> Arrays.stream(each.split(" ", -1)))
            .filter(each -> !each.isEmpty())
            .toList());
    SmtpDialogue dialogue = new SmtpDialogue().capabilities(offered.toArray(new String[0]));
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      if (extensions.equals("never")) {
        session.getProperties().setProperty("mail.smtp.security.pipelining", "never");
      }
      assertEquals(List.of(), send(session, messages(session, 3)));
    }
    assertEquals(3, dialogue.messages().size());
    assertEquals(0, count(dialogue.commands(), "RSET"));
  }

  @Test
  void aTransportThatIsNotConnectedSendsNothing() throws Exception {
    try (TlsFront server = start(new SmtpDialogue())) {
      Session session = session(Side.MAILCLAD, server);
      Transport transport = session.getTransport("smtp");
      assertThrows(
          IllegalStateException.class, () -> BatchTransport.send(transport, messages(session, 2)));
    }
  }

  /** Recipients that were accepted for one message must not get the next one. */
  @Test
  void aTransactionThatFailedIsResetBeforeTheNextMessage() throws Exception {
    List<String> accepted = new CopyOnWriteArrayList<>();
    MailDialogue strict =
        io -> {
          Submission.logIn(io, "PIPELINING", "CHUNKING");
          boolean inTransaction = false;
          String recipient = null;
          for (String line = io.readLine(); line != null; line = io.readLine()) {
            String reply = "250 ok";
            if (line.startsWith("MAIL")) {
              reply = inTransaction ? "503 5.5.1 nested MAIL" : reply;
              inTransaction = true;
            } else if (line.startsWith("RCPT")) {
              reply = line.contains("bad") ? "550 5.1.1 no such user" : reply;
              recipient = line.contains("bad") ? null : line;
            } else if (line.startsWith("BDAT")) {
              String message = readMessage(io, line);
              reply = recipient == null ? "554 5.5.1 no valid recipients" : reply;
              if (recipient != null) {
                accepted.add(recipient + " " + message.replaceAll("(?s).*\r\n\r\n", "").strip());
                inTransaction = false;
                recipient = null;
              }
            } else if (line.equals("RSET")) {
              inTransaction = false;
              recipient = null;
            }
            io.send(reply);
          }
        };
    List<FailedMessage> failed;
    List<MimeMessage> sent;
    try (TlsFront server = start(strict)) {
      Session session = session(Side.MAILCLAD, server);
      sent =
          List.of(
              message(session, "one", "a@example.org"),
              message(session, "two", "bad@example.org"),
              message(session, "three", "c@example.org"));
      failed = send(session, sent);
    }
    assertEquals(List.of("RCPT TO:<a@example.org> one", "RCPT TO:<c@example.org> three"), accepted);
    assertEquals(List.of(sent.get(1)), failed.stream().map(FailedMessage::message).toList());
    assertEquals(
        "[bad@example.org]",
        Arrays.toString(((SendFailedException) failed.get(0).reason()).getInvalidAddresses()));
  }

  /** A server that ends after a number of octets, or of octets of its replies to a group. */
  private static final class Cutting implements MailDialogue {
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final int octets;
    private final int octetsOfReplies;

    Cutting(int octets, int octetsOfReplies) {
      this.octets = octets;
      this.octetsOfReplies = octetsOfReplies;
    }

    @Override
    public void serve(Lines io) throws IOException {
      Submission.logIn(io, "PIPELINING", "CHUNKING");
      if (octets >= 0) {
        io.read(octets);
        return;
      }
      StringBuilder replies = new StringBuilder();
      int messages = 0;
      while (messages < 3) {
        String line = requireNonNull(io.readLine());
        replies.append("250 ok\r\n");
        if (line.startsWith("BDAT")) {
          accepted.add(readMessage(io, line).replaceAll("(?s).*\r\n\r\n", "").strip());
          messages++;
        }
      }
      io.sendRaw(replies.substring(0, Math.min(replies.length(), octetsOfReplies)));
    }
  }

  @Test
  void aGroupThatIsCutAtAnyOctetReportsEachMessageAsFailed() throws Exception {
    for (int octets = 0; octets < 900; octets += 31) {
      int cut = octets;
      Cutting cutting = new Cutting(cut, 0);
      try (TlsFront server = start(cutting)) {
        Session session = session(Side.MAILCLAD, server);
        assertEquals(3, send(session, messages(session, 3)).size(), () -> "cut after " + cut);
      }
    }
  }

  @Test
  void repliesThatAreCutAtAnyOctetReportNothingAsSentThatWasNotAccepted() throws Exception {
    int most = 11 * "250 ok\r\n".length();
    for (int octets = 0; octets <= most; octets += 5) {
      int cut = octets;
      Cutting cutting = new Cutting(-1, cut);
      try (TlsFront server = start(cutting)) {
        Session session = session(Side.MAILCLAD, server);
        List<MimeMessage> messages = messages(session, 3);
        List<FailedMessage> failed = send(session, messages);
        int sent = 3 - failed.size();
        assertEquals(
            messages.subList(sent, 3), failed.stream().map(FailedMessage::message).toList());
        int length = "250 ok\r\n".length();
        assertTrue(sent >= accepted(cut / length), () -> "cut after " + cut);
        // Angus takes the beginning of the last reply for all of it
        assertTrue(sent <= accepted((cut + length - 1) / length), () -> "cut after " + cut);
        failed.stream()
            .skip(1)
            .forEach(
                each ->
                    assertTrue(
                        requireNonNull(each.reason().getMessage()).contains("may have"),
                        each::toString));
      }
      assertEquals(Set.copyOf(cutting.accepted).size(), cutting.accepted.size());
    }
  }

  /** MAIL, RCPT and BDAT of the first message, then RSET before those of each other one. */
  private static int accepted(int replies) {
    return replies < 3 ? 0 : 1 + (replies - 3) / 4;
  }

  /** After 421 nothing more is written to the connection, and nothing is taken for a reply. */
  @Test
  void aServerThatClosesInTheMiddleFailsTheRest() throws Exception {
    AtomicInteger received = new AtomicInteger();
    MailDialogue closing =
        io -> {
          Submission.logIn(io, "PIPELINING", "CHUNKING");
          while (received.get() < 2) {
            String line = requireNonNull(io.readLine());
            if (line.startsWith("BDAT")) {
              readMessage(io, line);
              received.incrementAndGet();
            }
            io.send(received.get() < 2 ? "250 ok" : "421 4.3.2 shutting down");
          }
        };
    try (TlsFront server = start(closing)) {
      Session session = session(Side.MAILCLAD, server);
      List<MimeMessage> messages = messages(session, 40);
      List<FailedMessage> failed = send(session, messages);
      assertEquals(messages.subList(1, 40), failed.stream().map(FailedMessage::message).toList());
      assertEquals("not sent, because the connection ended", failed.get(38).reason().getMessage());
    }
  }

  /** A server that takes a message for commands gets no further message. */
  @Test
  void aServerThatDoesNotKnowBdatAcceptsNothing() throws Exception {
    MailDialogue lying =
        io -> {
          Submission.logIn(io, "PIPELINING", "CHUNKING");
          for (String line = io.readLine(); line != null; line = io.readLine()) {
            io.send(line.startsWith("BDAT") ? "500 5.5.1 what?" : "250 ok");
          }
        };
    try (TlsFront server = start(lying)) {
      Session session = session(Side.MAILCLAD, server);
      assertEquals(4, send(session, messages(session, 4)).size());
    }
  }

  /**
   * A case in which both sides must tell the same.
   *
   * @param recipients the recipients of the second message of three
   */
  record Case(String name, Consumer<SmtpDialogue> server, List<String> recipients) {
    Case(String name, Consumer<SmtpDialogue> server, String... recipients) {
      this(name, server, List.of(recipients));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("accepted", server -> {}, "a@example.org"),
        new Case("several", server -> {}, "a@example.org", "b@example.org"),
        new Case("partial", server -> {}, "a@example.org", "b@example.org"),
        new Case(
            "250 recipients, partial",
            server -> {},
            IntStream.range(0, 250).mapToObj(i -> "r" + i + "@example.org").toArray(String[]::new)),
        new Case(
            "sender refused",
            server -> server.replyingOnce("MAIL", "553 5.7.1 not yours"),
            "a@example.org"),
        new Case(
            "recipient refused",
            server -> server.replyingOnce("RCPT TO:<a@example.org>", "550 5.1.1 no such user"),
            "a@example.org"),
        new Case(
            "recipient refused, partial",
            server -> server.replyingOnce("RCPT TO:<a@example.org>", "550 5.1.1 no such user"),
            "a@example.org",
            "b@example.org"),
        new Case(
            "one of several refused",
            server -> server.replyingOnce("RCPT TO:<a@example.org>", "550 5.1.1 no such user"),
            "a@example.org",
            "b@example.org"),
        new Case(
            "a reply in lines",
            server -> server.replyingOnce("RCPT", "250-one", "250-two", "250 three"),
            "a@example.org"),
        new Case(
            "message refused",
            server -> server.refusingNextMessage("554 5.6.0 no"),
            "a@example.org"),
        new Case("no recipients", server -> {}),
        new Case("success reported", server -> {}, "a@example.org"),
        new Case("a large message", server -> {}, "a@example.org"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutcomeIsAnguss(Case given) throws Exception {
    assertEquals(outcome(Side.PLAIN_ANGUS, given), outcome(Side.MAILCLAD, given));
  }

  private List<String> outcome(Side side, Case given) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue().capabilities("PIPELINING", "CHUNKING", "AUTH PLAIN LOGIN");
    given.server.accept(dialogue);
    List<String> seen = new ArrayList<>();
    try (TlsFront server = start(dialogue)) {
      Session session = session(side, server);
      session
          .getProperties()
          .setProperty("mail.smtp.sendpartial", Boolean.toString(given.name.contains("partial")));
      session
          .getProperties()
          .setProperty(
              "mail.smtp.reportsuccess", Boolean.toString(given.name.equals("success reported")));
      List<MimeMessage> messages =
          List.of(
              message(session, "one", "first@example.org"),
              message(
                  session,
                  given.name.equals("a large message") ? "line\r\n".repeat(20_000) : "two",
                  given.recipients.toArray(new String[0])),
              message(session, "three", "last@example.org"));
      Submission.Events events = new Submission.Events();
      try (Transport transport = session.getTransport("smtp")) {
        transport.addTransportListener(events);
        transport.connect(world.sentinels.user(), world.sentinels.password());
        for (FailedMessage failed : BatchTransport.send(transport, messages)) {
          seen.add(
              messages.indexOf(failed.message()) + " " + Submission.described(failed.reason()));
        }
        int expected = given.recipients.isEmpty() ? 2 : 3;
        seen.addAll(events.await(expected));
      }
    }
    dialogue
        .messages()
        .forEach(
            each ->
                seen.add(
                    each.sender()
                        + each.recipients()
                        + each.data().replaceAll("(?s)^.*?\r\n\r\n", "")));
    return seen;
  }

  private static final class Counted extends MimeMessage {
    private int written;

    Counted(Session session) throws MessagingException {
      super(session);
      setFrom("alice@example.org");
      setRecipients(Message.RecipientType.TO, "bob@example.org");
      setText("text");
      saveChanges();
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
      written++;
      super.writeTo(out, ignored);
    }
  }

  @Test
  void eachMessageIsEncodedOnce() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities("PIPELINING", "CHUNKING", "AUTH PLAIN");
    Set<Counted> messages = new HashSet<>();
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      for (int i = 0; i < OF_ONE_GROUP + 2; i++) {
        messages.add(new Counted(session));
      }
      assertEquals(List.of(), send(session, List.copyOf(messages)));
    }
    messages.forEach(each -> assertEquals(1, each.written));
  }

  /** A message that cannot be written does not affect the others. */
  @Test
  void aBrokenMessageFailsAlone() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities("PIPELINING", "CHUNKING", "AUTH PLAIN");
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      MimeMessage broken =
          new MimeMessage(session) {
            @Override
            public void writeTo(OutputStream out, String[] ignored) {
              throw new IllegalStateException("the content is gone");
            }
          };
      broken.setFrom("alice@example.org");
      broken.setRecipients(Message.RecipientType.TO, "bob@example.org");
      List<MimeMessage> messages =
          List.of(
              message(session, "one", "bob@example.org"),
              broken,
              message(session, "three", "bob@example.org"));
      List<FailedMessage> failed = send(session, messages);
      assertEquals(List.of(broken), failed.stream().map(FailedMessage::message).toList());
      assertEquals(
          "the content is gone",
          requireNonNull(failed.get(0).reason().getNextException()).getMessage());
    }
    assertEquals(2, dialogue.messages().size());
  }
}
