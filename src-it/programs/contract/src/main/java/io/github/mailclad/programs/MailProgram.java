package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.TlsFront;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unmodified program, and the refusals that its user has to see. */
abstract class MailProgram<D extends MailDialogue> {
  /** The directory for files of one test. */
  @TempDir protected Path directory;

  private TestServers servers;

  @BeforeEach
  void authority() throws Exception {
    servers = new TestServers(directory, start());
  }

  /** Returns {@code NONE} for servers with implicit TLS, or {@code EXPECT_STARTTLS}. */
  protected Mischief start() {
    return Mischief.NONE;
  }

  /** Creates the behaviour of a server that accepts these credentials only. */
  abstract D dialogue(Sentinels sentinels);

  /**
   * Uses the account for one message.
   *
   * @return the text that the program's user sees if nothing is thrown
   */
  abstract String use(Account account) throws Exception;

  /** Checks the result of a program that was accepted by an honest server. */
  abstract void check(String result, D dialogue);

  @Test
  void adoptsVerifiedTlsByConfiguration() throws Exception {
    D dialogue = dialogue(servers.sentinels);
    try (TlsFront server = honest(dialogue)) {
      check(use(servers.on(server)), dialogue);

      assertEquals(List.of(), servers.sentinels.foundIn(server.recorder().clientClear()));
    }
  }

  @Test
  void showsWhyAServerWithAnotherNameIsRefused() {
    try (TlsFront server = servers.misnamed(dialogue(servers.sentinels))) {
      showsRefusal("identity-mismatch", server);
    }
  }

  @Test
  void showsWhyAServerWithoutTlsIsRefused() {
    try (TlsFront server = servers.cleartext(dialogue(servers.sentinels))) {
      showsRefusal(start() == Mischief.NONE ? "plaintext-server" : "starttls-unavailable", server);
    }
  }

  private void showsRefusal(String code, TlsFront server) {
    String shown = shown(this::use, server);

    assertTrue(shown.contains("[" + code + "]"), shown);
    assertEquals(List.of(), credentialsAt(server));
  }

  /** Starts a server that an unmodified program may use. */
  final TlsFront honest(MailDialogue dialogue) {
    return servers.honest(dialogue);
  }

  /** Starts such a server on a port that another one has left. */
  final TlsFront honest(MailDialogue dialogue, int port) {
    return servers.honest(dialogue, port);
  }

  /** Returns the account on a server. */
  final Account account(TlsFront server) {
    return servers.on(server);
  }

  /** Starts a server whose certificate is valid for another name. */
  final TlsFront misnamed(MailDialogue dialogue) {
    return servers.misnamed(dialogue);
  }

  /** Returns the credentials of the account that the server received, with or without TLS. */
  final List<String> credentialsAt(TlsFront server) {
    List<String> found =
        new ArrayList<>(servers.sentinels.foundIn(server.recorder().clientPlain()));
    found.addAll(servers.sentinels.foundIn(server.recorder().clientClear()));
    return found;
  }

  /** Adds the authority of the account's server to a new trust store of this JVM. */
  protected final void trustByTheJvm(Account account) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream anchors = Files.newInputStream(account.anchors())) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(anchors));
    }
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    System.setProperty("javax.net.ssl.trustStore", file.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
  }

  /** Returns what the program's user sees of its use, including the error that is thrown. */
  final String shown(Use program, TlsFront server) {
    try {
      return program.use(servers.on(server));
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
  }

  /** One use of a program. */
  interface Use {
    String use(Account account) throws Exception;
  }
}
