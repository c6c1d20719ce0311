package io.github.mailclad.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.explain.PlainAngus.Tls;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what is said about plain Angus with what Angus puts on the wire. */
class PlainAngusTest {

  record Case(String properties, Tls tls, List<String> onTheWire) {
    @Override
    public String toString() {
      return properties;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("", Tls.NONE, List.of("password")),
        new Case("mail.smtp.ssl.enable=yes", Tls.NONE, List.of("password")),
        new Case("mail.smtp.starttls.enable=true", Tls.STARTTLS_IF_OFFERED, List.of("password")),
        new Case("mail.smtp.starttls.required=true", Tls.STARTTLS, List.of("nothing")),
        new Case(
            "mail.smtp.starttls.enable=true mail.smtp.starttls.required=true",
            Tls.STARTTLS,
            List.of("nothing")),
        new Case("mail.smtp.ssl.enable=TRUE", Tls.IMPLICIT, List.of("tls")),
        new Case(
            "mail.smtp.socketFactory.class=javax.net.ssl.SSLSocketFactory",
            Tls.IMPLICIT_OR_CLEARTEXT,
            List.of("tls", "password")),
        new Case(
            "mail.smtp.socketFactory.class=javax.net.ssl.SSLSocketFactory mail.smtp.socketFactory.fallback=false",
            Tls.IMPLICIT,
            List.of("tls")),
        new Case(
            "mail.smtp.ssl.enable=true mail.smtp.starttls.required=true",
            Tls.IMPLICIT,
            List.of("tls")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theModelSaysWhatAngusPutsOnTheWire(Case one) throws Exception {
    Properties properties = new Properties();
    for (String pair : one.properties().split(" ", -1)) {
      if (!pair.isEmpty()) {
        properties.setProperty(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
      }
    }
    StringBuilder text = new StringBuilder("mail.smtp.host=127.0.0.1\n");
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    SettingsFile file =
        SettingsFile.of(Path.of("a.properties"), text.toString(), StandardCharsets.UTF_8);
    MailSession session = SessionFinder.sessions(file.documents().get(0)).get(0);
    assertEquals(one.tls(), PlainAngus.of(session).tls());
    assertEquals(one.onTheWire(), onTheWire(properties));
  }

  /** Returns what each connection of plain Angus shows a server without TLS and STARTTLS. */
  private static List<String> onTheWire(Properties properties) throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, seen));
      thread.start();
      properties.setProperty("mail.smtp.class", "org.eclipse.angus.mail.smtp.SMTPTransport");
      properties.setProperty("mail.smtp.auth", "true");
      properties.setProperty("mail.smtp.timeout", "5000");
      Session session = Session.getInstance(properties);
      Transport transport =
          new org.eclipse.angus.mail.smtp.SMTPTransport(
              session, new jakarta.mail.URLName("smtp", "127.0.0.1", -1, null, null, null));
      try (transport) {
        transport.connect("127.0.0.1", server.getLocalPort(), "alice", "secret");
      } catch (MessagingException expected) {
        // the server has neither TLS nor a login
      }
      server.close();
      thread.join(10_000);
    }
    return seen;
  }

  private static void serve(ServerSocket server, List<String> seen) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(5_000);
        seen.add(kind(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static String kind(Socket socket) throws IOException {
    socket.getOutputStream().write("220 test\r\n".getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    int first = in.read();
    if (first == 0x16) {
      return "tls";
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("AUTH") || line.startsWith("UTH")) {
        return "password";
      }
      String answer = line.endsWith("QUIT") ? "221 bye\r\n" : "250-test\r\n250 AUTH PLAIN\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }
    return "nothing";
  }
}
