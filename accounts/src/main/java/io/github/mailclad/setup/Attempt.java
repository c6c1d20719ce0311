package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The result of trying a server without credentials, for an account that is to require TLS. */
sealed interface Attempt {

  /** The server proved its identity. */
  record Proved(ConnectionSecurity.Authenticated security) implements Attempt {}

  /** The server was refused. */
  record Refused(Refusal refusal, @Nullable X509Certificate certificate) implements Attempt {
    /** Returns whether there was TLS at all, so that only the proof of identity is missing. */
    boolean sawTls() {
      return certificate != null
          || refusal instanceof CertificateRefusal.NoCertificate
          || refusal instanceof HandshakeRefusal.TlsVersionRefused
          || refusal instanceof HandshakeRefusal.CipherSuiteRefused
          || refusal instanceof HandshakeRefusal.SafeguardMissing;
    }
  }

  /** The server could not be tried, or the attempt proves nothing. */
  record Unreachable(String problem) implements Attempt {}

  /** Tries a server. */
  static Attempt at(MailServer server, ServerProber prober) {
    Probe probe;
    try {
      probe =
          prober.probe(server.service(), server.endpoint().host().text(), server.endpoint().port());
    } catch (RuntimeException e) {
      return new Unreachable("it could not be tried: " + e);
    }
    if (probe instanceof Probe.Refused refused) {
      return new Refused(refused.refusal(), refused.certificate());
    }
    if (probe instanceof Probe.Unreachable unreachable) {
      return new Unreachable(unreachable.problem());
    }
    // a prober that requires less than it should must not lead to an offer
    return ((Probe.Reached) probe).security() instanceof ConnectionSecurity.Authenticated proof
            && proof.service() == server.service()
        ? new Proved(proof)
        : new Unreachable("the connection that was tried did not prove who the server is");
  }
}
