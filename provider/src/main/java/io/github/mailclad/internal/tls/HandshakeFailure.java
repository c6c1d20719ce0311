package io.github.mailclad.internal.tls;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Explains why a handshake failed, from the verdict, the clock, the first octets and the exception
 * of the TLS library.
 */
final class HandshakeFailure {
  /** A received alert in the words of each library, after the class of the exception. */
  private static final Pattern ALERT =
      Pattern.compile(
          "^javax\\.net\\.ssl\\..*Received fatal alert: (\\w+)"
              + "|^org\\.bouncycastle\\.tls\\.TlsFatalAlertReceived: (\\w+)"
              + "|^(?s)javax\\.net\\.ssl\\..*OPENSSL_internal:(?:SSLV3|TLSV1)_ALERT_(\\w+)");

  private static final Pattern VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted");
  private static final Pattern SUITE = Pattern.compile("improper cipher ?suite:? (\\w+)");

  /** The code points of the suites that are ever offered (RFC 8446, appendix B.4; RFC 5289). */
  private static final Map<String, Integer> SUITES =
      Map.of(
          "TLS_AES_128_GCM_SHA256", 0x1301,
          "TLS_AES_256_GCM_SHA384", 0x1302,
          "TLS_CHACHA20_POLY1305_SHA256", 0x1303,
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0xc02b,
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", 0xc02c,
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xc02f,
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0xc030,
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", 0xcca8,
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", 0xcca9);

  private static final Pattern GREETING =
      Pattern.compile("(?s)(?:\\* (?:OK|PREAUTH|BYE)|\\+OK|-ERR|220[ -]|554[ -]|421[ -]).*");

  private HandshakeFailure() {}

  static Refusal refusal(
      ConnectionPlan plan, Throwable failure, byte[] firstOctets, Deadlines.Deadline deadline) {
    Optional<Refusal> carried = Refusal.in(failure);
    if (carried.isPresent()) {
      return carried.get();
    }
    if (deadline.hasPassed() || failure instanceof SocketTimeoutException) {
      return new HandshakeRefusal.HandshakeTimeout(plan.policy().timeouts().handshake());
    }
    boolean implicit = plan.service().tlsStart() == TlsStart.IMPLICIT;
    boolean plaintext = firstOctets.length > 0 && !isTlsRecord(firstOctets);
    if (implicit && plaintext) {
      return plaintext(plan, new String(firstOctets, StandardCharsets.ISO_8859_1));
    }
    // there were octets between the reply to STARTTLS and the ServerHello; before that reply, TLS
    // has not begun and cannot fail
    if (plaintext && isOfTls(failure)) {
      return new TlsStartRefusal.StarttlsInjection();
    }
    String report = String.valueOf(failure.getMessage());
    Optional<Refusal> alert = alertIn(failure);
    if (alert.isPresent()) {
      return alert.get();
    }
    Matcher version = VERSION.matcher(report);
    Optional<String> chosen =
        obsoleteVersion(firstOctets)
            .or(() -> version.find() ? Optional.of(version.group(1)) : Optional.empty());
    if (chosen.isPresent()) {
      return new HandshakeRefusal.TlsVersionRefused(
          PeerText.of(chosen.get()), plan.policy().tls().versions());
    }
    Matcher suite = SUITE.matcher(report);
    return (suite.find()
            ? Optional.of(suite.group(1))
            : otherSuite(firstOctets, plan.policy().tls().cipherSuites()))
        .<Refusal>map(name -> new HandshakeRefusal.CipherSuiteRefused(PeerText.of(name)))
        .orElseGet(() -> new HandshakeRefusal.HandshakeFailed(PeerText.of(report)));
  }

  /** Returns whether a TLS library decided that, and no socket below it. */
  private static boolean isOfTls(Throwable failure) {
    return failure instanceof SSLException
        || failure.getClass().getName().startsWith("org.bouncycastle.tls.Tls");
  }

  /**
   * Returns the refusal for a fatal alert that the server sent; empty if an alert is not the cause.
   */
  static Optional<Refusal> alertIn(Throwable failure) {
    Matcher alert = ALERT.matcher(String.valueOf(failure));
    if (!isOfTls(failure) || !alert.find()) {
      return Optional.empty();
    }
    String name =
        Stream.of(1, 2, 3).map(alert::group).filter(Objects::nonNull).findFirst().orElseThrow();
    return Optional.of(new HandshakeRefusal.TlsAlert(PeerText.of(Ascii.lowerCase(name))));
  }

  /**
   * Returns whether the octets begin with a TLS record of an alert or a handshake, of any version
   * whose first octet is 3 (RFC 8446, section 5.1).
   */
  static boolean isTlsRecord(byte[] octets) {
    return (octets[0] == 0x15 || octets[0] == 0x16) && (octets.length == 1 || octets[1] == 3);
  }

  /**
   * Returns the obsolete version that a ServerHello chose (RFC 5246, section 7.4.1.3). The TLS
   * library checks the cipher suite first, and would report that instead.
   */
  private static Optional<String> obsoleteVersion(byte[] octets) {
    boolean serverHello =
        octets.length > 10 && octets[0] == 0x16 && octets[5] == 2 && octets[9] == 3;
    if (!serverHello) {
      return Optional.empty();
    }
    return switch (octets[10]) {
      case 0 -> Optional.of("SSLv3");
      case 1 -> Optional.of("TLSv1");
      case 2 -> Optional.of("TLSv1.1");
      default -> Optional.empty();
    };
  }

  /**
   * Returns the cipher suite that a ServerHello chose if it was not offered, as a number: the
   * library does not name it.
   */
  private static Optional<String> otherSuite(byte[] octets, List<String> offered) {
    int at = octets.length > 43 ? 44 + Byte.toUnsignedInt(octets[43]) : octets.length;
    if (octets.length < at + 2 || octets[0] != 0x16 || octets[5] != 2) {
      return Optional.empty();
    }
    int chosen = (Byte.toUnsignedInt(octets[at]) << 8) | Byte.toUnsignedInt(octets[at + 1]);
    return offered.stream().map(SUITES::get).anyMatch(suite -> suite != null && suite == chosen)
        ? Optional.empty()
        : Optional.of("0x%04x".formatted(chosen));
  }

  private static Refusal plaintext(ConnectionPlan plan, String received) {
    int port = plan.endpoint().port();
    boolean starttls =
        GREETING.matcher(received).matches()
            && (NamedServer.CLEARTEXT_PORTS.contains(port)
                || received.contains("STARTTLS")
                || received.contains("STLS"));
    return starttls
        ? new TlsStartRefusal.StarttlsPort(port, PeerText.of(received), plan.protocol())
        : new TlsStartRefusal.PlaintextServer(PeerText.of(received));
  }
}
