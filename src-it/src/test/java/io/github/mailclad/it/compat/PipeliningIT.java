package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are sent in groups have the results of commands that are sent one by one. */
class PipeliningIT {
  private final World world = new World();

  /** A server that answers nothing of a message before it has all of it. */
  private static final class Patient implements MailDialogue {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> replies;
    private final String[] extensions;

    Patient(List<String> replies, String... extensions) {
      this.replies = replies;
      this.extensions = extensions;
    }

    @Override
    public void serve(Lines io) throws IOException {
      Submission.logIn(io, extensions);
      for (String line = io.readLine(); line != null; line = io.readLine()) {
        lines.add(line);
        if (line.startsWith("BDAT")) {
          lines.add(new String(io.read(Integer.parseInt(line.split(" ", -1)[1])), ISO_8859_1));
          io.sendRaw(String.join("\r\n", replies) + "\r\n");
        } else if (line.equals("DATA")) {
          io.sendRaw(String.join("\r\n", replies) + "\r\n");
        } else if (line.equals(".") || line.equals("RSET")) {
          io.send("250 2.0.0 done");
        } else if (line.equals("QUIT")) {
          io.send("221 2.0.0 bye");
          return;
        }
      }
    }
  }

  private TlsFront start(MailDialogue dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private MimeMessage message(Session session, String... recipients) throws MessagingException {
    SMTPMessage message = new SMTPMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    for (String recipient : recipients) {
      message.addRecipients(Message.RecipientType.TO, recipient);
    }
    message.addRecipients(Message.RecipientType.BCC, "hidden@example.org");
    message.setSubject("A message");
    message.setText("first line\n.leading dot\nlast line without end");
    return message;
  }

  /** Returns the number of connections that are kept for the next transport. */
  int keptConnections() {
    return 0;
  }

  private Session session(Side side, TlsFront server) {
    Properties properties = side.properties(world, "smtp", server);
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty(
        "mail.smtp.security.keep-connections", Integer.toString(keptConnections()));
    properties.setProperty("mail.smtp.timeout", "10000");
    return Session.getInstance(properties);
  }

  private void send(Session session, MimeMessage message, String recipient)
      throws MessagingException {
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      transport.sendMessage(message, InternetAddress.parse(recipient));
    }
  }

  @Test
  void aMessageIsOneGroupWithChunking() throws Exception {
    Patient patient =
        new Patient(List.of("250 sender", "250 recipient", "250 sent"), "PIPELINING", "CHUNKING");
    List<String> farewell = keptConnections() == 0 ? List.of("QUIT") : List.of();
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);
      send(session, message(session), "bob@example.org");
      // the client does not wait for the reply to QUIT
      Await.until("the end", () -> patient.lines.size() >= 4 + farewell.size());
    }
    assertEquals("MAIL FROM:<alice@example.org>", patient.lines.get(0));
    assertEquals("RCPT TO:<bob@example.org>", patient.lines.get(1));
    String content = patient.lines.get(3);
    assertEquals("BDAT " + content.length() + " LAST", patient.lines.get(2));
    assertTrue(content.endsWith("\r\n\r\nfirst line\r\n.leading dot\r\nlast line without end\r\n"));
    assertFalse(content.contains("Bcc"));
    assertEquals(farewell, patient.lines.subList(4, patient.lines.size()));
  }

  @Test
  void theMessageFollowsItsGroupWithoutChunking() throws Exception {
    Patient patient =
        new Patient(List.of("250 sender", "250 recipient", "354 go ahead"), "PIPELINING");
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);
      send(session, message(session), "bob@example.org");
    }
    assertEquals("DATA", patient.lines.get(2));
    assertTrue(patient.lines.contains("..leading dot"));
  }

  @Test
  void aServerThatOffersNoPipeliningGetsOneCommandAtATime() throws Exception {
    try (TlsFront server = start(new Patient(List.of(), "CHUNKING"))) {
      Session session = session(Side.MAILCLAD, server);
      session.getProperties().setProperty("mail.smtp.timeout", "300");

      assertThrows(
          MessagingException.class, () -> send(session, message(session), "bob@example.org"));
    }
  }

  @Test
  void groupsCanBeSwitchedOff() throws Exception {
    try (TlsFront server = start(new Patient(List.of(), "PIPELINING", "CHUNKING"))) {
      Session session = session(Side.MAILCLAD, server);
      session.getProperties().setProperty("mail.smtp.timeout", "300");
      session.getProperties().setProperty("mail.smtp.security.pipelining", "never");

      assertThrows(
          MessagingException.class, () -> send(session, message(session), "bob@example.org"));
    }
  }

  /** A message must not reach the first recipient if the second one is refused. */
  @Test
  void aMessageForSeveralWaitsUntilAllAreAccepted() throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue()
            .capabilities("PIPELINING", "CHUNKING", Submission.LOGINS)
            .replying("RCPT TO:<bad@example.org>", "550 5.1.1 no such user");
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);

      assertThrows(
          SendFailedException.class,
          () -> send(session, message(session), "bob@example.org, bad@example.org"));
    }
    assertEquals(List.of(), dialogue.messages());
    assertTrue(dialogue.commands().stream().noneMatch(command -> command.startsWith("BDAT")));
  }

  /** A server that wants a message although it refused the only recipient gets none. */
  @Test
  void dataThatIsAcceptedWithoutRecipientEndsTheConnection() throws Exception {
    Patient patient =
        new Patient(List.of("250 sender", "550 recipient", "354 go ahead"), "PIPELINING");
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);

      SendFailedException failed =
          assertThrows(
              SendFailedException.class, () -> send(session, message(session), "bob@example.org"));

      assertEquals("[bob@example.org]", Arrays.toString(failed.getInvalidAddresses()));
    }
    assertEquals("DATA", patient.lines.get(patient.lines.size() - 1));
  }

  /** The encoding takes most of the time, and a message may be readable only once. */
  @ParameterizedTest
  @ValueSource(strings = {"PIPELINING CHUNKING", "PIPELINING", "CHUNKING", ""})
  void aMessageIsEncodedOnce(String extensions) throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities(offer(extensions));
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      Counted message = new Counted(session);
      send(session, message, "bob@example.org");
      assertEquals(1, message.written);
    }
    assertEquals(1, dialogue.messages().size());
  }

  private static String[] offer(String extensions) {
    return Stream.concat(Arrays.stream(extensions.split(" ", -1)), Stream.of(Submission.LOGINS))
        .filter(each -> !each.isEmpty())
        .toArray(String[]::new);
  }

  private static final class Counted extends MimeMessage {
    private int written;

    Counted(Session session) throws MessagingException {
      super(session);
      setFrom("alice@example.org");
      setText("text");
      saveChanges();
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
      written++;
      super.writeTo(out, ignored);
    }
  }

  /** The listener may look at what it gets, or know it by identity. */
  @ParameterizedTest
  @ValueSource(strings = {"250 2.0.0 sent", "554 5.6.0 no"})
  void eventsHaveTheMessageOfTheApplication(String reply) throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities(offer("PIPELINING CHUNKING"));
    dialogue.refusingNextMessage(reply);
    List<Message> reported = new CopyOnWriteArrayList<>();
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      MimeMessage message = message(session, "bob@example.org");
      try (Transport transport = session.getTransport("smtp")) {
        transport.addTransportListener(
            new TransportAdapter() {
              @Override
              public void messageDelivered(TransportEvent event) {
                reported.add(event.getMessage());
              }

              @Override
              public void messageNotDelivered(TransportEvent event) {
                reported.add(event.getMessage());
              }
            });
        transport.connect(world.sentinels.user(), world.sentinels.password());
        List<String> results = results(transport, message, List.of("bob@example.org"));
        assertEquals(reply.startsWith("250"), results.contains("sent"));
        Await.until("an event", () -> !reported.isEmpty());
      }
      assertSame(message, reported.get(0));
    }
  }

  /** Angus asks a message for its sender and options, and encodes it anew for 8BITMIME. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOptionsOfAMessageAreItsOwn(boolean eightBits) throws Exception {
    assertEquals(withOptions(Side.PLAIN_ANGUS, eightBits), withOptions(Side.MAILCLAD, eightBits));
  }

  private List<String> withOptions(Side side, boolean eightBits) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue().capabilities(offer("PIPELINING CHUNKING DSN 8BITMIME SUBMITTER"));
    try (TlsFront server = start(dialogue)) {
      Session session = session(side, server);
      SMTPMessage message = new SMTPMessage(session);
      message.setFrom(new InternetAddress("alice@example.org"));
      message.setEnvelopeFrom("bounces@example.org");
      message.setNotifyOptions(SMTPMessage.NOTIFY_DELAY | SMTPMessage.NOTIFY_FAILURE);
      message.setReturnOption(SMTPMessage.RETURN_HDRS);
      message.setMailExtension("X-EXTENSION=1");
      message.setSubmitter("alice@example.org");
      message.setAllow8bitMIME(eightBits);
      message.setSubject("\u00fc");
      message.setText("gr\u00fc\u00dfe", "utf-8");
      message.saveChanges();
      send(session, message, "bob@example.org");
    }
    List<String> seen = new ArrayList<>(dialogue.commands());
    seen.removeIf(line -> line.startsWith("EHLO") || line.startsWith("AUTH"));
    seen.removeIf(line -> !line.contains("@"));
    dialogue
        .messages()
        .forEach(each -> seen.add(each.data().replaceAll("(Message-ID|Date): .*", "")));
    return seen;
  }

  /** Angus would go on, and the server would take the next commands for text of the message. */
  @Test
  @Timeout(8)
  void aMessageThatFailsInTheMiddleEndsTheConnection() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities(Submission.LOGINS);
    try (TlsFront server = start(dialogue)) {
      Session session = session(Side.MAILCLAD, server);
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(world.sentinels.user(), world.sentinels.password());
        MimeMessage broken = new Broken(session);
        assertThrows(
            MessagingException.class,
            () -> transport.sendMessage(broken, InternetAddress.parse("bob@example.org")));
        assertFalse(transport.isConnected());
      }
    }
    assertEquals(List.of(), dialogue.messages());
  }

  private static final class Broken extends MimeMessage {
    Broken(Session session) throws MessagingException {
      super(session);
      setFrom("alice@example.org");
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
      out.write("Subject: half".getBytes(ISO_8859_1));
      throw new MessagingException("the rest is lost");
    }
  }

  /** The server has the whole message only after the last octet. */
  @Test
  void aConnectionThatIsCutAtAnyOctetOfAGroupSendsNothing() throws Exception {
    int length = groupLength();
    for (int octets = 0; octets < length; octets += 7) {
      int cut = octets;
      MailDialogue cutting =
          io -> {
            Submission.logIn(io, "PIPELINING", "CHUNKING");
            io.read(cut);
          };
      try (TlsFront server = start(cutting)) {
        Session session = session(Side.MAILCLAD, server);
        assertThrows(
            MessagingException.class,
            () -> send(session, message(session), "bob@example.org"),
            () -> "cut after " + cut);
      }
    }
  }

  private int groupLength() throws Exception {
    Patient patient =
        new Patient(List.of("250 sender", "250 recipient", "250 sent"), "PIPELINING", "CHUNKING");
    try (TlsFront server = start(patient)) {
      Session session = session(Side.MAILCLAD, server);
      send(session, message(session), "bob@example.org");
    }
    return patient.lines.subList(0, 4).stream().mapToInt(line -> line.length() + 2).sum() - 2;
  }

  /** Only the whole last reply says that the message was accepted. */
  @Test
  void repliesThatAreCutAtAnyOctetReportNothingAsSent() throws Exception {
    String replies = "250 sender\r\n250 recipient\r\n250 sent\r\n";
    for (int octets = 0; octets < replies.length() - "50 sent\r\n".length(); octets++) {
      int cut = octets;
      MailDialogue cutting =
          io -> {
            Submission.logIn(io, "PIPELINING", "CHUNKING");
            io.readLine();
            io.readLine();
            io.read(Integer.parseInt(String.valueOf(io.readLine()).split(" ", -1)[1]));
            io.sendRaw(replies.substring(0, cut));
          };
      try (TlsFront server = start(cutting)) {
        Session session = session(Side.MAILCLAD, server);
        assertThrows(
            MessagingException.class,
            () -> send(session, message(session), "bob@example.org"),
            () -> "cut after " + cut);
      }
    }
  }

  /**
   * A case in which both sides must tell the same.
   *
   * @param recipients the recipients of the first message; the second one has one
   */
  record Case(
      String name,
      List<String> recipients,
      Consumer<Properties> properties,
      Consumer<SmtpDialogue> server) {
    Case(String name, Consumer<SmtpDialogue> server, String... recipients) {
      this(name, List.of(recipients), properties -> {}, server);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case partial(String name, Consumer<SmtpDialogue> server, String... recipients) {
    return new Case(
        name,
        List.of(recipients),
        properties -> properties.setProperty("mail.smtp.sendpartial", "true"),
        server);
  }

  static Stream<Case> cases() {
    Consumer<SmtpDialogue> second =
        server -> server.replyingOnce("RCPT TO:<b@example.org>", "550 5.1.1 no such user");
    return Stream.of(
        new Case("accepted", server -> {}, "a@example.org"),
        new Case("several", server -> {}, "a@example.org", "b@example.org", "c@example.org"),
        new Case(
            "250 recipients",
            server -> {},
            IntStream.range(0, 250).mapToObj(i -> "r" + i + "@example.org").toArray(String[]::new)),
        new Case(
            "sender refused",
            server -> server.replyingOnce("MAIL", "553 5.7.1 not yours"),
            "a@example.org"),
        new Case(
            "sender refused for now",
            server -> server.replyingOnce("MAIL", "451 4.3.0 later"),
            "a@example.org",
            "b@example.org"),
        new Case("one of several refused", second, "a@example.org", "b@example.org"),
        new Case("the only one refused", second, "b@example.org"),
        new Case(
            "the only one over quota",
            server -> server.replyingOnce("RCPT", "452 4.2.2 full"),
            "a@example.org"),
        new Case(
            "an unexpected reply",
            server -> server.replyingOnce("RCPT", "354 what?"),
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
        partial("partial, one refused", second, "a@example.org", "b@example.org"),
        partial("partial, all refused", second, "b@example.org"),
        partial("partial, none refused", server -> {}, "a@example.org", "b@example.org"),
        new Case(
            "success reported",
            List.of("a@example.org", "b@example.org"),
            properties -> properties.setProperty("mail.smtp.reportsuccess", "true"),
            server -> {}),
        new Case(
            "success reported, sender refused",
            List.of("a@example.org"),
            properties -> properties.setProperty("mail.smtp.reportsuccess", "true"),
            server -> server.replyingOnce("MAIL", "553 5.7.1 not yours")),
        new Case(
            "status notifications",
            List.of("a@example.org"),
            properties -> {
              properties.setProperty("mail.smtp.dsn.notify", "SUCCESS,FAILURE");
              properties.setProperty("mail.smtp.dsn.ret", "HDRS");
            },
            server -> server.capabilities("PIPELINING", "CHUNKING", "DSN", Submission.LOGINS)),
        new Case(
            "Angus's own chunks",
            List.of("a@example.org"),
            properties -> properties.setProperty("mail.smtp.chunksize", "64"),
            server -> {}),
        new Case(
            "the connection closes",
            server -> server.replyingOnce("RCPT", "421 4.3.2 shutting down"),
            "a@example.org",
            "b@example.org"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutcomeIsAngussWithChunking(Case given) throws Exception {
    assertEquals(
        outcome(Side.PLAIN_ANGUS, given, "PIPELINING", "CHUNKING"),
        outcome(Side.MAILCLAD, given, "PIPELINING", "CHUNKING"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutcomeIsAngussWithoutChunking(Case given) throws Exception {
    assertEquals(
        outcome(Side.PLAIN_ANGUS, given, "PIPELINING"),
        outcome(Side.MAILCLAD, given, "PIPELINING"));
  }

  /** Sends two messages on one connection, and returns what the application and the server saw. */
  private List<String> outcome(Side side, Case given, String... extensions) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue()
            .capabilities(
                Stream.concat(Arrays.stream(extensions), Stream.of(Submission.LOGINS))
                    .toArray(String[]::new));
    List<String> seen = new ArrayList<>();
    try (TlsFront server = start(dialogue)) {
      Session session = session(side, server);
      given.properties.accept(session.getProperties());
      prepare(session, given, dialogue);
      try (Transport transport = session.getTransport("smtp")) {
        Submission.Events events = new Submission.Events();
        transport.addTransportListener(events);
        transport.connect(world.sentinels.user(), world.sentinels.password());
        seen.addAll(results(transport, message(session), given.recipients));
        seen.addAll(results(transport, message(session), List.of("last@example.org")));
        seen.addAll(events.await(2));
      }
    }
    dialogue
        .messages()
        .forEach(
            message ->
                seen.add(
                    message.sender()
                        + " "
                        + message.recipients()
                        + " "
                        + message.data().replaceAll("(?s)^.*?\r\n\r\n", "")));
    return seen;
  }

  private void prepare(Session session, Case given, SmtpDialogue dialogue) throws Exception {
    if (given.name.equals("status notifications")) {
      given.server.accept(dialogue);
    }
    if (keptConnections() > 0) {
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(world.sentinels.user(), world.sentinels.password());
        results(transport, message(session), List.of("first@example.org"));
      }
    }
    if (!given.name.equals("status notifications")) {
      given.server.accept(dialogue);
    }
  }

  private static List<String> results(Transport transport, MimeMessage message, List<String> to) {
    List<String> results = new ArrayList<>();
    try {
      transport.sendMessage(message, InternetAddress.parse(String.join(",", to)));
      results.add("sent");
    } catch (MessagingException e) {
      results.addAll(Submission.described(e));
    }
    return results;
  }
}
