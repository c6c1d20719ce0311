package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.resolver.ValidatingResolver;
import io.github.mailclad.verify.PeerVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * A program without a mail library, in a JVM of its own: it verifies a TLS server, looks a TLSA
 * record up, and discovers servers. Its arguments are the port of the server, a PEM file of its
 * authority, one of another authority, its TLSA record, and one of another server.
 */
public final class VerifierProbe {
  private static final String TLSA_NAME = "_993._tcp.localhost";

  private VerifierProbe() {}

  public static void main(String[] arguments) throws Exception {
    for (String absent : List.of("jakarta.mail.Session", "org.eclipse.angus.mail.imap.IMAPStore")) {
      say(absent + "=" + (isPresent(absent) ? "present" : "absent"));
    }
    int port = Integer.parseInt(arguments[0]);
    PeerVerifier.Trusting authority = trusting(arguments[1]);
    PeerVerifier.Trusting other = trusting(arguments[2]);
    say("good=" + handshake(port, authority.expecting(names("localhost"))));
    say("wrong name=" + handshake(port, authority.expecting(names("imap.example.org"))));
    say("unknown issuer=" + handshake(port, other.expecting(names("localhost"))));
    say("dane=" + handshake(port, other.expecting(names("localhost")), arguments[3]));
    say("other dane=" + handshake(port, authority.expecting(names("localhost")), arguments[4]));
    SecureResolver signed =
        new FakeDns()
            .srv(DnssecStatus.SECURE, "_imaps._tcp.example.org", "0 1 993 imap.example.net");
    say("srv=" + discover(signed));
    // no process listens on the port of the discard protocol
    say("dnsjava=" + discover(asking(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9))));
  }

  private static boolean isPresent(String name) {
    try {
      return Class.forName(name).getName().equals(name);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static PeerVerifier.Trusting trusting(String pem)
      throws IOException, GeneralSecurityException {
    byte[] content = Files.readString(Path.of(pem)).getBytes(UTF_8);
    X509Certificate anchor =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(content));
    return PeerVerifier.trusting(List.of(anchor), pem);
  }

  private static List<Identifier> names(String host) {
    return List.of(Host.of(host).identifier());
  }

  /** Returns the result of a handshake under the TLSA record that the resolver has. */
  private static String handshake(int port, PeerVerifier verifier, String record) throws Exception {
    SecureResolver resolver = new FakeDns().tlsa(DnssecStatus.SECURE, TLSA_NAME, record);
    Answer<TlsaRecord> answer =
        resolver.tlsa(TLSA_NAME).toCompletableFuture().get(10, TimeUnit.SECONDS);
    TlsaAnswer records =
        new TlsaAnswer(answer.name(), answer.status(), answer.records(), answer.reason());
    return handshake(port, verifier.withTlsa(records, DanePolicy.of(DanePolicy.Mode.PREFER)));
  }

  private static String handshake(int port, PeerVerifier verifier) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {verifier.asTrustManager(Clock.systemUTC())}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      socket.startHandshake();
      return "accepted";
    } catch (IOException e) {
      return Refusal.in(e).map(Refusal::code).orElse(e.toString());
    }
  }

  private static SecureResolver asking(InetSocketAddress server) {
    String key =
        ". IN DS 20326 8 2 " + "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
    return ValidatingResolver.asking(List.of(server), key, Clock.systemUTC());
  }

  private static String discover(SecureResolver resolver) {
    Outcome<ServerSettings> found =
        new MailDiscovery(resolver).discover("alice@example.org").access().then(Proposal::accept);
    return found.refusal().map(Refusal::code).orElseGet(() -> found.get().endpoint().toString());
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
  }
}
