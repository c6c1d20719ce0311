package io.github.mailclad.internal.handshake;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the ClientHello of a TLS context (RFC 9325). They are set explicitly, so that
 * settings that the JVM or the application relaxed have no effect. Immutable; one for all
 * connections of a context.
 */
public final class Offer {
  private static final List<String> HYBRID =
      List.of("X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024");
  private static final List<String> ELLIPTIC = List.of("x25519", "secp256r1", "secp384r1");

  private final TlsLibrary library;
  private final String[] versions;
  private final String[] cipherSuites;
  private final List<String> groups;
  private final AlgorithmConstraints constraints = new NoWeakSignatures();
  private final @Nullable Refusal objection;

  /** Creates the offer of a context under the TLS rules of an account. */
  public Offer(TlsLibrary library, SSLContext ssl, TlsRules rules) {
    this.library = library;
    List<TlsVersion> newestFirst = new ArrayList<>(rules.versions());
    newestFirst.sort(Comparator.reverseOrder());
    this.versions = new String[newestFirst.size()];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = newestFirst.get(i).jsseName();
    }
    this.cipherSuites =
        suites(rules.cipherSuites(), ssl.getSupportedSSLParameters().getCipherSuites());
    List<String> enabled = library.groups();
    this.groups = groups(rules.keyExchange(), enabled);
    this.objection =
        enabled.isEmpty() || library.hasGroupFor(rules.keyExchange())
            ? null
            : new HandshakeRefusal.KeyExchangeRefused(null, enabled);
  }

  private static String[] suites(List<String> accepted, String[] supported) {
    List<String> suites = new ArrayList<>(accepted);
    suites.retainAll(List.of(supported));
    return suites.toArray(new String[0]);
  }

  /**
   * Returns why the library cannot do an accepted key exchange; empty if it can or does not list
   * its groups. Checked before there is a connection.
   */
  public Optional<Refusal> objection() {
    return Optional.ofNullable(objection);
  }

  /**
   * Sets versions, suites, signature algorithms, server names and groups on a socket before its
   * handshake.
   */
  public void set(SSLSocket socket, List<SNIServerName> names) {
    SSLParameters hello = socket.getSSLParameters();
    hello.setProtocols(versions);
    hello.setCipherSuites(cipherSuites);
    hello.setEndpointIdentificationAlgorithm(null);
    hello.setAlgorithmConstraints(constraints);
    hello.setServerNames(names);
    library.offer(socket, hello, groups);
  }

  /**
   * Returns the groups to offer, the preferred one first. Hybrid groups are offered if the library
   * has enabled them, or if only hybrid groups are accepted and the library does not list its
   * groups. The elliptic curves are always offered, because libraries verify signatures only on the
   * curves that they offer. The group that the server chose is checked afterwards.
   *
   * @param enabled the enabled groups of the library; empty if it does not list them
   */
  static List<String> groups(KeyExchange accepted, List<String> enabled) {
    boolean mayTry = accepted == KeyExchange.POST_QUANTUM && enabled.isEmpty();
    List<String> groups = new ArrayList<>();
    for (String group : HYBRID) {
      if (mayTry || enabled.contains(group)) {
        groups.add(group);
      }
    }
    groups.addAll(ELLIPTIC);
    return List.copyOf(groups);
  }

  /**
   * Keeps signature algorithms over SHA-1, SHA-224 and MD5, and DSA, out of the ClientHello and the
   * handshake.
   */
  private static final class NoWeakSignatures implements AlgorithmConstraints {
    private static final List<String> WEAK_HASHES =
        List.of("SHA1", "SHA-1", "SHA224", "SHA-224", "MD5");

    private static boolean isWeak(String algorithm) {
      // JSSE asks dozens of times for each handshake
      String name = Ascii.upperCase(algorithm);
      for (String hash : WEAK_HASHES) {
        if (name.startsWith(hash)) {
          return true;
        }
      }
      return name.equals("DSA") || name.endsWith("WITHDSA");
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> uses, String algorithm, @Nullable AlgorithmParameters parameters) {
      return !uses.contains(CryptoPrimitive.SIGNATURE) || !isWeak(algorithm);
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
