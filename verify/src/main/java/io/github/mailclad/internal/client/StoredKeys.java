package io.github.mailclad.internal.client;

import io.github.mailclad.internal.der.KeyDerivation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Finds a private key in a key store or a key manager. No message contains a password. The keys of
 * a key manager are looked up before a connection is opened, so that no handshake depends on its
 * answers.
 */
final class StoredKeys {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");

  private StoredKeys() {}

  /** Returns the private key in the content of a PKCS12 or JKS file. */
  static ClientKey ofContent(byte[] content, @Nullable String password, @Nullable String alias)
      throws IOException, GeneralSecurityException {
    if (KeyDerivation.rounds(content) > KeyDerivation.MOST_ROUNDS) {
      throw new IOException(
          "it asks for more than %d rounds of key derivation".formatted(KeyDerivation.MOST_ROUNDS));
    }
    // the platform's PKCS12 store also reads JKS (keystore.type.compat)
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(content), characters(password));
    } catch (IOException e) {
      throw new IOException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong"
              : "it is neither a PKCS12, JKS nor PEM file, or the password is wrong",
          e);
    }
    return of(store, password, alias);
  }

  /** Returns the private key with that alias; the only key if the alias is null. */
  static ClientKey of(KeyStore store, @Nullable String password, @Nullable String wanted)
      throws IOException, GeneralSecurityException {
    String alias = wanted == null ? onlyKeyOf(store, password) : wanted;
    if (!store.isKeyEntry(alias)) {
      throw new IOException("it has no private key with the alias " + alias);
    }
    Key key;
    try {
      key = store.getKey(alias, characters(password));
    } catch (UnrecoverableKeyException e) {
      throw new IOException("the password does not open the private key", e);
    }
    if (!(key instanceof PrivateKey privateKey)) {
      throw new IOException("the entry with the alias " + alias + " is not a private key");
    }
    return pair(privateKey, store.getCertificateChain(alias));
  }

  private static String onlyKeyOf(KeyStore store, @Nullable String password)
      throws IOException, GeneralSecurityException {
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        aliases.add(alias);
      }
    }
    if (aliases.isEmpty()) {
      throw new IOException(
          password == null
              ? "it has no private key, or it needs client-certificate-password"
              : "it has no private key");
    }
    if (aliases.size() > 1) {
      throw new IOException(
          "it has " + aliases.size() + " private keys; client-certificate-alias has to name one");
    }
    return aliases.get(0);
  }

  /** Returns a private key with the chain that is stored with it. */
  static ClientKey pair(PrivateKey key, Certificate @Nullable [] certificates) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each : certificates == null ? new Certificate[0] : certificates) {
      if (!(each instanceof X509Certificate certificate)) {
        throw new IOException("it has a certificate that is not an X.509 certificate");
      }
      chain.add(certificate);
    }
    if (chain.isEmpty()) {
      throw new IOException("the private key has no certificate, or it needs a password");
    }
    return new ClientKey(key, chain);
  }

  private static char @Nullable [] characters(@Nullable String password) {
    return password == null ? null : password.toCharArray();
  }

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
    return key == null || chain == null ? Optional.empty() : Optional.of(pair(key, chain));
  }
}
