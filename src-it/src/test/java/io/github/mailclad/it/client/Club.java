package io.github.mailclad.it.client;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A world whose servers know their members by certificates of an authority of their own. */
final class Club {
  /** The name of the member to whom the certificate belongs. */
  static final String MEMBER = "alice";

  final World world = new World();
  final Issued authority = CertificateBuilder.root("Club Root");
  final Issued card = card(MEMBER);

  /** A protocol over a TLS version. */
  record Over(String protocol, String version) {
    static List<Over> everywhere() {
      return Stream.of("imaps", "pop3s", "submissions")
          .flatMap(p -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> new Over(p, v)))
          .toList();
    }
  }

  /** A certificate for a member. */
  Issued card(String member) {
    return CertificateBuilder.client().subject("CN=" + member).issuedBy(authority);
  }

  static ScriptedServer<?> dialogue(String protocol) {
    return ((ScriptedServer<?>) World.dialogue(protocol)).mechanisms("PLAIN", "EXTERNAL");
  }

  /** A server that asks for certificates of the club. */
  TlsFront.Builder server(String version, ClientAuth asking, MailDialogue dialogue) {
    return TlsFront.builder()
        .certificate(world.certificate)
        .dialogue(dialogue)
        .protocols(version)
        .clientAuth(asking, authority);
  }

  /**
   * Properties of the member's own account on that server, over any connection, with EXTERNAL as
   * the only login.
   */
  Properties member(String protocol, TlsFront server) {
    Properties properties = guarded(protocol, server);
    properties.setProperty(
        "mail." + protocol + ".security.client-certificate-also-over", "TLSv1.2 starttls");
    return properties;
  }

  /** The same as the defaults are. */
  Properties guarded(String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    String prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "user", MEMBER);
    properties.setProperty(prefix + "auth", "true");
    properties.setProperty(prefix + "timeout", "10000");
    properties.setProperty(prefix + "security.auth-mechanisms", "EXTERNAL");
    properties.put(prefix + "security.client-certificate", entry(card));
    return properties;
  }

  /** Returns the certificate of a server below an untrusted authority. */
  static Issued stranger() {
    return CertificateBuilder.server()
        .dns("localhost")
        .issuedBy(CertificateBuilder.root("Strange Root"));
  }

  static KeyStore.PrivateKeyEntry entry(Issued issued) {
    return new KeyStore.PrivateKeyEntry(
        issued.key(), issued.chain().toArray(new X509Certificate[0]));
  }

  /** Connects without a password; returns the failure, or null. */
  static @Nullable MessagingException connect(
      String protocol, Properties properties, String member) {
    try (Service service = World.service(protocol, properties)) {
      service.connect(member, null);
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  /** Returns the client certificates that the server received, by completed handshake. */
  static List<Optional<X509Certificate>> seenBy(TlsFront server) {
    server.recorder().awaitEnds(OnTheWire.PATIENCE);
    return server.recorder().connections().stream()
        .flatMap(connection -> connection.handshake().stream())
        .map(WireRecorder.Handshake::clientCertificate)
        .toList();
  }

  /** The commands that begin a login, without an IMAP tag. */
  static List<String> attempts(ScriptedServer<?> dialogue) {
    return dialogue.commands().stream()
        .map(line -> line.replaceFirst("^[A-Z]+\\d+ ", ""))
        .filter(line -> line.matches("(AUTH|AUTHENTICATE|LOGIN|USER|PASS|APOP)( .*)?"))
        .toList();
  }
}
