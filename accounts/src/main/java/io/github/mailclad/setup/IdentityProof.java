package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;

/** The proof of identity that an account with a minimum level asks of a server. */
final class IdentityProof {
  private IdentityProof() {}

  /**
   * Tries a server without credentials. The server proved its identity if the result is {@code
   * Reached}, and only then.
   */
  static Probe at(MailServer server, ServerProber prober) {
    Probe probe;
    try {
      probe =
          prober.probe(server.service(), server.endpoint().host().text(), server.endpoint().port());
    } catch (RuntimeException e) {
      return new Probe.Unreachable("it could not be tried: " + e);
    }
    // a prober that requires less than it should must not lead to an offer
    return !(probe instanceof Probe.Reached reached)
            || (reached.security() instanceof ConnectionSecurity.Authenticated proof
                && proof.service() == server.service())
        ? probe
        : new Probe.Unreachable(
            "the connection that was tried did not prove the server's identity");
  }

  /** Returns whether there was TLS at all, so that only the proof of identity is missing. */
  static boolean sawTls(Probe.Refused refused) {
    Refusal refusal = refused.refusal();
    return refused.certificate() != null
        || refusal instanceof CertificateRefusal.NoCertificate
        || refusal instanceof HandshakeRefusal.TlsVersionRefused
        || refusal instanceof HandshakeRefusal.CipherSuiteRefused
        || refusal instanceof HandshakeRefusal.SafeguardMissing;
  }
}
