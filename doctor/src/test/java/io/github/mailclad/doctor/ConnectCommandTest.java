package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectCommandTest {
  @TempDir private Path folder;
  private final Issued root = CertificateBuilder.root("Test Root");
  private Path anchors = Path.of("");

  @BeforeEach
  void writeAnchors() throws IOException {
    anchors = Files.writeString(folder.resolve("ca.pem"), root.pem());
  }

  @Test
  void aVerifiedServerIsExplained() {
    try (TlsFront server = imap("localhost").start()) {
      Result result = connect("imaps://localhost:" + server.port());
      assertEquals(0, result.exit(), result.out());
      assertTrue(result.out().contains("level: AUTHENTICATED"), result.out());
      assertTrue(result.out().contains("matched DNS-ID localhost"), result.out());
      assertTrue(result.out().contains("TLSv1.3"), result.out());
      assertTrue(result.out().contains("group x25519"), result.out());
      assertTrue(result.out().contains("anchor: CN=Test Root"), result.out());
      assertTrue(result.out().contains("PLAIN"), result.out());
    }
  }

  @Test
  void aServerWithAnotherNameIsRefusedWithARemedy() {
    try (TlsFront server = imap("other.example").start()) {
      Result result = connect("imaps://localhost:" + server.port());
      assertEquals(1, result.exit(), result.out());
      assertTrue(result.out().contains("code: identity-mismatch"), result.out());
      assertTrue(result.out().contains("remedy: "), result.out());
      assertTrue(result.out().contains("other.example"), result.out());
    }
  }

  @Test
  void noLoginIsSent() {
    try (TlsFront server = imap("other.example").start()) {
      connect("imaps://localhost:" + server.port());
      String sent = new String(server.recorder().clientPlain(), StandardCharsets.US_ASCII);
      assertTrue(sent.contains("CAPABILITY"), sent);
      assertTrue(sent.lines().allMatch(line -> line.matches("a[19] (CAPABILITY|LOGOUT)")), sent);
    }
  }

  @Test
  void startTlsIsExplainedToo() {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(certificate("localhost"))
            .dialogue(new SmtpDialogue())
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      Result result = connect("submission://localhost:" + server.port());
      assertEquals(0, result.exit(), result.out());
      assertTrue(result.out().contains("starttls: "), result.out());
    }
  }

  @Test
  void aClosedPortIsNoVerdict() {
    TlsFront server = imap("localhost").start();
    server.close();
    assertEquals(3, connect("imaps://localhost:" + server.port()).exit());
  }

  @Test
  void aClientConnectsIfItHasTheVersionOfTheServer() {
    try (TlsFront old = imap("localhost").legacy(LegacyTls.only(ProtocolVersion.TLSv11)).start();
        TlsFront modern = imap("localhost").protocols("TLSv1.3").start()) {
      assertEquals(1, connect("imaps://localhost:" + old.port(), "--client", "jdk17").exit());
      assertEquals(1, connect("imaps://localhost:" + modern.port(), "--client", "jdk8").exit());
      Result result = connect("imaps://localhost:" + modern.port(), "--client", "jdk25");
      assertEquals(0, result.exit(), result.out());
      assertTrue(result.out().contains("jdk25 gets TLS 1.3"), result.out());
    }
  }

  @Test
  void aClientWithoutStaticRsaDoesNotConnectToAServerThatNeedsIt() {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(
                CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(root))
            .dialogue(new ImapDialogue())
            .legacy(LegacyTls.staticRsa())
            .start()) {
      assertEquals(0, connect("imaps://localhost:" + server.port(), "--client", "jdk17").exit());
      assertEquals(1, connect("imaps://localhost:" + server.port(), "--client", "jdk25").exit());
    }
  }

  @Test
  void plainAngusSendsThePasswordInTheClear() {
    Result result = connect("imap://localhost", "--client", "angus-defaults");
    assertEquals(1, result.exit(), result.out());
    assertTrue(result.out().contains("in the clear"), result.out());
  }

  @Test
  void whatIsNoServerIsWrongUsage() {
    for (String url : List.of("localhost", "http://localhost", "imaps://a b", "imaps://h:70000")) {
      Result result = connect(url);
      assertEquals(2, result.exit(), url + ": " + result.out());
      assertFalse(result.err().isEmpty());
    }
  }

  private Issued certificate(String name) {
    return CertificateBuilder.server().dns(name).issuedBy(root);
  }

  private TlsFront.Builder imap(String name) {
    return TlsFront.builder().certificate(certificate(name)).dialogue(new ImapDialogue());
  }

  private Result connect(String url, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments =
        new ArrayList<>(List.of("connect", url, "-D", "mail.security.trust-anchors=" + anchors));
    arguments.addAll(List.of(more));
    int exit =
        Doctor.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(exit, out.toString(), err.toString());
  }

  private record Result(int exit, String out, String err) {}
}
