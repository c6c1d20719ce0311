package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are kept for the next transport. */
@Timeout(30)
class KeptConnectionsIT {
  private static final String PASSWORD = "AUTH PLAIN LOGIN";

  private final World world = new World();
  private final SmtpDialogue dialogue =
      new SmtpDialogue()
          .capabilities("PIPELINING", "CHUNKING", PASSWORD)
          .requiringLogin()
          .accepting(world.sentinels);

  private TlsFront server() {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Properties keeping(TlsFront server) {
    Properties properties = world.trusting("smtp", server);
    properties.setProperty("mail.smtp.security.keep-connections", "4");
    properties.setProperty("mail.smtp.timeout", "10000");
    return properties;
  }

  private MimeMessage message(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setSubject("A message");
    message.setText(world.sentinels.body());
    return message;
  }

  private void send(Session session) throws MessagingException {
    Transport.send(message(session), world.sentinels.user(), world.sentinels.password());
  }

  private static int connections(TlsFront server) {
    return server.recorder().connections().size();
  }

  private long count(String command) {
    return dialogue.commands().stream().filter(line -> line.startsWith(command)).count();
  }

  static Stream<Set<String>> extensions() {
    return Stream.of(Set.of("PIPELINING", "CHUNKING"), Set.of("PIPELINING"), Set.of());
  }

  @ParameterizedTest
  @MethodSource("extensions")
  void aLoopOfSendsUsesOneConnection(Set<String> extensions) throws Exception {
    List<String> words = new ArrayList<>(extensions);
    words.add(PASSWORD);
    dialogue.capabilities(words.toArray(new String[0]));
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      for (int i = 0; i < 5; i++) {
        send(session);
      }
      assertEquals(1, connections(server));
      assertEquals(0, server.recorder().clientClear().length);
    }
    assertEquals(5, dialogue.messages().size());
    assertEquals(1, count("EHLO"));
    assertEquals(1, count("AUTH"));
    assertEquals(0, count("NOOP") + count("RSET") + count("QUIT"));
  }

  @Test
  void noConnectionIsKeptByDefault() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = keeping(server);
      properties.remove("mail.smtp.security.keep-connections");
      Session session = Session.getInstance(properties);
      send(session);
      send(session);
      assertEquals(2, connections(server));
      Await.until("two goodbyes", () -> count("QUIT") == 2);
    }
  }

  /** A transport reports the security of the handshake that its connection had. */
  @Test
  void aConnectionThatIsUsedAgainHasItsSecurity() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      ConnectionSecurity first = security(session);
      assertEquals(first, security(session));
      assertEquals(1, connections(server));
    }
  }

  private ConnectionSecurity security(Session session) throws MessagingException {
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      SecuredService secured = (SecuredService) transport;
      assertEquals(SecurityIndicator.CONFIDENTIAL, secured.indicator());
      assertTrue(transport.isConnected());
      return secured.connectionSecurity().orElseThrow();
    }
  }

  /** A connect at the start of a program spares its first message the handshake and the login. */
  @Test
  void theFirstMessageAfterAWarmUpUsesItsConnection() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      security(session);
      send(session);
      assertEquals(1, connections(server));
      assertEquals(1, count("AUTH"));
      assertEquals(1, count("MAIL"));
    }
  }

  @Test
  void theListenerHearsOfOneHandshakeAndOfEachConnect() throws Exception {
    List<ConnectionSecurity> connected = new CopyOnWriteArrayList<>();
    AtomicInteger handshakes = new AtomicInteger();
    try (TlsFront server = server()) {
      Properties properties = keeping(server);
      properties.put(
          "mail.security.listener",
          new SecurityListener() {
            @Override
            public void onConnected(ConnectionSecurity security) {
              connected.add(security);
            }

            @Override
            public void onHandshakeEnded(HandshakeTimes times) {
              handshakes.incrementAndGet();
            }
          });
      Session session = Session.getInstance(properties);
      send(session);
      send(session);
    }
    assertEquals(1, handshakes.get());
    assertEquals(2, connected.size());
    assertEquals(connected.get(0), connected.get(1));
  }

  @ParameterizedTest
  @CsvSource({"MAILMAX=2,3", "MAILMAX=1,6", "RCPTDOMAINMAX=1,6", "RCPTMAX=10,1", "MAILMAX=x,6"})
  void theLimitsOfTheServerBoundTheMessages(String limit, int expected) throws Exception {
    dialogue.capabilities("PIPELINING", "CHUNKING", "LIMITS " + limit, PASSWORD);
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      for (int i = 0; i < 6; i++) {
        send(session);
      }
      assertEquals(expected, connections(server));
    }
    assertEquals(6, dialogue.messages().size());
  }

  @Test
  void aConnectionHasAHundredMessages() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      for (int i = 0; i < 101; i++) {
        send(session);
      }
      assertEquals(2, connections(server));
      Await.until("one goodbye", () -> count("QUIT") == 1);
    }
  }

  @Test
  void noMoreConnectionsAreKeptThanTheNumber() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = keeping(server);
      properties.setProperty("mail.smtp.security.keep-connections", "2");
      Session session = Session.getInstance(properties);
      List<Transport> transports = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        transports.add(connected(session));
      }
      for (Transport transport : transports) {
        transport.close();
      }
      Await.until("three goodbyes", () -> count("QUIT") == 3);
      assertEquals(5, connections(server));
      connected(session);
      connected(session);
      assertEquals(5, connections(server));
      connected(session);
      assertEquals(6, connections(server));
    }
  }

  private Transport connected(Session session) throws MessagingException {
    Transport transport = session.getTransport("smtp");
    transport.connect(world.sentinels.user(), world.sentinels.password());
    return transport;
  }

  /** A server that accepts one message on each connection, and closes at a command of the next. */
  private static final class ClosingServer implements MailDialogue {
    private final List<List<String>> visits = new CopyOnWriteArrayList<>();
    private final String last;
    private final String[] extensions;

    ClosingServer(String last, String... extensions) {
      this.last = last;
      this.extensions = extensions;
    }

    @Override
    public void serve(Lines io) throws IOException {
      List<String> lines = new CopyOnWriteArrayList<>();
      visits.add(lines);
      int messages = 0;
      io.send("220 lab.example ESMTP ready");
      for (String line = io.readLine(); line != null; line = io.readLine()) {
        lines.add(line);
        if (messages == 1 && line.startsWith(last)) {
          return;
        }
        messages += reply(io, line);
      }
    }

    private int reply(Lines io, String line) throws IOException {
      if (line.startsWith("EHLO")) {
        List<String> reply = new ArrayList<>(List.of("250-lab.example"));
        Arrays.stream(extensions).forEach(extension -> reply.add("250-" + extension));
        reply.add("250 " + PASSWORD);
        io.send(reply.toArray(new String[0]));
      } else if (line.startsWith("AUTH")) {
        io.send("235 2.7.0 accepted");
      } else if (line.startsWith("BDAT")) {
        io.read(Integer.parseInt(line.split(" ", -1)[1]));
        io.send("250 2.0.0 accepted");
        return 1;
      } else if (line.equals("DATA")) {
        io.send("354 go ahead");
        for (String text = io.readLine(); !".".equals(text); text = io.readLine()) {
          assertNotNull(text);
        }
        io.send("250 2.0.0 accepted");
        return 1;
      } else {
        io.send("250 2.0.0 ok");
      }
      return 0;
    }

    long count(String command) {
      return visits.stream().flatMap(List::stream).filter(line -> line.startsWith(command)).count();
    }
  }

  private TlsFront start(MailDialogue server) {
    return TlsFront.builder().certificate(world.certificate).dialogue(server).start();
  }

  /** The first command is the probe. */
  @ParameterizedTest
  @ValueSource(strings = {"", "CHUNKING"})
  void aConnectionThatEndsAtItsFirstCommandIsReplaced(String extension) throws Exception {
    ClosingServer closing = new ClosingServer("MAIL", extension);
    try (TlsFront server = start(closing)) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(3, closing.count("MAIL"));
    assertEquals(2, closing.count("AUTH"));
    assertEquals(2, closing.count("DATA"));
  }

  /** A message that the server may have is never sent twice. */
  @ParameterizedTest
  @CsvSource({
    "MAIL,PIPELINING CHUNKING",
    "RCPT,PIPELINING CHUNKING",
    "BDAT,PIPELINING CHUNKING",
    "DATA,PIPELINING",
    "DATA,CHUNKING",
    "RCPT,CHUNKING"
  })
  void aConnectionThatEndsLaterIsAFailure(String last, String extensions) throws Exception {
    ClosingServer closing = new ClosingServer(last, extensions.split(" ", -1));
    try (TlsFront server = start(closing)) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      assertThrows(MessagingException.class, () -> send(session));
      assertEquals(1, connections(server));
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(2, closing.visits.size());
  }

  /** After a second the server may have closed, so no message goes with the first command. */
  @Test
  void aConnectionThatWaitedLongGetsNoMessageBeforeItReplied() throws Exception {
    ClosingServer closing = new ClosingServer("MAIL", "PIPELINING", "CHUNKING");
    try (TlsFront server = start(closing)) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      awaitMillis(1_050);
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(2, closing.count("BDAT"));
    assertEquals(
        0, closing.visits.get(0).stream().skip(5).filter(l -> l.startsWith("BDAT")).count());
  }

  private static void awaitMillis(int millis) {
    long begin = System.nanoTime();
    Await.until("time passes", () -> System.nanoTime() - begin > millis * 1_000_000L);
  }

  /** With this reply to MAIL the server has not accepted the message in the same group. */
  @ParameterizedTest
  @MethodSource("extensions")
  void aServerThatClosesAtMailGetsTheMessageOnAnotherConnection(Set<String> extensions)
      throws Exception {
    List<String> words = new ArrayList<>(extensions);
    words.add(PASSWORD);
    AtomicInteger mails = new AtomicInteger();
    dialogue
        .capabilities(words.toArray(new String[0]))
        .replyingWith(
            line ->
                line.startsWith("MAIL") && mails.incrementAndGet() == 2
                    ? Optional.of("421 4.3.2 shutting down")
                    : Optional.empty());
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      send(session);
      assertEquals(2, connections(server));
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(3, dialogue.messages().size());
    assertEquals(2, count("AUTH"));
  }

  @Test
  void aServerThatClosesAgainIsAFailure() throws Exception {
    AtomicInteger mails = new AtomicInteger();
    dialogue.replyingWith(
        line ->
            line.startsWith("MAIL") && mails.incrementAndGet() > 1
                ? Optional.of("421 4.3.2 shutting down")
                : Optional.empty());
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      assertThrows(MessagingException.class, () -> send(session));
      assertEquals(2, connections(server));
    }
    assertEquals(1, dialogue.messages().size());
  }

  /** The end of an idle connection is noticed without a command. */
  @Test
  void aConnectionThatTheServerClosedIsNotUsed() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      server.closeConnections();
      awaitMillis(20);
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(2, count("MAIL"));
    assertEquals(2, dialogue.messages().size());
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT,454 4.7.0 too many logins",
    "RCPT,421 4.7.0 too busy",
    "AUTH,454 4.7.0 too many logins",
    "AUTH,421 4.7.0 too busy",
    "AUTH,432 4.3.2 concurrent connections limit exceeded",
    "MAIL,432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
  })
  void noConnectionIsKeptAfterAServerAskedForLess(String command, String reply) throws Exception {
    dialogue.replyingOnce(command, reply);
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      assertThrows(MessagingException.class, () -> send(session));
      send(session);
      send(session);
      assertEquals(3, connections(server));
    }
  }

  @ParameterizedTest
  @CsvSource({"RCPT,550 5.1.1 no such user", "MAIL,553 5.7.1 not yours", "BDAT,554 5.6.0 no"})
  void noConnectionIsKeptAfterAFailure(String command, String reply) throws Exception {
    dialogue.replyingOnce(command, reply);
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      assertThrows(MessagingException.class, () -> send(session));
      send(session);
      send(session);
      assertEquals(2, connections(server));
    }
  }

  /** A reply too many would be taken for that to the next command. */
  @Test
  void noConnectionIsKeptWithAReplyTooMany() throws Exception {
    dialogue.replying("NOOP", "250 2.0.0 ok", "250 2.0.0 ok");
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      Transport transport = connected(session);
      assertTrue(transport.isConnected());
      transport.close();
      send(session);
      assertEquals(2, connections(server));
    }
  }

  @Test
  void noConnectionIsKeptAfterACommandOfTheApplication() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      SMTPTransport transport = (SMTPTransport) connected(session);
      transport.simpleCommand("VRFY bob");
      transport.close();
      send(session);
      assertEquals(2, connections(server));
    }
  }

  @Test
  void noConnectionIsKeptAfterAMessageThatFailedInTheMiddle() throws Exception {
    dialogue.capabilities(PASSWORD);
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      try (Transport transport = connected(session)) {
        assertThrows(
            MessagingException.class,
            () ->
                transport.sendMessage(
                    new Broken(session), InternetAddress.parse("bob@example.org")));
      }
      send(session);
      assertEquals(2, connections(server));
    }
    assertEquals(1, dialogue.messages().size());
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

  @Test
  void noConnectionIsKeptAfterATimeout() throws Exception {
    dialogue.replyingOnce("RCPT");
    try (TlsFront server = server()) {
      Properties properties = keeping(server);
      properties.setProperty("mail.smtp.timeout", "300");
      Session session = Session.getInstance(properties);
      assertThrows(MessagingException.class, () -> send(session));
      send(session);
      assertEquals(2, connections(server));
    }
  }

  @Test
  void loginsDoNotShareConnections() throws Exception {
    dialogue.accepting("alice", "first");
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      Transport.send(message(session), "alice", "first");
      for (String password : List.of("second", "", "first ")) {
        assertThrows(
            MessagingException.class,
            () -> Transport.send(message(session), "alice", password),
            password);
      }
      assertThrows(
          MessagingException.class, () -> Transport.send(message(session), "bob", "first"));
    }
    assertEquals(1, dialogue.messages().size());
  }

  @Test
  void sessionsDoNotShareConnections() throws Exception {
    try (TlsFront server = server()) {
      send(Session.getInstance(keeping(server)));
      send(Session.getInstance(keeping(server)));
      assertEquals(2, connections(server));
    }
  }

  /** Anything that a property says may decide about the connection. */
  @ParameterizedTest
  @CsvSource({
    "mail.smtp.localhost,other.example",
    "mail.smtp.security.login-timeout,9000",
    "mail.smtp.security.auth-mechanisms,LOGIN",
    "mail.smtp.localaddress,127.0.0.1",
    "mail.smtp.timeout,9000"
  })
  void connectionsUnderOtherPropertiesAreNotUsed(String key, String value) throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      session.getProperties().setProperty(key, value);
      send(session);
      assertEquals(2, connections(server));
    }
  }

  @Test
  void transportsWithAnotherHelloDoNotShareConnections() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
      transport.setLocalHost("other.example");
      transport.connect(world.sentinels.user(), world.sentinels.password());
      transport.close();
      assertEquals(2, connections(server));
    }
  }

  /** The trust of the session changed, and the server is not trusted any more. */
  @Test
  void aConnectionIsNotUsedUnderOtherTrust() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      session.getProperties().put("mail.security.trust-anchors", new World().root.certificate());
      assertThrows(InsecureConnectionException.class, () -> send(session));
    }
    assertEquals(1, dialogue.messages().size());
  }

  @Test
  void anotherServerInPlaceOfThisOneIsVerified() throws Exception {
    int port;
    Session session;
    try (TlsFront server = server()) {
      port = server.port();
      session = Session.getInstance(keeping(server));
      send(session);
    }
    awaitMillis(20);
    SmtpDialogue other = new SmtpDialogue();
    try (TlsFront wrong =
        TlsFront.builder()
            .certificate(new World().certificate)
            .dialogue(other)
            .port(port)
            .start()) {
      assertThrows(InsecureConnectionException.class, () -> send(session));
      assertEquals(0, wrong.recorder().clientPlain().length);
    }
    try (TlsFront again =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).port(port).start()) {
      send(session);
      assertEquals(1, connections(again));
    }
    assertEquals(2, dialogue.messages().size());
    assertEquals(List.of(), other.commands());
  }

  /** The replacement of a connection that ended at its first command is verified as any other. */
  @Test
  void aReplacementThatIsNotTheServerGetsNothing() throws Exception {
    SmtpDialogue first = new SmtpDialogue().capabilities(PASSWORD);
    AtomicReference<TlsFront> wrong = new AtomicReference<>();
    AtomicReference<TlsFront> good = new AtomicReference<>();
    AtomicInteger mails = new AtomicInteger();
    first.replyingWith(
        line -> {
          if (!line.startsWith("MAIL") || mails.incrementAndGet() < 2) {
            return Optional.empty();
          }
          TlsFront server = requireNonNull(good.get());
          server.stopListening();
          wrong.set(
              TlsFront.builder()
                  .certificate(new World().certificate)
                  .dialogue(new SmtpDialogue())
                  .port(server.port())
                  .start());
          return Optional.of("421 4.3.2 shutting down");
        });
    try (TlsFront server = start(first)) {
      good.set(server);
      Session session = Session.getInstance(keeping(server));
      send(session);
      assertThrows(InsecureConnectionException.class, () -> send(session));
      assertEquals(0, requireNonNull(wrong.get()).recorder().clientPlain().length);
    } finally {
      requireNonNull(wrong.get()).close();
    }
    assertEquals(1, first.messages().size());
  }

  @Test
  void manyThreadsShareFewConnections() throws Exception {
    int messages = 200;
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      ExecutorService threads = Executors.newFixedThreadPool(50);
      List<Callable<Boolean>> sends = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        sends.add(
            () -> {
              send(session);
              return true;
            });
      }
      for (Future<Boolean> sent : threads.invokeAll(sends)) {
        assertTrue(sent.get());
      }
      threads.shutdown();
      int opened = connections(server);
      assertTrue(opened < messages, opened + " connections");
      Await.until("all but four said goodbye", () -> count("QUIT") == Math.max(0, opened - 4));
    }
    assertEquals(messages, dialogue.messages().size());
  }

  /** An interrupt of a platform thread changes nothing of a message that the server accepted. */
  @Test
  void anInterruptedThreadSendsAndKeeps() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(keeping(server));
      send(session);
      Thread.currentThread().interrupt();
      send(session);
      assertTrue(Thread.interrupted());
      assertEquals(1, connections(server));
    }
    assertEquals(2, dialogue.messages().size());
  }
}
