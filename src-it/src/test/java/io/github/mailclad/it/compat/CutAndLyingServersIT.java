package io.github.mailclad.it.compat;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Servers that offer groups of commands and then end, or answer otherwise than they must. No
 * message may be accepted twice, and none may be reported as sent that was not accepted. Each third
 * octet is tried, or each one with {@code -Dmailclad.abuse=full}.
 */
@Timeout(300)
class CutAndLyingServersIT {
  private static final boolean FULL = System.getProperty("mailclad.abuse", "").equals("full");
  private static final String REPLIES = "250 sender\r\n250 recipient\r\n250 sent\r\n";

  private final World world = new World();
  private final AtomicInteger accepted = new AtomicInteger();

  /** Where the connection ends, on its second message. */
  private record Cut(int octetsOfGroup, int octetsOfReplies) {
    static final Cut NEVER = new Cut(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private final class Cutting implements MailDialogue {
    private final AtomicInteger visits = new AtomicInteger();
    private final Cut cut;

    Cutting(Cut cut) {
      this.cut = cut;
    }

    @Override
    public void serve(Lines io) throws IOException {
      boolean first = visits.incrementAndGet() == 1;
      Submission.logIn(io, "PIPELINING", "CHUNKING");
      while (message(io, Cut.NEVER) && first) {
        if (!message(io, cut)) {
          return;
        }
      }
    }

    /** Returns whether the connection goes on. */
    private boolean message(Lines io, Cut now) throws IOException {
      if (now.octetsOfGroup < Integer.MAX_VALUE) {
        io.read(now.octetsOfGroup);
        return false;
      }
      String mail = io.readLine();
      if (mail == null || mail.equals("QUIT")) {
        return false;
      }
      io.readLine();
      io.read(Integer.parseInt(requireNonNull(io.readLine()).split(" ", -1)[1]));
      accepted.incrementAndGet();
      io.sendRaw(REPLIES.substring(0, Math.min(REPLIES.length(), now.octetsOfReplies)));
      return now.octetsOfReplies >= REPLIES.length();
    }
  }

  private Session session(TlsFront server, int kept) {
    Properties properties = world.trusting("smtp", server);
    properties.setProperty("mail.smtp.timeout", "1000");
    properties.setProperty("mail.smtp.security.keep-connections", Integer.toString(kept));
    return Session.getInstance(properties);
  }

  private static MimeMessage message(Session session, String text) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setText(text);
    message.saveChanges();
    return message;
  }

  private TlsFront start(MailDialogue dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private boolean isSent(Session session) {
    try {
      Transport.send(message(session, "text"), world.sentinels.user(), world.sentinels.password());
      return true;
    } catch (MessagingException e) {
      return false;
    }
  }

  /** The first message is accepted; the second one is cut on the way to the server. */
  @Test
  void aGroupOnAKeptConnectionThatIsCutAtAnyOctetIsSentOnceOrReported() throws Exception {
    for (int octets = 0; octets < 300; octets += FULL ? 1 : 3) {
      judge(new Cut(octets, 0));
    }
  }

  /** The server has the second message, and the replies are cut. */
  @Test
  void repliesOnAKeptConnectionThatAreCutAtAnyOctetLeadToNoSecondCopy() throws Exception {
    for (int octets = 0; octets < REPLIES.length(); octets += FULL ? 1 : 3) {
      judge(new Cut(Integer.MAX_VALUE, octets));
    }
  }

  private void judge(Cut cut) throws Exception {
    accepted.set(0);
    Cutting dialogue = new Cutting(cut);
    try (TlsFront server = start(dialogue)) {
      Session session = session(server, 1);
      assertTrue(isSent(session), () -> "the first message, " + cut);
      boolean sent = isSent(session);
      int copies = accepted.get() - 1;
      assertTrue(copies <= 1, () -> copies + " copies after " + cut);
      assertTrue(copies == 1 || !sent, () -> "reported as sent after " + cut);
      assertEquals(copies == 1, sent || cut.octetsOfGroup == Integer.MAX_VALUE, cut::toString);
    }
  }

  /**
   * A server that does not know BDAT takes the message for commands. Their replies must not count
   * as those to the next message.
   */
  @ParameterizedTest
  @CsvSource({
    "500 5.5.1 what?,false",
    "502 5.5.1 not here,false",
    "501 5.5.4 how?,false",
    "554 5.6.0 no,true"
  })
  void aServerThatDoesNotKnowBdatGetsNoSecondMessage(String reply, boolean goesOn)
      throws Exception {
    MailDialogue lying =
        io -> {
          Submission.logIn(io, "PIPELINING", "CHUNKING");
          for (String line = io.readLine(); line != null; line = io.readLine()) {
            if (!line.startsWith("BDAT")) {
              io.send("250 ok");
              continue;
            }
            io.send(accepted.getAndIncrement() == 0 ? reply : "250 sent");
            if (reply.startsWith("554")) {
              io.read(Integer.parseInt(line.split(" ", -1)[1]));
            }
          }
        };
    try (TlsFront server = start(lying)) {
      Session session = session(server, 0);
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(world.sentinels.user(), world.sentinels.password());
        assertThrows(MessagingException.class, () -> send(transport, session));
        assertEquals(goesOn, transport.isConnected());
      }
      assertEquals(1, accepted.get());
    }
  }

  private static void send(Transport transport, Session session) throws MessagingException {
    MimeMessage message = message(session, "NOOP\n".repeat(9));
    transport.sendMessage(message, message.getAllRecipients());
  }

  /** A server that drops what arrived with the first command never has the message. */
  @Test
  void aServerThatAnswersOnlyTheFirstCommandOfAGroupIsAFailure() throws Exception {
    AtomicInteger dropped = new AtomicInteger();
    MailDialogue forgetful =
        io -> {
          Submission.logIn(io, "PIPELINING", "CHUNKING");
          io.readLine();
          io.send("250 sender");
          while (io.readLine() != null) {
            dropped.incrementAndGet();
          }
        };
    try (TlsFront server = start(forgetful)) {
      assertFalse(isSent(session(server, 1)));
      assertTrue(dropped.get() > 2, dropped + " lines");
    }
  }
}
