package io.github.mailclad.internal.client;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of a key manager. They are looked up before a connection is opened, so that no
 * handshake depends on the answers of a key manager.
 */
final class ManagedKeys {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");

  private ManagedKeys() {}

  /** Returns the private key with that alias; the only key if the alias is null. */
  static ClientKey of(X509ExtendedKeyManager manager, @Nullable String wanted) throws IOException {
    if (wanted != null) {
      Optional<ClientKey> known = keyOf(manager, wanted);
      if (known.isPresent()) {
        return known.get();
      }
    }
    // by certificates: the platform's PKIX key manager returns a new alias for a key on every call
    Map<List<X509Certificate>, ClientKey> found = new LinkedHashMap<>();
    for (String keyType : KEY_TYPES) {
      String[] aliases = manager.getClientAliases(keyType, null);
      for (String alias : aliases == null ? new String[0] : aliases) {
        if (wanted == null || alias.endsWith("." + wanted)) {
          keyOf(manager, alias).ifPresent(key -> found.put(key.chain(), key));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          wanted == null
              ? "it has no private key"
              : "it has no private key with the alias " + wanted);
    }
    if (found.size() > 1) {
      throw new IOException(
          "it has " + found.size() + " private keys; client-certificate-alias has to name one");
    }
    return found.values().iterator().next();
  }

  private static Optional<ClientKey> keyOf(X509ExtendedKeyManager manager, String alias)
      throws IOException {
    PrivateKey key = manager.getPrivateKey(alias);
    X509Certificate[] chain = manager.getCertificateChain(alias);
    return key == null || chain == null
        ? Optional.empty()
        : Optional.of(StoredKeys.pair(key, chain));
  }
}
