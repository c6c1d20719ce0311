package io.github.mailclad.internal.tls;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Explains why a handshake failed, from the verdict, the clock, the first octets and the exception
 * of the TLS library.
 */
final class HandshakeFailure {
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
  private static final Pattern VERSION =
      Pattern.compile("selected protocol version (\\S+) is not accepted");
  private static final Pattern SUITE = Pattern.compile("improper cipher ?suite:? (\\w+)");
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
    if (plaintext && failure instanceof SSLException) {
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
    return suite.find()
        ? new HandshakeRefusal.CipherSuiteRefused(PeerText.of(suite.group(1)))
        : new HandshakeRefusal.HandshakeFailed(PeerText.of(report));
  }

  /**
   * Returns the refusal for a fatal alert that the server sent; empty if an alert is not the cause.
   */
  static Optional<Refusal> alertIn(Throwable failure) {
    Matcher alert = ALERT.matcher(String.valueOf(failure.getMessage()));
    return failure instanceof SSLException && alert.find()
        ? Optional.of(new HandshakeRefusal.TlsAlert(PeerText.of(alert.group(1))))
        : Optional.empty();
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
