package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.Retriever;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client helpers of GreenMail, whose own settings trust every server. */
class GreenMailHelpersTest extends SendingProgram {
  private static final String HOST = "localhost";
  private static final String KEYS = "greenmail.tls.keystore.file";
  private static final Issued ROOT = CertificateBuilder.root("GreenMail Root");

  /** GreenMail reads its key store once in a JVM. */
  @BeforeAll
  static void certificate(@TempDir Path keys) throws Exception {
    Issued own = CertificateBuilder.server().dns(HOST).ip("127.0.0.1").issuedBy(ROOT);
    Path file = keys.resolve("greenmail.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      own.keyStore("changeit").store(out, "changeit".toCharArray());
    }
    System.setProperty(KEYS, file.toString());
  }

  @AfterAll
  static void restore() {
    System.clearProperty(KEYS);
  }

  @Override
  protected String send(Account account) throws Exception {
    ServerSetup setup =
        verifying(new ServerSetup(account.port(), account.host(), "smtps"), account.anchors());
    GreenMailUtil.sendMimeMessage(
        GreenMailUtil.createTextEmail(TO, FROM, MARK, "Hello", setup),
        account.user(),
        account.password());
    return "";
  }

  /** The properties that make a verifying client of the helpers. */
  static ServerSetup verifying(ServerSetup setup, Path anchors) {
    String prefix = "mail." + setup.getProtocol() + ".";
    return setup
        .mailSessionProperty(prefix + "socketFactory.class", "javax.net.ssl.SSLSocketFactory")
        .mailSessionProperty(prefix + "ssl.checkserveridentity", "true")
        .mailSessionProperty(prefix + "security.trust-anchors", anchors.toString());
  }

  private static ServerSetup setup(String protocol) {
    ServerSetup setup = new ServerSetup(0, HOST, protocol);
    setup.setServerStartupTimeout(20_000);
    return setup;
  }

  private static void sendTo(ServerSetup running) {
    GreenMailUtil.sendTextEmail(TO, FROM, MARK, "Hello", running);
  }

  @Test
  void refusesTheFactoryThatTrustsEveryServerByName() throws Exception {
    try (Running server = new Running(setup("smtps"))) {
      String shown = shown(() -> sendTo(server.mail().getSmtps().getServerSetup()));

      assertTrue(shown.contains("[unsafe-settings]"), shown);
      assertTrue(shown.contains("mail.smtps.socketFactory.class"), shown);
      assertTrue(shown.contains("mail.smtps.ssl.checkserveridentity"), shown);
      assertTrue(shown.contains("mail.smtps.security.trust-anchors"), shown);
      assertEquals(0, server.mail().getReceivedMessages().length);
    }
  }

  @Test
  void refusesTheServerWithoutTlsAndSaysWhatATestNeeds() throws Exception {
    try (Running server = new Running(setup("smtp"))) {
      String shown = shown(() -> sendTo(server.mail().getSmtp().getServerSetup()));

      assertTrue(shown.contains("[plaintext-server]"), shown);
      assertTrue(shown.contains("mail.smtp.security.minimum-level=none"), shown);
      assertEquals(0, server.mail().getReceivedMessages().length);
    }
  }

  @Test
  void sendsToAServerWithoutTlsByTheDocumentedProperty() throws Exception {
    ServerSetup setup =
        setup("smtp").mailSessionProperty("mail.smtp.security.minimum-level", "none");
    try (Running server = new Running(setup)) {
      sendTo(server.mail().getSmtp().getServerSetup());

      assertEquals(MARK, server.mail().getReceivedMessages()[0].getSubject());
    }
  }

  @Test
  void sendsToAServerWithTlsThatHasACertificateOfItsOwn() throws Exception {
    try (Running server = new Running(verifying(setup("smtps"), anchors()))) {
      sendTo(server.mail().getSmtps().getServerSetup());

      assertEquals(MARK, server.mail().getReceivedMessages()[0].getSubject());
    }
  }

  /** The helper that reads takes the session of its server. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s"})
  void retrievesByVerifiedTlsOnly(String protocol) throws Exception {
    Path unknown =
        Files.writeString(
            directory.resolve("unknown.pem"), CertificateBuilder.root("Another Root").pem());
    try (Running server = new Running(verifying(setup(protocol), anchors()))) {
      GreenMailUser user = server.mail().getUserManager().createUser(TO, TO, "secret");
      user.deliver(GreenMailUtil.createTextEmail(TO, FROM, MARK, "Hello", setup("smtp")));
      try (Retriever retriever = new Retriever(reading(server, protocol))) {
        assertEquals(MARK, retriever.getMessages(TO, "secret")[0].getSubject());
      }
    }
    try (Running server = new Running(verifying(setup(protocol), unknown));
        Retriever retriever = new Retriever(reading(server, protocol))) {
      server.mail().getUserManager().createUser(TO, TO, "secret");
      StringWriter trace = new StringWriter();
      assertThrows(RuntimeException.class, () -> retriever.getMessages(TO, "secret"))
          .printStackTrace(new PrintWriter(trace));
      assertTrue(trace.toString().contains("[untrusted-issuer]"), trace::toString);
    }
  }

  private static AbstractServer reading(Running server, String protocol) {
    return protocol.equals("imaps") ? server.mail().getImaps() : server.mail().getPop3s();
  }

  private Path anchors() throws IOException {
    return Files.writeString(directory.resolve("root.pem"), ROOT.pem());
  }

  private static String shown(Runnable helper) {
    StringWriter trace = new StringWriter();
    assertThrows(IllegalStateException.class, helper::run).printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** A running GreenMail. */
  private record Running(GreenMail mail) implements AutoCloseable {
    Running(ServerSetup setup) {
      this(new GreenMail(setup));
      mail.start();
    }

    @Override
    public void close() {
      mail.stop();
    }
  }
}
