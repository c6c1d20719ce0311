package io.github.mailclad.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TlsFrontTest {
  private final GreenMail plain =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    plain.start();
  }

  @AfterEach
  void stop() {
    plain.stop();
  }

  @Test
  void givesAPlainServerTls() throws Exception {
    try (TlsFront front = TlsFront.before(plain.getSmtp().getPort())) {
      Session session = Session.getInstance(front.properties("smtp"));
      Transport.send(MailServerTest.message(session, "bob@example.org"));
      assertEquals(1, plain.getReceivedMessages().length);
    }
  }

  @Test
  void isNotNeededToRefuseThePlainServerItself() throws Exception {
    var properties = new Properties();
    properties.setProperty("mail.smtp.host", "localhost");
    properties.setProperty("mail.smtp.port", Integer.toString(plain.getSmtp().getPort()));
    Session session = Session.getInstance(properties);
    var message = MailServerTest.message(session, "bob@example.org");
    var refused = assertThrows(MessagingException.class, () -> Transport.send(message));
    Refusal refusal = Refusal.in(refused).orElseThrow();
    assertEquals("plaintext-server", refusal.code());
    assertEquals(0, plain.getReceivedMessages().length);
  }

  @Test
  void refusesAServerThatIsNotOnLoopback() throws Exception {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> TlsFront.before("192.0.2.1", 25));
    assertTrue(String.valueOf(refused.getMessage()).contains("not a loopback address"));
  }

  /** The name is a loopback name at first: the address of the socket decides. */
  @Test
  void carriesNothingToAnotherAddressOfThisMachine() throws Exception {
    InetAddress outside = outside();
    var seen = new ClientLines();
    try (var listener = new ServerSocket(0, 5, outside);
        var port =
            new TlsPort(
                new InetSocketAddress(outside, listener.getLocalPort()),
                null,
                new Certificates(),
                () -> Fault.NONE,
                () -> seen)) {
      var properties = new Properties();
      MailServer.addServer(properties, "smtp", port.port(), new Certificates().authorityPem());
      Session session = Session.getInstance(properties);
      var message = MailServerTest.message(session, "bob@example.org");
      assertThrows(MessagingException.class, () -> Transport.send(message));
      try (var connection = listener.accept()) {
        connection.setSoTimeout(5000);
        assertEquals(-1, connection.getInputStream().read(), "closed without an octet");
      }
    }
  }

  private static InetAddress outside() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
        .findFirst()
        .orElseThrow(
            () -> new org.opentest4j.TestAbortedException("this machine has loopback alone"));
  }
}
