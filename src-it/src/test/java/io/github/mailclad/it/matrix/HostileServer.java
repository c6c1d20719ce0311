package io.github.mailclad.it.matrix;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.tls.ProtocolVersion;

/** The kinds of servers; each but the good one has exactly one thing wrong. */
enum HostileServer {
  GOOD,
  WRONG_NAME,
  UNKNOWN_ISSUER,
  EXPIRED,
  TLS_1_1_ONLY,
  PLAIN_TEXT,
  STATIC_RSA_ONLY;

  /** A server of this kind that speaks the dialogue. */
  TlsFront start(World world, MailDialogue dialogue) {
    return start(world, dialogue, /* port= */ 0);
  }

  /** The same, at a port; 0 is a free one. */
  TlsFront start(World world, MailDialogue dialogue, int port) {
    TlsFront.Builder front =
        TlsFront.builder().dialogue(dialogue).certificate(certificate(world.root)).port(port);
    switch (this) {
      case TLS_1_1_ONLY -> front.legacy(LegacyTls.only(ProtocolVersion.TLSv11));
      case STATIC_RSA_ONLY -> front.legacy(LegacyTls.staticRsa());
      case PLAIN_TEXT -> front.mischief(Mischief.PLAINTEXT);
      case GOOD, WRONG_NAME, UNKNOWN_ISSUER, EXPIRED -> {}
    }
    return front.start();
  }

  private Issued certificate(Issued root) {
    CertificateBuilder server = CertificateBuilder.server();
    return switch (this) {
      case WRONG_NAME -> server.dns("mail.example.org").ip("192.0.2.1").issuedBy(root);
      case UNKNOWN_ISSUER ->
          named(server).issuedBy(CertificateBuilder.root("CN=Root Nobody Knows"));
      case EXPIRED -> {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        yield named(server)
            .validity(yesterday.minus(Duration.ofDays(30)), yesterday)
            .issuedBy(root);
      }
      case STATIC_RSA_ONLY -> named(server).key(KeyKind.RSA_2048).issuedBy(root);
      case GOOD, TLS_1_1_ONLY, PLAIN_TEXT -> named(server).issuedBy(root);
    };
  }

  private static CertificateBuilder named(CertificateBuilder server) {
    return server.dns("localhost").ip("127.0.0.1");
  }
}
