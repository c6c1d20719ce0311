package io.github.mailclad.programs;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** The servers that a program meets, with credentials that occur nowhere else. */
final class TestServers {
  /** One authority for a JVM, because a program may read its trust store once only. */
  private static final Issued ROOT = CertificateBuilder.root("Programs Root");

  final Sentinels sentinels = Sentinels.fresh();
  private final Path anchors;
  private final Mischief start;

  /**
   * Creates the servers.
   *
   * @param directory the directory for the PEM file of their authority
   * @param start {@code NONE} for implicit TLS, or {@code EXPECT_STARTTLS}
   */
  TestServers(Path directory, Mischief start) throws IOException, CertificateEncodingException {
    this.start = start;
    anchors =
        Files.writeString(
            directory.resolve("anchors.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(ROOT.certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n");
  }

  /** Starts a server with a certificate for its own name. */
  TlsFront honest(MailDialogue dialogue) {
    return certified("localhost", dialogue).start();
  }

  /** Starts a server with a certificate for its own name on a port that another server has left. */
  TlsFront honest(MailDialogue dialogue, int port) {
    return certified("localhost", dialogue).port(port).start();
  }

  /** Starts a server whose certificate is valid for another name. */
  TlsFront misnamed(MailDialogue dialogue) {
    return certified("mail.other.example", dialogue).start();
  }

  /** Starts a server without TLS, of which the program expects TLS. */
  TlsFront cleartext(MailDialogue dialogue) {
    return TlsFront.builder().dialogue(dialogue).mischief(Mischief.PLAINTEXT).start();
  }

  private TlsFront.Builder certified(String name, MailDialogue dialogue) {
    return TlsFront.builder().certificate(issuedTo(name)).dialogue(dialogue).mischief(start);
  }

  private Issued issuedTo(String name) {
    return CertificateBuilder.server().dns(name).issuedBy(ROOT);
  }

  /** Returns the account on a server. */
  Account on(TlsFront server) {
    return new Account("localhost", server.port(), sentinels.user(), sentinels.password(), anchors);
  }
}
