package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the end of a session changes no earlier decision, and that its own decisions are
 * reported.
 */
class FarewellIT {
  /** Longer than a server has to say goodbye. */
  private static final Duration LATE = Duration.ofSeconds(3);

  private final World world = new World();

  /** The reply of a submission server to the end of a session. */
  record Ending(String name, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Ending> endings() {
    return Stream.of(
        new Ending("answers late", new Script().silence(LATE).say("221 bye")),
        new Ending("closes without an answer", new Script().close()),
        new Ending("answers with an error", new Script().say("451 not now")),
        new Ending("answers in another protocol", new Script().say("* BYE what")));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aMailThatWasAcceptedIsSentHoweverTheSessionEnds(Ending ending) throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().playing("QUIT", ending.script());
    for (String protocol : new String[] {"smtps", "smtp"}) {
      try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
        send(protocol, Duel.of(world, protocol, server).properties());
      }
    }
    assertEquals(2, dialogue.messages().size(), "each mail arrived once");
  }

  /** Nothing depends on the answer, and waiting for it costs a round trip. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3", "smtps", "smtp"})
  void theAnswerToALogoutIsNotWaitedFor(String protocol) throws Exception {
    assertEquals("the client left", afterTheLogout(protocol, new Properties()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtps", "smtp"})
  void theAnswerToQuitIsWaitedForWhereTheApplicationWantsIt(String protocol) throws Exception {
    Properties wanted = new Properties();
    wanted.setProperty("mail." + protocol + ".quitwait", "true");

    assertEquals("the client waited", afterTheLogout(protocol, wanted));
  }

  private String afterTheLogout(String protocol, Properties more) throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    Script looking = new Script().as(io -> seen.complete(afterwards(io)));
    ScriptedServer<?> dialogue =
        ((ScriptedServer<?>) World.dialogue(protocol))
            .playing("LOGOUT", looking)
            .playing("QUIT", looking);
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      Properties properties = Duel.of(world, protocol, server).properties();
      properties.putAll(more);
      world.connect(protocol, properties).close();
      return seen.get(10, TimeUnit.SECONDS);
    }
  }

  private static String afterwards(Lines io) {
    try {
      io.expectSilence(Duration.ofSeconds(1));
      return "the client waited";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void send(String protocol, Properties properties) throws MessagingException {
    Session session = Session.getInstance(properties);
    session.setProtocolForAddress("rfc822", protocol);
    MimeMessage message = new MimeMessage(session);
    message.setFrom("a@sender.example");
    message.setRecipients(Message.RecipientType.TO, "b@rcpt.example");
    message.setText("hello");
    Transport.send(message, world.sentinels.user(), world.sentinels.password());
  }

  private static MimeMessage hello() throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setText("hello");
    return message;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pop3s", "pop3"})
  void aLateAnswerToQuitIsWaitedForWhereMessagesAreDeleted(String protocol) throws Exception {
    Occasion quit = new Occasion();
    Pop3Dialogue dialogue =
        new Pop3Dialogue().playing("QUIT", quit.script().silence(LATE).say("+OK gone"));
    assertNull(whileTheStoreCloses(protocol, dialogue, quit, FarewellIT::closeDeleting));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void aLateAnswerToACommandIsWaitedForWhileTheStoreCloses(String protocol) throws Exception {
    for (String command : new String[] {"CLOSE", "EXPUNGE", "APPEND"}) {
      Occasion asked = new Occasion();
      ImapDialogue dialogue =
          new ImapDialogue().playing(command, asked.script().silence(LATE).say("{tag} OK done"));
      assertNull(
          whileTheStoreCloses(
              protocol,
              dialogue,
              asked,
              folder -> {
                switch (command) {
                  case "CLOSE" -> closeDeleting(folder);
                  case "EXPUNGE" -> folder.expunge();
                  default -> folder.appendMessages(new Message[] {hello()});
                }
              }),
          command);
    }
  }

  /** An action of an application on an open folder. */
  @FunctionalInterface
  interface Use {
    void of(Folder folder) throws MessagingException;
  }

  private static void closeDeleting(Folder folder) throws MessagingException {
    folder.getMessage(1).setFlag(Flags.Flag.DELETED, true);
    folder.close(true);
  }

  /** The moment in which a server is asked for something. */
  private static final class Occasion {
    private final CountDownLatch came = new CountDownLatch(1);

    Script script() {
      return new Script().as(io -> came.countDown());
    }

    void await() throws InterruptedException {
      assertTrue(came.await(10, TimeUnit.SECONDS), "the server was asked");
    }
  }

  private @Nullable Throwable whileTheStoreCloses(
      String protocol, ScriptedServer<?> dialogue, Occasion occasion, Use use) throws Exception {
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      Store store = (Store) world.connect(protocol, Duel.of(world, protocol, server).properties());
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> {
                try {
                  use.of(inbox);
                } catch (MessagingException e) {
                  throw new IllegalStateException(e);
                }
              });
      occasion.await();
      store.close();
      return outcome(done);
    }
  }

  private static @Nullable Throwable outcome(CompletableFuture<Void> done)
      throws InterruptedException {
    try {
      done.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** The ways in which a server leaves open whether it removed messages. */
  static Stream<Ending> refusals() {
    return Stream.of(
        new Ending("never answers", new Script().silence(Duration.ofSeconds(5))),
        new Ending("closes without an answer", new Script().close()),
        new Ending("refuses", new Script().say("-ERR some were not removed")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void deletionsThatAreNotConfirmedAreTold(Ending ending) throws Exception {
    MessagingException told = deleting(ending.script());
    assertNotNull(told, "Angus says nothing here");
    assertTrue(String.valueOf(told.getMessage()).contains("marked as deleted (1)"), told::toString);
  }

  @Test
  void deletionsThatAreConfirmedAreNoFailure() throws Exception {
    assertNull(deleting(new Script().raw("+").silence(Duration.ofMillis(20)).raw("OK\r\n")));
  }

  private @Nullable MessagingException deleting(Script quit) throws Exception {
    Pop3Dialogue dialogue = new Pop3Dialogue().playing("QUIT", quit);
    try (TlsFront server = world.server("pop3s").dialogue(dialogue).start();
        Store store =
            (Store)
                world.connect(
                    "pop3s", Duel.of(world, "pop3s", server).with("timeout", "700").properties())) {
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      try {
        closeDeleting(inbox);
        return null;
      } catch (MessagingException e) {
        assertFalse(inbox.isOpen());
        return e;
      }
    }
  }

  @Test
  void aServerThatDoesNotLeaveIdleDoesNotHoldTheStore() throws Exception {
    CountDownLatch idle = new CountDownLatch(1);
    ImapDialogue dialogue =
        new ImapDialogue().playing("IDLE", new Script().say("+ idling").as(io -> ends(io, idle)));
    try (TlsFront server = world.server("imaps").dialogue(dialogue).start()) {
      Store store =
          (Store)
              world.connect(
                  "imaps", Duel.of(world, "imaps", server).with("timeout", "60000").properties());
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  ((org.eclipse.angus.mail.imap.IMAPFolder) inbox).idle(true);
                } catch (MessagingException e) {
                  // the folder is closed under it
                }
              },
              FarewellIT::ofItsOwn);
      assertTrue(idle.await(10, TimeUnit.SECONDS));
      CompletableFuture.runAsync(() -> close(store), FarewellIT::ofItsOwn)
          .get(20, TimeUnit.SECONDS);
      waiting.get(20, TimeUnit.SECONDS);
    }
  }

  private static void ends(Lines io, CountDownLatch idle) throws IOException {
    idle.countDown();
    for (String line = io.readLine(); line != null; line = io.readLine()) {
      // and says nothing
    }
  }

  /**
   * The common pool has one thread on two cores from JDK 25 on, and one task may wait for another.
   */
  private static void ofItsOwn(Runnable task) {
    new Thread(task, "farewell-test").start();
  }

  private static void close(Store store) {
    try {
      store.close();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
