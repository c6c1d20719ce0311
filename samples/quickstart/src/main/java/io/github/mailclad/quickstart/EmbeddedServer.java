package io.github.mailclad.quickstart;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A mail server on loopback: GreenMail for the mail, a small TLS front before each of its ports,
 * certificates made at the start.
 */
final class EmbeddedServer implements AutoCloseable {
  static final String USER = "alice@example.org";
  static final String PASSWORD = "correct-horse-battery-staple";

  private static final long START_MILLIS = 30_000;

  private final Issued authority = CertificateBuilder.root("Quickstart Authority");
  private final Issued certificate =
      CertificateBuilder.server().dns("localhost").issuedBy(authority);
  private final Issued otherName =
      CertificateBuilder.server().dns("mail.hoster.example").issuedBy(authority);
  private final GreenMail mail;
  private final List<TlsFront> fronts = new ArrayList<>();

  EmbeddedServer() {
    ServerSetup[] plain = {
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
    };
    for (ServerSetup setup : plain) {
      setup.setServerStartupTimeout(START_MILLIS);
    }
    mail = new GreenMail(plain);
    mail.setUser(USER, USER, PASSWORD);
    mail.start();
  }

  /** The certificate of the authority that vouches for this server. */
  X509Certificate authority() {
    return authority.certificate();
  }

  int submissionsPort() {
    return front(certificate, mail.getSmtp().getPort());
  }

  int imapsPort() {
    return front(certificate, mail.getImap().getPort());
  }

  int pop3sPort() {
    return front(certificate, mail.getPop3().getPort());
  }

  /** The IMAP server once more, with a certificate of another name. */
  int misnamedImapsPort() {
    return front(otherName, mail.getImap().getPort());
  }

  /** An IMAP server without any TLS. */
  int plainImapPort() {
    return started(TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new ImapDialogue()));
  }

  private int front(Issued presented, int plainPort) {
    return started(TlsFront.builder().certificate(presented).backend("127.0.0.1", plainPort));
  }

  private int started(TlsFront.Builder builder) {
    TlsFront front = builder.start();
    fronts.add(front);
    return front.port();
  }

  @Override
  public void close() {
    fronts.forEach(TlsFront::close);
    mail.stop();
  }
}
