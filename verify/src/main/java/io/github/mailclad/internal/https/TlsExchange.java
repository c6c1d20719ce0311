package io.github.mailclad.internal.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.handshake.Offer;
import io.github.mailclad.internal.handshake.ServerHello;
import io.github.mailclad.internal.handshake.TlsLibrary;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyManagementException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** One request on one connection; another thread may abandon it at any time. For one use. */
final class TlsExchange {
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
  private static final Pattern VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted");

  private final TlsLibrary library;
  private final HttpsRequest request;
  private final PeerVerifier verifier;
  private final TlsRules rules;
  private final Clock clock;
  private @Nullable Socket open;
  private boolean abandoned;

  TlsExchange(
      TlsLibrary library,
      HttpsRequest request,
      PeerVerifier verifier,
      TlsRules rules,
      Clock clock) {
    this.library = library;
    this.request = request;
    this.verifier = verifier;
    this.rules = rules;
    this.clock = clock;
  }

  /** Closes the connection, also one that is still being opened. */
  void abandon() {
    Socket socket;
    synchronized (this) {
      abandoned = true;
      socket = open;
    }
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone
      }
    }
  }

  private synchronized void adopt(Socket socket) throws IOException {
    if (abandoned) {
      socket.close();
      throw new SocketException("the exchange was abandoned");
    }
    open = socket;
  }

  Outcome<HttpsResponse> run(TcpConnector connector, Duration limit, int largest)
      throws IOException {
    SSLContext context = context();
    Offer offer = new Offer(library, context, rules);
    Optional<Refusal> impossible = offer.objection();
    if (impossible.isPresent()) {
      return Outcome.refused(impossible.get());
    }
    Socket raw;
    try {
      raw = connector.open(request.server(), limit);
    } catch (IOException e) {
      return refusedOr(Refusal.in(e), e);
    }
    adopt(raw);
    RememberingSocket heard = new RememberingSocket(raw, library.firstOctets());
    SSLSocket tls = secured(heard, context, offer);
    try {
      tls.startHandshake();
    } catch (IOException e) {
      return refusedOr(refusal(e), e);
    }
    Optional<Refusal> objection = objection(tls.getSession(), heard.firstOctets());
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    tls.getOutputStream().write(request.octets());
    return Outcome.of(
        new ResponseReader(new BufferedInputStream(tls.getInputStream()), largest).read());
  }

  private static Outcome<HttpsResponse> refusedOr(Optional<Refusal> refusal, IOException failure)
      throws IOException {
    if (refusal.isEmpty()) {
      throw failure;
    }
    return Outcome.refused(refusal.get());
  }

  /** Returns the socket with TLS on it, before the handshake; a new context resumes nothing. */
  private SSLSocket secured(Socket below, SSLContext context, Offer offer) throws IOException {
    Endpoint server = request.server();
    SSLSocket tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(below, server.host().text(), server.port(), /* autoClose= */ true);
    // the trust manager compares the names
    offer.set(
        tls,
        server.host().name().<SNIServerName>map(n -> new SNIHostName(n.name())).stream().toList());
    return tls;
  }

  private SSLContext context() {
    SSLContext context = library.context();
    try {
      TrustManager[] trust = {verifier.asTrustManager(clock)};
      context.init(new KeyManager[0], trust, null);
      return context;
    } catch (KeyManagementException e) {
      throw new IllegalStateException("the TLS context takes our trust manager", e);
    }
  }

  /** Returns the first objection to a complete handshake, in the order of those to mail servers. */
  private Optional<Refusal> objection(SSLSession session, byte[] firstOctets) {
    Optional<TlsVersion> version = TlsVersion.of(session.getProtocol());
    if (version.isEmpty() || !rules.versions().contains(version.get())) {
      return Optional.of(
          new HandshakeRefusal.TlsVersionRefused(
              PeerText.of(session.getProtocol()), rules.versions()));
    }
    if (!rules.cipherSuites().contains(session.getCipherSuite())) {
      return Optional.of(
          new HandshakeRefusal.CipherSuiteRefused(PeerText.of(session.getCipherSuite())));
    }
    String group = ServerHello.group(version.get(), firstOctets);
    if (!rules.keyExchange().accepts(group)) {
      return Optional.of(new HandshakeRefusal.KeyExchangeRefused(group, List.of()));
    }
    Set<TlsSafeguard> missing = ServerHello.missingSafeguards(version.get(), firstOctets);
    return rules.tolerates(missing)
        ? Optional.empty()
        : Optional.of(new HandshakeRefusal.SafeguardMissing(missing));
  }

  /** Returns the refusal for a failed handshake; empty if the connection broke below TLS. */
  private Optional<Refusal> refusal(IOException failure) {
    Optional<Refusal> carried = Refusal.in(failure);
    if (carried.isPresent() || !(failure instanceof SSLException)) {
      return carried;
    }
    String report = String.valueOf(failure.getMessage());
    Matcher alert = ALERT.matcher(report);
    if (alert.find()) {
      return Optional.of(
          new HandshakeRefusal.TlsAlert(PeerText.of(Ascii.lowerCase(alert.group(1)))));
    }
    Matcher version = VERSION.matcher(report);
    return Optional.of(
        version.find()
            ? new HandshakeRefusal.TlsVersionRefused(
                PeerText.of(version.group(1)), rules.versions())
            : new HandshakeRefusal.HandshakeFailed(PeerText.of(report)));
  }
}
