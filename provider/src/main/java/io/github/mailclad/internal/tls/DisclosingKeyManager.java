package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.client.ClientKey;
import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key manager of a TLS context whose connections may send one client certificate. It passes
 * each question to the {@linkplain Disclosure rules} of the connection that it came on. It sends
 * nothing on a handshake that was not announced, such as a renegotiation.
 */
final class DisclosingKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final @Nullable ClientKey key;
  private final Map<Socket, Disclosure> disclosures = new ConcurrentHashMap<>();

  /**
   * Creates a key manager that sends the certificate of a key. With null it sends none, and only
   * notes that the server asked.
   */
  DisclosingKeyManager(@Nullable ClientKey key) {
    this.key = key;
  }

  void announce(Socket handshaking, Disclosure disclosure) {
    disclosures.put(handshaking, disclosure);
  }

  void dismiss(Socket handshaking) {
    disclosures.remove(handshaking);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Disclosure disclosure = socket == null ? null : disclosures.get(socket);
    if (disclosure == null) {
      return null;
    }
    disclosure.missed();
    ClientKey own = key;
    return own != null
            && isOfOneOf(own, keyTypes)
            && isIssuedByOneOf(own, issuers)
            && disclosure.asked(own.certificate())
        ? ALIAS
        : null;
  }

  /**
   * Returns whether the key is of a listed type: an algorithm, or as bctls writes it, an algorithm
   * with the curve ("EC/secp256r1").
   */
  private static boolean isOfOneOf(ClientKey key, String[] keyTypes) {
    for (String type : keyTypes) {
      int slash = type.indexOf('/');
      String algorithm = slash < 0 ? type : type.substring(0, slash);
      if (algorithm.equals(key.key().getAlgorithm())
          && (slash < 0 || isOn(type.substring(slash + 1), key.certificate().getPublicKey()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOn(String curve, PublicKey key) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(curve));
      ECParameterSpec wanted = named.getParameterSpec(ECParameterSpec.class);
      return key instanceof ECPublicKey point
          && point.getParams().getCurve().equals(wanted.getCurve())
          && point.getParams().getGenerator().equals(wanted.getGenerator());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Returns whether a listed authority issued a certificate of the chain; if not, the certificate
   * is not sent. An empty list means any authority (RFC 8446, section 4.4.2.3: one of the chain
   * SHOULD be issued by a listed authority).
   */
  private static boolean isIssuedByOneOf(ClientKey key, Principal @Nullable [] issuers) {
    if (issuers == null || issuers.length == 0) {
      return true;
    }
    List<Principal> accepted = Arrays.asList(issuers);
    return key.chain().stream().anyMatch(each -> accepted.contains(each.getIssuerX500Principal()));
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return key != null && alias.equals(ALIAS) ? key.chain().toArray(X509Certificate[]::new) : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key != null && alias.equals(ALIAS) ? key.key() : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
