package io.github.mailclad.internal.tls;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.HandshakeRefusal.TlsAlert.ClientCertificate;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Whether one connection sends the client certificate when the server asks for it. A server that
 * asks for what this connection may not carry gets none, and is refused once the handshake has told
 * who it is.
 */
final class Disclosure {
  private final SSLSocket tls;
  private final FirstOctetsSocket raw;
  private final ConnectionPlan plan;
  private volatile @Nullable Refusal withheld;
  private volatile ClientCertificate client = ClientCertificate.NOT_MISSED;

  Disclosure(SSLSocket tls, FirstOctetsSocket raw, ConnectionPlan plan) {
    this.tls = tls;
    this.raw = raw;
    this.plan = plan;
  }

  /** The server asks for a certificate that fits; whether to send it. */
  boolean asked() {
    SSLSession session = tls.getHandshakeSession();
    Optional<TlsVersion> version =
        session == null ? Optional.empty() : TlsVersion.of(session.getProtocol());
    Refusal objection = objection(version.orElse(TlsVersion.TLS_1_2)).orElse(null);
    withheld = objection;
    if (objection == null) {
      client = ClientCertificate.NOT_MISSED;
    }
    return objection == null;
  }

  /** The server asks for a certificate; as long as none was chosen it misses one. */
  void missed() {
    client = ClientCertificate.NOT_SENT;
  }

  /** The same refusal, with what became of a client certificate where the server gave no reason. */
  Refusal explained(Refusal refusal) {
    return refusal instanceof HandshakeRefusal.TlsAlert alert
        ? new HandshakeRefusal.TlsAlert(alert.alert(), client)
        : refusal;
  }

  /** Why a certificate that the server asked for was not sent; empty if it was, or need not be. */
  Optional<Refusal> withheld() {
    return Optional.ofNullable(withheld);
  }

  /** Why a connection of that TLS version may not carry the client certificate. */
  Optional<Refusal> objection(TlsVersion version) {
    ClientIdentity identity = plan.clientIdentity();
    if (identity == null) {
      throw new IllegalStateException("a client certificate without an identity in the plan");
    }
    if (plan.service().tlsStart() == TlsStart.STARTTLS
        && !identity.alsoOver().contains(Exposure.STARTTLS)) {
      return Optional.of(new LoginRefusal.ClientCertificateWithheld(Exposure.STARTTLS));
    }
    if (version == TlsVersion.TLS_1_2 && !identity.alsoOver().contains(Exposure.TLS_1_2)) {
      return Optional.of(new LoginRefusal.ClientCertificateWithheld(Exposure.TLS_1_2));
    }
    // without them the certificate could come to authenticate somebody else's handshake: RFC 5746,
    // section 1, and RFC 7627, section 1
    Set<TlsSafeguard> missing = ServerHello.missingSafeguards(version, raw.firstOctets());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new HandshakeRefusal.SafeguardMissing(missing));
  }
}
