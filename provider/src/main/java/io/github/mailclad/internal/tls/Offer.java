package io.github.mailclad.internal.tls;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.connect.ConnectionPlan;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the ClientHello (RFC 9325). They are set explicitly, so that settings that the
 * JVM or the application relaxed have no effect.
 */
final class Offer {
  private static final Pattern WEAK_SIGNATURE =
      Pattern.compile("(?i)(?:SHA-?1|SHA-?224|MD5).*|(?:.*with)?DSA");

  private Offer() {}

  /**
   * Sets versions, suites, signature algorithms, groups and the server name on a socket before its
   * handshake.
   */
  static void set(SSLSocket tls, ConnectionPlan plan) {
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(
        plan.policy().tls().versions().stream()
            .sorted(Comparator.reverseOrder())
            .map(TlsVersion::jsseName)
            .toArray(String[]::new));
    List<String> supported = Arrays.asList(tls.getSupportedCipherSuites());
    parameters.setCipherSuites(
        plan.policy().tls().cipherSuites().stream()
            .filter(supported::contains)
            .toArray(String[]::new));
    parameters.setServerNames(serverNames(plan));
    parameters.setEndpointIdentificationAlgorithm(null);
    parameters.setAlgorithmConstraints(new NoWeakSignatures());
    OfferedGroups.set(parameters, plan.policy().tls().keyExchange());
    tls.setSSLParameters(parameters);
  }

  /**
   * Returns the server name to send. A host name is always sent, even a single label; an address
   * never is (RFC 6066, section 3).
   */
  private static List<SNIServerName> serverNames(ConnectionPlan plan) {
    return plan.records().serverName().name().stream()
        .<SNIServerName>map(dns -> new SNIHostName(dns.name()))
        .toList();
  }

  /**
   * Keeps signature algorithms over SHA-1 and MD5, and DSA, out of the ClientHello and the
   * handshake.
   */
  private static final class NoWeakSignatures implements AlgorithmConstraints {
    @Override
    public boolean permits(
        Set<CryptoPrimitive> uses, String algorithm, @Nullable AlgorithmParameters parameters) {
      return !uses.contains(CryptoPrimitive.SIGNATURE)
          || !WEAK_SIGNATURE.matcher(algorithm).matches();
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> uses, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> uses,
        String algorithm,
        Key key,
        @Nullable AlgorithmParameters parameters) {
      return permits(uses, algorithm, parameters);
    }
  }
}
