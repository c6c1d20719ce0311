package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The observer of the TLS that Angus begins by itself for an account without a minimum level,
 * before data is sent over it. It keeps and reports the security of the connection. It refuses only
 * below the TLS floor, or if the same server proved more before. For one connection.
 */
final class Witness implements HostnameVerifier {
  private final ServiceStatus status;
  private final Destination to;
  private final ServicePlanner.PolicySupplier policy;
  private final @Nullable HostnameVerifier users;
  private volatile @Nullable ConnectionSecurity seen;
  private volatile @Nullable Refusal told;

  /**
   * The server and the account of a connection.
   *
   * @param protocol the protocol name that the application used
   * @param service the service, TLS start included
   * @param server the server
   * @param account the account; null for none
   */
  record Destination(
      String protocol, MailService service, Endpoint server, @Nullable String account) {}

  /** Creates a witness in addition to the user's own verifier, if there is one. */
  Witness(
      ServiceStatus status,
      Destination to,
      ServicePlanner.PolicySupplier policy,
      @Nullable HostnameVerifier users) {
    this.status = status;
    this.to = to;
    this.policy = policy;
    this.users = users;
  }

  /** Returns the security of the connection; empty where no TLS was seen. */
  Optional<ConnectionSecurity> seen() {
    return Optional.ofNullable(seen);
  }

  /** Returns the refusal of the connection, which Angus may lose; empty for none. */
  Optional<Refusal> told() {
    return Optional.ofNullable(told);
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    if (users != null && !users.verify(host, session)) {
      return false;
    }
    try {
      SecurityPolicy asked = asked();
      ConnectionSecurity got = judged(session, asked);
      Optional<Refusal> objection = status.memory().regression(to.account(), got);
      if (objection.isPresent()) {
        throw refused(objection.get());
      }
      seen = got;
      status.memory().remember(to.account(), got, /* tlsa= */ null, asked);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SecurityPolicy asked() throws RefusedException {
    try {
      return policy.now();
    } catch (InsecureConnectionException e) {
      throw new RefusedException(e.refusal(), null);
    }
  }

  private RefusedException refused(Refusal refusal) {
    Refusal reconsidered = status.memory().reconsider(to.account(), to.server(), refusal);
    told = reconsidered;
    status.refuse(reconsidered);
    return new RefusedException(refusal, null);
  }

  private ConnectionSecurity judged(SSLSession session, SecurityPolicy asked) throws IOException {
    Optional<TlsVersion> version = TlsVersion.of(session.getProtocol());
    if (version.isEmpty()) {
      throw refused(
          new HandshakeRefusal.TlsVersionRefused(
              PeerText.of(session.getProtocol()), EnumSet.allOf(TlsVersion.class)));
    }
    NegotiatedTls tls =
        new NegotiatedTls(
            version.get(),
            session.getCipherSuite(),
            null,
            Handshake.FULL,
            unknown(version.get()),
            null);
    Verification verdict = verdict(session, asked);
    return verdict instanceof Verification.Accepted yes
        ? new ConnectionSecurity.Authenticated(
            to.service(), to.server(), tls, yes.matched(), yes.evidence())
        : new ConnectionSecurity.Unauthenticated(
            to.service(), to.server(), tls, ((Verification.Refused) verdict).refusal());
  }

  /** Returns the safeguards that count as missing because the ServerHello was not read. */
  private static Set<TlsSafeguard> unknown(TlsVersion version) {
    return version == TlsVersion.TLS_1_2 ? EnumSet.allOf(TlsSafeguard.class) : Set.of();
  }

  private Verification verdict(SSLSession session, SecurityPolicy asked) {
    try {
      ConnectionPlan plan =
          ConnectionPlan.to(
              Server.named(to.service(), to.server()),
              to.protocol(),
              to.account() == null ? "" : to.account(),
              asked);
      return CompositionRoot.SHARED.judge(plan, session);
    } catch (SSLPeerUnverifiedException e) {
      return new Verification.Refused(new CertificateRefusal.NoCertificate());
    } catch (IOException e) {
      return new Verification.Refused(
          new SettingsRefusal.AnchorsUnavailable(
              asked.trust().toString(), PeerText.of(String.valueOf(e.getMessage()))));
    }
  }
}
