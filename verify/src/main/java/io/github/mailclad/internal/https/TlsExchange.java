package io.github.mailclad.internal.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** One request on one connection; another thread may abandon it at any time. For one use. */
final class TlsExchange {
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
  private static final Pattern VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted");

  private final HttpsRequest request;
  private final PeerVerifier verifier;
  private final TlsRules rules;
  private final Clock clock;
  private @Nullable Socket open;
  private boolean abandoned;

  TlsExchange(HttpsRequest request, PeerVerifier verifier, TlsRules rules, Clock clock) {
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
    Socket raw;
    try {
      raw = connector.open(request.server(), limit);
    } catch (IOException e) {
      return refusedOr(Refusal.in(e), e);
    }
    adopt(raw);
    SSLSocket tls = secured(raw);
    try {
      tls.startHandshake();
    } catch (IOException e) {
      return refusedOr(refusal(e), e);
    }
    Optional<Refusal> objection = objection(tls.getSession());
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
  private SSLSocket secured(Socket raw) throws IOException {
    Endpoint server = request.server();
    SSLContext context = context();
    SSLSocket tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(raw, server.host().text(), server.port(), /* autoClose= */ true);
    SSLParameters hello = tls.getSSLParameters();
    hello.setProtocols(
        rules.versions().stream()
            .sorted(Comparator.reverseOrder())
            .map(TlsVersion::jsseName)
            .toArray(String[]::new));
    List<String> suites = new ArrayList<>(rules.cipherSuites());
    suites.retainAll(List.of(context.getSupportedSSLParameters().getCipherSuites()));
    hello.setCipherSuites(suites.toArray(new String[0]));
    // the trust manager compares the names
    hello.setEndpointIdentificationAlgorithm(null);
    List<SNIServerName> names =
        server.host().name().<SNIServerName>map(n -> new SNIHostName(n.name())).stream().toList();
    hello.setServerNames(names);
    tls.setSSLParameters(hello);
    return tls;
  }

  private SSLContext context() {
    try {
      SSLContext context =
          Security.getProvider("SunJSSE") == null
              ? SSLContext.getInstance("TLS")
              : SSLContext.getInstance("TLS", "SunJSSE");
      TrustManager[] trust = {verifier.asTrustManager(clock)};
      context.init(new KeyManager[0], trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform has no TLS", e);
    }
  }

  private Optional<Refusal> objection(SSLSession session) {
    Optional<TlsVersion> version = TlsVersion.of(session.getProtocol());
    if (version.isEmpty() || !rules.versions().contains(version.get())) {
      return Optional.of(
          new HandshakeRefusal.TlsVersionRefused(
              PeerText.of(session.getProtocol()), rules.versions()));
    }
    return rules.cipherSuites().contains(session.getCipherSuite())
        ? Optional.empty()
        : Optional.of(
            new HandshakeRefusal.CipherSuiteRefused(PeerText.of(session.getCipherSuite())));
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
