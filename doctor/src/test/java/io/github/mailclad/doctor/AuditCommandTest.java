package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the options of audit, and of the commands when DNS fails. */
class AuditCommandTest {
  private static final String ROOT_ANCHOR =
      ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n";

  @TempDir private Path folder = Path.of("unset");
  private Path anchors = Path.of("unset");
  private final FailingServer server = new FailingServer();

  @BeforeEach
  void writeAnchors() throws IOException {
    anchors = Files.writeString(folder.resolve("root.key"), ROOT_ANCHOR);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A name server that answers every question with SERVFAIL (RFC 1035, section 4.1.1). */
  private static final class FailingServer implements AutoCloseable {
    private final DatagramSocket socket;

    FailingServer() {
      try {
        socket = new DatagramSocket(0, Loopback.V4);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread thread = new Thread(this::answerAll, "failing-dns");
      thread.setDaemon(true);
      thread.start();
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void answerAll() {
      byte[] buffer = new byte[4096];
      try {
        while (!socket.isClosed()) {
          DatagramPacket question = new DatagramPacket(buffer, buffer.length);
          socket.receive(question);
          buffer[2] |= (byte) 0x80;
          buffer[3] = (byte) 0x82;
          socket.send(question);
        }
      } catch (IOException closed) {
        // the end of the test
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html", "junit", "nagios", "prometheus"})
  void aFailedLookUpIsNoVerdict(String format) {
    assertEquals(3, asking("audit", "example.org", "--format", format).exit());
    assertEquals(3, asking("discover", "alice@example.org", "--format", format).exit());
  }

  @Test
  void aServerAloneIsAskedWithTheKeysOfTheRoot() {
    assertEquals(3, run("audit", "example.org", "--dns-server", server.address()).exit());
  }

  @Test
  void theDayOfTheVerdictIsInTheReport() {
    Result result = asking("audit", "example.org", "--at", "2027-03-15", "--json");
    assertTrue(result.out().contains("2027-03-15T00:00:00Z"), result.out());
  }

  @Test
  void aSavedBaselineIsComparedWith() throws IOException {
    Path file = folder.resolve("good.txt");
    asking("audit", "example.org", "--save-baseline", file.toString());
    assertTrue(Files.readString(file).contains("ERROR srv-published"), Files.readString(file));
    Result same = asking("audit", "example.org", "--baseline", file.toString());
    assertEquals(3, same.exit(), same.out());
    assertTrue(same.out().contains("nothing got worse since the baseline"), same.out());

    Files.writeString(file, Files.readString(file) + "PASS tls-1-3 imaps mail.example.org:993\n");
    Result worse = asking("audit", "example.org", "--baseline", file.toString());
    assertEquals(1, worse.exit(), worse.out());
    assertTrue(worse.out().contains("is not found any more"), worse.out());
  }

  @Test
  void receivedFieldsAreReadFromAMessage() throws IOException {
    Path message =
        Files.writeString(
            folder.resolve("sent.eml"),
            """
            Received: from client.example by mail.example.org with ESMTPSA
             tls TLS_AES_128_GCM_SHA256; Wed, 2 Dec 2026 00:00:00 +0000
            Subject: test

            text
            """);
    Result result = asking("audit", "example.org", "--message", message.toString());
    assertTrue(result.out().contains("records TLS_AES_128_GCM_SHA256"), result.out());
  }

  @Test
  void wrongUsageIsExplained() throws IOException {
    Path noMessage = Files.writeString(folder.resolve("none.eml"), "Subject: test\n\ntext\n");
    String absent = folder.resolve("absent").toString();
    String trusted = anchors.toString();
    wrong("not a profile", asking("audit", "example.org", "--profile", "strict"));
    wrong("not a day", asking("audit", "example.org", "--at", "15.3.2027"));
    wrong("no Received field", asking("audit", "example.org", "--message", noMessage.toString()));
    wrong("cannot read", asking("audit", "example.org", "--message", absent));
    wrong("cannot read", asking("audit", "example.org", "--baseline", absent));
    wrong("not a baseline", asking("audit", "example.org", "--baseline", noMessage.toString()));
    wrong("cannot read", asking("audit", "example.org", "--anchors", absent));
    wrong("no certificates", asking("audit", "example.org", "--anchors", noMessage.toString()));
    wrong("no format", asking("audit", "example.org", "--format", "xml"));
    wrong("not a domain", asking("audit", "192.0.2.1"));
    wrong("not an address", asking("discover", "example.org"));
    wrong("not an address", asking("discover", "alice@192.0.2.1"));
    wrong("needs --dns-server", run("discover", "a@example.org", "--dns-anchors", trusted));
    wrong("cannot read", dns(server.address(), absent));
    wrong("trust anchors cannot be read", dns(server.address(), noMessage.toString()));
    for (String other : List.of("dns.example", "127.0.0.1:x", "127.0.0.1:70000", "[::1]:0x35")) {
      wrong("--dns-server is an address", dns(other, trusted));
    }
  }

  @Test
  void sourcesAreNamedAsByTheProperty() {
    for (String sources : List.of("srv", "srv-pacc", "all")) {
      assertEquals(3, asking("discover", "alice@example.org", "--sources", sources).exit());
    }
    wrong("--sources is", asking("discover", "alice@example.org", "--sources", "SRV_PACC"));
    wrong("needs --sources all", discovering("srv-pacc", "--directory", "https://d.example/"));
    wrong("needs --sources srv-pacc", discovering("srv", "--anchors", anchors.toString()));
    wrong("no certificates", discovering("all", "--anchors", anchors.toString()));
    for (String address :
        List.of(
            "http://d.example/",
            "https://d.example",
            "https:///v1.1/",
            "https://d.example/?to=/",
            "https://a@d.example/")) {
      wrong("ends with a slash", discovering("all", "--directory", address));
    }
    assertEquals(3, discovering("all", "--directory", "https://d.example/v1.1/").exit());
  }

  private Result discovering(String sources, String option, String value) {
    return asking("discover", "alice@example.org", "--sources", sources, option, value);
  }

  private static Result dns(String server, String anchors) {
    return run("discover", "a@example.org", "--dns-server", server, "--dns-anchors", anchors);
  }

  private static void wrong(String word, Result result) {
    assertEquals(2, result.exit(), result::toString);
    assertTrue(result.err().contains(word), result::err);
    assertFalse(result.err().contains("Exception"), result::err);
  }

  private Result asking(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--dns-server", server.address(), "--dns-anchors", anchors.toString()));
    return run(all.toArray(String[]::new));
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Doctor.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exit, out.toString(), err.toString());
  }

  private record Result(int exit, String out, String err) {}
}
