package io.github.mailclad.internal.tls;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.der.ClientPurpose;
import io.github.mailclad.internal.handshake.ServerHello;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.HandshakeRefusal.TlsAlert.ClientCertificate;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The decision whether one connection sends the client certificate when the server asks for it. If
 * this connection may not carry the certificate, the server gets none, and is refused after the
 * handshake has identified it.
 */
final class Disclosure {
  private final SSLSocket tls;
  private final FirstOctetsSocket raw;
  private final ConnectionPlan plan;
  private volatile @Nullable Refusal withheld;
  private volatile boolean missed;
  private volatile @Nullable X509Certificate sent;

  Disclosure(SSLSocket tls, FirstOctetsSocket raw, ConnectionPlan plan) {
    this.tls = tls;
    this.raw = raw;
    this.plan = plan;
  }

  /**
   * Returns whether to send the certificate. Called when the server asks for one and the
   * certificate fits.
   */
  boolean asked(X509Certificate certificate) {
    SSLSession session = tls.getHandshakeSession();
    Optional<TlsVersion> version =
        session == null ? Optional.empty() : TlsVersion.of(session.getProtocol());
    Refusal objection = objection(version.orElse(TlsVersion.TLS_1_2)).orElse(null);
    withheld = objection;
    if (objection == null) {
      missed = false;
      sent = certificate;
    }
    return objection == null;
  }

  /** Notes that the server asks for a certificate. It counts as missing until one is chosen. */
  void missed() {
    missed = true;
  }

  /** Returns the refusal; that of a TLS alert also has the part of the client certificate in it. */
  Refusal explained(Refusal refusal) {
    return refusal instanceof HandshakeRefusal.TlsAlert alert
        ? new HandshakeRefusal.TlsAlert(alert.alert(), client())
        : refusal;
  }

  private ClientCertificate client() {
    if (missed) {
      return ClientCertificate.MISSING;
    }
    return sent != null && ClientPurpose.isMissingIn(sent)
        ? ClientCertificate.NOT_FOR_CLIENTS
        : ClientCertificate.NONE;
  }

  /**
   * Returns why a certificate that the server asked for was withheld; empty if none was withheld.
   */
  Optional<Refusal> withheld() {
    return Optional.ofNullable(withheld);
  }

  /**
   * Returns why a connection of a TLS version may not carry the client certificate; empty if it
   * may.
   */
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
    // without them an attacker could use the certificate to authenticate a different handshake: RFC
    // 5746, section 1, and RFC 7627, section 1
    Set<TlsSafeguard> missing = ServerHello.missingSafeguards(version, raw.firstOctets());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new HandshakeRefusal.SafeguardMissing(missing));
  }
}
