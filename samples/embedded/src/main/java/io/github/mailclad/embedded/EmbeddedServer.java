package io.github.mailclad.embedded;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A mail server on loopback: GreenMail for the mail, a small TLS front before each of its ports,
 * certificates made at the start. Each call returns a new port.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** The address of the default user. */
  public static final String USER = "alice@example.org";

  /** The password of every user. */
  public static final String PASSWORD = "correct-horse-battery-staple";

  private static final String HTML = "<script>alert(document.cookie)</script>";
  private static final long START_MILLIS = 30_000;

  private final Issued authority = CertificateBuilder.root("Sample Authority");
  private final Issued certificate;
  private final Issued otherName =
      CertificateBuilder.server().dns("mail.hoster.example").issuedBy(authority);
  private final Issued selfSigned;
  private final Issued expired;
  private final Issued rude;
  private final GreenMail mail;
  private final List<TlsFront> fronts = new ArrayList<>();

  /** A server with certificates for that host name, and its one user {@link #USER}. */
  public EmbeddedServer(String host) {
    this(host, USER);
  }

  /** A server with certificates for that host name, and that one user. */
  public EmbeddedServer(String host, String user) {
    certificate = CertificateBuilder.server().dns(host).issuedBy(authority);
    selfSigned = CertificateBuilder.server().dns(host).selfSigned();
    Instant now = Instant.now();
    expired =
        CertificateBuilder.server()
            .dns(host)
            .validity(now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(40)))
            .issuedBy(authority);
    rude =
        CertificateBuilder.server()
            .subject(new X500NameBuilder().addRDN(BCStyle.CN, HTML).build())
            .dns(host)
            .selfSigned();
    ServerSetup[] plain = {
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
    };
    for (ServerSetup setup : plain) {
      setup.setServerStartupTimeout(START_MILLIS);
    }
    mail = new GreenMail(plain);
    mail.setUser(user, user, PASSWORD);
    mail.start();
  }

  /** Returns the certificate of the authority that issued the certificate of this server. */
  public X509Certificate authority() {
    return authority.certificate();
  }

  /** Message submission over implicit TLS. */
  public int submissionsPort() {
    return front(certificate, mail.getSmtp().getPort());
  }

  /** IMAP over implicit TLS. */
  public int imapsPort() {
    return front(certificate, mail.getImap().getPort());
  }

  /** POP3 over implicit TLS. */
  public int pop3sPort() {
    return front(certificate, mail.getPop3().getPort());
  }

  /** The IMAP server once more, with a certificate of another name. */
  public int misnamedImapsPort() {
    return front(otherName, mail.getImap().getPort());
  }

  /** The IMAP server once more, with a self-signed certificate. */
  public int selfSignedImapsPort() {
    return front(selfSigned, mail.getImap().getPort());
  }

  /** Message submission once more, with a certificate of another name. */
  public int misnamedSubmissionsPort() {
    return front(otherName, mail.getSmtp().getPort());
  }

  /** Message submission once more, with a self-signed certificate. */
  public int selfSignedSubmissionsPort() {
    return front(selfSigned, mail.getSmtp().getPort());
  }

  /** The IMAP server once more, with a certificate that has expired. */
  public int expiredImapsPort() {
    return front(expired, mail.getImap().getPort());
  }

  /** Message submission once more, with a certificate that has expired. */
  public int expiredSubmissionsPort() {
    return front(expired, mail.getSmtp().getPort());
  }

  /** The IMAP server once more, with a self-signed certificate that contains HTML. */
  public int rudeImapsPort() {
    return front(rude, mail.getImap().getPort());
  }

  /** Message submission once more, with a self-signed certificate that contains HTML. */
  public int rudeSubmissionsPort() {
    return front(rude, mail.getSmtp().getPort());
  }

  /** An IMAP server without any TLS. */
  public int plainImapPort() {
    return started(TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new ImapDialogue()));
  }

  /** The IMAP server once more, without any TLS. */
  public int unprotectedImapPort() {
    return unprotected(mail.getImap().getPort());
  }

  /** Message submission once more, without any TLS. */
  public int unprotectedSubmissionPort() {
    return unprotected(mail.getSmtp().getPort());
  }

  private int unprotected(int plainPort) {
    return started(TlsFront.builder().mischief(Mischief.PLAINTEXT).backend("127.0.0.1", plainPort));
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
