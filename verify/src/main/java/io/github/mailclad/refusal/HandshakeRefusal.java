package io.github.mailclad.refusal;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake failed, or agreed on less than the account requires, or the connection is not
 * the one that was secured.
 */
public sealed interface HandshakeRefusal extends Refusal {

  /**
   * The server ended the handshake with a TLS alert (RFC 8446, section 6.2).
   *
   * @param alert the alert's registered name, for example {@code handshake_failure}
   * @param client the part of the client certificate in it
   */
  record TlsAlert(PeerText alert, ClientCertificate client) implements HandshakeRefusal {
    /** Creates the alert of a server that has nothing against the client certificate. */
    public TlsAlert(PeerText alert) {
      this(alert, ClientCertificate.NONE);
    }

    /** The part of a client certificate in a failed handshake. */
    public enum ClientCertificate {
      /** None, as far as is known. */
      NONE,
      /** The server asked for one and got none. */
      MISSING,
      /** The one that was sent names its purposes, and clientAuth is not among them. */
      NOT_FOR_CLIENTS
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "tls-alert",
          "the server refused the TLS handshake with the alert " + alert,
          compare(),
          advise());
    }

    private List<String> compare() {
      String offered =
          "offered: the TLS versions of the settings, by default 1.3 and 1.2, with forward-secret AEAD cipher suites";
      return switch (client) {
        case NONE -> List.of(offered);
        case MISSING ->
            List.of(offered, "client certificate: the server asked for one, and none was sent");
        case NOT_FOR_CLIENTS ->
            List.of(offered, "client certificate: its extended key usage lacks clientAuth");
      };
    }

    private String advise() {
      if (client == ClientCertificate.NOT_FOR_CLIENTS) {
        return "set mail.<protocol>.security.client-certificate to one from an authority of the operator: public authorities no longer issue certificates with clientAuth, and servers may refuse one without it";
      }
      if (client == ClientCertificate.MISSING) {
        return "ask the operator whether a client certificate is needed, and set mail.<protocol>.security.client-certificate to one that its authorities issued";
      }
      return switch (alert.toString()) {
        case "protocol_version" ->
            "ask the operator to enable TLS 1.3; TLS 1.2 is enough unless mail.<protocol>.security.profile or mail.<protocol>.security.oldest-tls asks for more";
        case "handshake_failure", "insufficient_security" ->
            "ask the operator to enable TLS 1.3, or TLS 1.2 with an ECDHE AES-GCM cipher suite";
        case "unrecognized_name" ->
            "check the host (mail.<protocol>.host): the server does not know this name";
        case "certificate_required" ->
            "the server requires a client certificate: set mail.<protocol>.security.client-certificate";
        default -> "ask the operator why the server sends this alert; TLS gives no other reason";
      };
    }
  }

  /**
   * TLS was not established in time; the time counts from the first octet to the verdict, also
   * while the server keeps sending.
   *
   * @param limit the time limit of the handshake
   */
  record HandshakeTimeout(Duration limit) implements HandshakeRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "handshake-timeout",
          "the TLS handshake was not complete within " + limit.toMillis() + " ms",
          "check whether a firewall drops packets, and whether TLS starts at once on this port; for a STARTTLS port, set mail.<protocol>.security.tls-start=starttls. mail.<protocol>.security.handshake-timeout sets the limit");
    }
  }

  /**
   * The handshake failed for a reason that has no refusal of its own: the connection ended, or the
   * received data was not TLS.
   *
   * @param report the message of the TLS library
   */
  record HandshakeFailed(PeerText report) implements HandshakeRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "handshake-failed",
          "the TLS handshake failed: " + report,
          "check that host and port belong to a mail server with TLS; a firewall or proxy on the network path may end TLS connections, too");
    }
  }

  /**
   * The server chose a TLS version below the minimum.
   *
   * @param chosen the version that the server chose
   * @param accepted the versions that the policy accepts
   */
  record TlsVersionRefused(PeerText chosen, Set<TlsVersion> accepted) implements HandshakeRefusal {
    public TlsVersionRefused {
      accepted = Set.copyOf(accepted);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "tls-version",
          "the server chose " + chosen + ", which is not accepted",
          List.of(
              "accepted: "
                  + accepted.stream()
                      .sorted()
                      .map(TlsVersion::jsseName)
                      .collect(Collectors.joining(", "))),
          accepted.contains(TlsVersion.TLS_1_2)
              ? "ask the operator to enable TLS 1.2 or newer (RFC 8996 forbids older versions)"
              : "ask the operator to enable TLS 1.3 (RFC 9846), or accept TLS 1.2 by mail.<protocol>.security.oldest-tls and mail.<protocol>.security.profile");
    }
  }

  /**
   * The connection has a cipher suite that is not on the list.
   *
   * @param chosen the suite
   */
  record CipherSuiteRefused(PeerText chosen) implements HandshakeRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "cipher-suite",
          "the cipher suite " + chosen + " is not accepted",
          "ask the operator to enable TLS 1.3, or TLS 1.2 with an ECDHE AES-GCM cipher suite (RFC 9325, section 4.2)");
    }
  }

  /**
   * The account asks for a post-quantum key exchange, and there was no such key exchange, or the
   * platform supports none.
   *
   * @param negotiated the group that was negotiated; null for none, or where it is not known
   * @param platform if not empty, all groups that the TLS in use has, none of them post-quantum;
   *     nothing was sent then
   */
  record KeyExchangeRefused(@Nullable String negotiated, List<String> platform)
      implements HandshakeRefusal {
    public KeyExchangeRefused {
      platform = List.copyOf(platform);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "key-exchange-refused",
          describe(),
          List.of(
              "expected any of: " + String.join(", ", KeyExchange.POST_QUANTUM_GROUPS),
              platform.isEmpty()
                  ? "negotiated:      " + (negotiated == null ? "unknown" : negotiated)
                  : "TLS has:         " + String.join(", ", platform)),
          "ask the operator to enable X25519MLKEM768, and use a TLS that has it, for example mail.<protocol>.security.tls-provider=bctls; or set mail.<protocol>.security.key-exchange=any. Token servers and servers of configuration files are reached by the TLS of Java, which has it from Java 27 on");
    }

    private String describe() {
      if (!platform.isEmpty()) {
        return "the TLS in use has no post-quantum key exchange";
      }
      return negotiated == null
          ? "there was no post-quantum key exchange"
          : "the key exchange was " + negotiated + ", which is not post-quantum";
    }
  }

  /**
   * The server speaks TLS 1.2 without a safeguard that the account requires.
   *
   * @param missing the safeguards that it left out
   */
  record SafeguardMissing(Set<TlsSafeguard> missing) implements HandshakeRefusal {
    public SafeguardMissing {
      missing = Set.copyOf(missing);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "tls-safeguard-missing",
          "the server speaks TLS 1.2 without "
              + missing.stream()
                  .sorted()
                  .map(TlsSafeguard::toString)
                  .collect(Collectors.joining(" and ")),
          "ask the operator to enable TLS 1.3, or these extensions of TLS 1.2 (RFC 9325, section 3.5)");
    }
  }

  /** The server began another TLS handshake on a connection that was verified. */
  record Renegotiation() implements HandshakeRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "renegotiation",
          "the server began another handshake on a connection that was verified",
          "ask the operator to switch renegotiation off (RFC 9325, section 3.5), or for TLS 1.3, which has none");
    }
  }

  /** A store or transport has a connection that was not opened for it, or leads elsewhere. */
  record ForeignConnection() implements HandshakeRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "foreign-connection",
          "the connection was not opened and verified for this store or transport",
          "report it as a fault of Mailclad, with the output of mail.debug=true; close the store or transport and get a new one from the session");
    }
  }
}
