package io.github.mailclad.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;

class ServerCertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerCertificate certificate = ServerCertificate.forHost("localhost");

  @Test
  void aServerWithTheKeyStoreIsVerified() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(new ByteArrayInputStream(certificate.keyStore("changeit")), PASSWORD);

    assertEquals("none", refusalOf(keys, certificate));
  }

  @Test
  void aServerWithThePemFilesIsVerified() throws Exception {
    assertEquals("none", refusalOf(pemFiles(certificate), certificate));
  }

  @Test
  void anotherAuthorityIsRefused() throws Exception {
    assertEquals(
        "untrusted-issuer",
        refusalOf(pemFiles(certificate), ServerCertificate.forHost("localhost")));
  }

  @Test
  void anotherHostIsRefused() throws Exception {
    ServerCertificate other = ServerCertificate.forHost("mail.example.org");
    Properties properties = other.properties("smtp", 1465);
    assertEquals("mail.example.org", properties.getProperty("mail.smtp.host"));

    assertEquals("identity-mismatch", refusalOf(pemFiles(other), other));
  }

  private static KeyStore pemFiles(ServerCertificate certificate) throws Exception {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(certificate.chain().getBytes(StandardCharsets.US_ASCII)));
    String base64 = certificate.privateKey().replaceAll("-----[A-Z ]+-----|\n", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("server", key, PASSWORD, chain.toArray(Certificate[]::new));
    return keys;
  }

  /**
   * Connects to a server with these keys on {@code localhost}. Returns the code of the refusal, or
   * "none" if the server was verified and the program sent its first command.
   */
  private static String refusalOf(KeyStore keys, ServerCertificate trusted) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var lines = new LinkedBlockingQueue<String>();
    var executor = Executors.newSingleThreadExecutor();
    try (var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
      Future<?> served = executor.submit(() -> greet(server, lines));
      Properties properties = trusted.properties("smtp", server.getLocalPort());
      properties.setProperty("mail.smtp.host", "localhost");
      Session session = Session.getInstance(properties);
      var message = MailServerTest.message(session, "bob@example.org");
      var failed = assertThrows(MessagingException.class, () -> Transport.send(message));
      String code = Refusal.in(failed).map(Refusal::code).orElse("none");
      served.get(10, TimeUnit.SECONDS);
      assertEquals(
          code.equals("none"), List.copyOf(lines).stream().anyMatch(l -> l.startsWith("EHLO")));
      return code;
    } finally {
      executor.shutdownNow();
    }
  }

  private static Void greet(SSLServerSocket server, Queue<String> lines) throws Exception {
    try (var client = server.accept()) {
      client.setSoTimeout(5000);
      client.getOutputStream().write("220 test\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] line = new byte[200];
      int length = client.getInputStream().read(line);
      if (length > 0) {
        lines.add(new String(line, 0, length, StandardCharsets.US_ASCII));
      }
    } catch (SSLException e) {
      // the program refused the server
    }
    return null;
  }
}
