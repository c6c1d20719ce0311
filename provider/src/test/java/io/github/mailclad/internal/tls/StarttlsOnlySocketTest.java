package io.github.mailclad.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.tls.StarttlsOnlySocket.Stage;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StarttlsOnlySocketTest {
  private static final Refusal REFUSAL =
      new TlsStartRefusal.CleartextForbidden(PeerText.of("_143._tcp.example.org"));
  private static final String HELLO = "\u0016\u0003\u0001\u0000\u0005hello";

  private final Wire wire = new Wire();
  private final List<Refusal> refusals = new ArrayList<>();

  /** The octets that left, and the state of the socket. */
  private static final class Wire extends Socket {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Integer> segments = new ArrayList<>();
    private boolean closed;

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int octet) {
          sent.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
          segments.add(length);
          sent.write(octets, offset, length);
        }
      };
    }

    @Override
    public synchronized void close() {
      closed = true;
    }

    String text() {
      return sent.toString(ISO_8859_1);
    }
  }

  private StarttlsOnlySocket socket(MailService service) throws IOException {
    return socket(service, Stage.CLEAR);
  }

  private StarttlsOnlySocket socket(MailService service, Stage first) throws IOException {
    return new StarttlsOnlySocket(wire, service.protocol(), first, REFUSAL, refusals::add);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private void refused(Socket socket, String text) {
    RefusedException e = assertThrows(RefusedException.class, () -> write(socket, text));
    assertEquals(REFUSAL, e.refusal());
    assertEquals(List.of(REFUSAL), refusals);
    assertTrue(wire.closed, "the connection is over");
    assertThrows(SocketException.class, () -> write(socket, "A1 STARTTLS\r\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "IMAP, A0 CAPABILITY, A1 STARTTLS",
    "POP3, CAPA, STLS",
    "SUBMISSION, EHLO client.example.org, STARTTLS"
  })
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void whatLeadsToTlsPassesAndThenEverything(MailService service, String asks, String begins)
      throws IOException {
    StarttlsOnlySocket socket = socket(service);
    write(socket, asks + "\r\n");
    write(socket, begins + "\r\n");
    assertEquals(Stage.STARTTLS_SENT, socket.stage());

    write(socket, HELLO);

    assertEquals(Stage.TLS, socket.stage());
    write(socket, "A2 LOGIN user password\r\n");
    assertEquals(
        asks + "\r\n" + begins + "\r\n" + HELLO + "A2 LOGIN user password\r\n", wire.text());
    assertEquals(HELLO.length(), wire.segments.get(2), "a record leaves in one piece");
  }

  @ParameterizedTest
  @CsvSource({
    "IMAP, A1 LOGIN user password",
    "IMAP, A1 AUTHENTICATE PLAIN",
    "IMAP, A1 NOOP",
    "IMAP, A1 ID NIL",
    "IMAP, A1 SELECT INBOX",
    "IMAP, A1 CAPABILITY x",
    "IMAP, CAPABILITY",
    "IMAP, STLS",
    "POP3, USER user",
    "POP3, APOP user digest",
    "POP3, AUTH PLAIN",
    "POP3, NOOP",
    "POP3, CAPA x",
    "SUBMISSION, AUTH PLAIN AHVzZXIAcGFzcw==",
    "SUBMISSION, MAIL FROM:<a@example.org>",
    "SUBMISSION, HELO client.example.org",
    "SUBMISSION, EHLO a b",
    "SUBMISSION, EHLO",
    "SUBMISSION, NOOP"
  })
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void nothingElseLeaves(MailService service, String line) throws IOException {
    StarttlsOnlySocket socket = socket(service);

    refused(socket, line + "\r\n");

    assertEquals("", wire.text());
    assertEquals(Stage.CLOSED, socket.stage());
  }

  @Test
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void aLineLeavesWhenItIsWhole() throws IOException {
    StarttlsOnlySocket socket = socket(MailService.IMAP);
    for (int octet : "A1 STARTTLS\r".getBytes(ISO_8859_1)) {
      socket.getOutputStream().write(octet);
      assertEquals("", wire.text());
    }
    socket.getOutputStream().write('\n');
    assertEquals("A1 STARTTLS\r\n", wire.text());
  }

  @Test
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void whatIsHiddenBehindAnotherLineDoesNotLeave() throws IOException {
    refused(socket(MailService.IMAP), "A1 CAPABILITY\r\nA2 LOGIN user password\r\n");
    assertEquals("A1 CAPABILITY\r\n", wire.text());
  }

  @Test
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void aLineEndsByBothOctets() throws IOException {
    refused(socket(MailService.POP3), "STLS\n");
    assertEquals("", wire.text());
  }

  @Test
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void aLineWithoutEndIsNotWaitedFor() throws IOException {
    refused(socket(MailService.SUBMISSION), "EHLO " + "x".repeat(5000));
    assertEquals("", wire.text());
  }

  @Test
  @Requirement(value = "L12", heldBy = "StarttlsOnlySocket")
  void oneOctetMakesNoRecord() throws IOException {
    StarttlsOnlySocket socket = socket(MailService.IMAP);
    refused(socket, "\u0016A1 LOGIN user password\r\n");
    assertEquals("", wire.text());
  }

  @Test
  void aRecordMayComeInPieces() throws IOException {
    StarttlsOnlySocket socket = socket(MailService.IMAP);
    for (int octet : HELLO.getBytes(ISO_8859_1)) {
      socket.getOutputStream().write(octet);
    }
    assertEquals(HELLO, wire.text());
    assertEquals(Stage.TLS, socket.stage());
  }

  @ParameterizedTest
  @CsvSource({"IMAP, A1 LOGOUT", "POP3, QUIT", "SUBMISSION, QUIT"})
  void aGoodbyeClosesTheConnectionAndIsNoReason(MailService service, String goodbye)
      throws IOException {
    StarttlsOnlySocket socket = socket(service);

    assertThrows(SocketException.class, () -> write(socket, goodbye + "\r\n"));

    assertEquals("", wire.text());
    assertEquals(List.of(), refusals);
    assertTrue(wire.closed);
  }

  @Test
  void aProxyIsAskedFirst() throws IOException {
    String request =
        "CONNECT mail.example.org:143 HTTP/1.1\r\nProxy-Connection: keep-alive\r\n\r\n";
    StarttlsOnlySocket socket = socket(MailService.IMAP, Stage.PROXY_REQUEST);
    write(socket, request);
    assertEquals(request, wire.text());

    refused(socket, "A1 LOGIN user password\r\n");

    assertEquals(request, wire.text());
  }

  @ParameterizedTest
  @EnumSource(names = {"PROXY_REQUEST", "CLEAR"})
  void aRequestToAProxyIsNoWayAround(Stage first) throws IOException {
    String hidden = first == Stage.CLEAR ? "CONNECT mail.example.org:143 HTTP/1.1" : "USER user";
    refused(socket(MailService.POP3, first), hidden + "\r\n");
    assertEquals("", wire.text());
  }

  @Test
  void aRequestToAProxyHasAnEnd() throws IOException {
    StarttlsOnlySocket socket = socket(MailService.POP3, Stage.PROXY_REQUEST);
    refused(socket, "CONNECT mail.example.org:110 HTTP/1.1\r\n" + "USER user\r\n".repeat(16));
  }
}
