package io.github.mailclad.internal.client;

import io.github.mailclad.ClientIdentity.Source;
import io.github.mailclad.ClientIdentity.Source.GivenKey;
import io.github.mailclad.ClientIdentity.Source.GivenKeyManager;
import io.github.mailclad.ClientIdentity.Source.GivenKeyStore;
import io.github.mailclad.ClientIdentity.Source.KeyStoreFile;
import io.github.mailclad.internal.der.KeyDerivation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
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
import org.jspecify.annotations.Nullable;

/**
 * Loads private keys, and keeps those of files until the file's size or time changes: opening a
 * protected key takes longer than a TLS handshake. Bounded: the file that was not used for longest
 * is forgotten first. Thread-safe.
 */
public final class ClientKeyLoader {
  /** A file with more octets than this is no key store of one account. */
  private static final long LARGEST_FILE = 1 << 20;

  private static final int MOST_FILES = 64;

  private final Map<KeyStoreFile, Loaded> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyStoreFile, Loaded> eldest) {
          return size() > MOST_FILES;
        }
      };

  private record Loaded(FileStamp stamp, ClientKey key) {}

  private record FileStamp(FileTime modified, long size) {}

  /**
   * The private key of a source, as it is now.
   *
   * @throws IOException if there is none, or it cannot be read, or it is not clear which one is
   *     meant; the message tells people why, without a secret
   */
  public ClientKey load(Source source) throws IOException {
    try {
      if (source instanceof KeyStoreFile file) {
        return ofFile(file);
      }
      if (source instanceof GivenKeyStore given) {
        return ofStore(given.store(), given.password(), given.alias());
      }
      if (source instanceof GivenKey given) {
        return pair(given.entry().getPrivateKey(), given.entry().getCertificateChain());
      }
      GivenKeyManager given = (GivenKeyManager) source;
      return ManagedKeys.of(given.manager(), given.alias());
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be used", e);
    }
  }

  private ClientKey ofFile(KeyStoreFile source) throws IOException, GeneralSecurityException {
    FileStamp stamp = stampOf(source);
    synchronized (files) {
      Loaded known = files.get(source);
      if (known != null && known.stamp().equals(stamp)) {
        return known.key();
      }
    }
    byte[] content = contentOf(source);
    if (KeyDerivation.rounds(content) > KeyDerivation.MOST_ROUNDS) {
      throw new IOException(
          "it asks for more than %d rounds of key derivation".formatted(KeyDerivation.MOST_ROUNDS));
    }
    // the platform's PKCS12 store also reads JKS (keystore.type.compat)
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(content), characters(source.password()));
    } catch (IOException e) {
      throw new IOException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong"
              : "it is neither a PKCS12 nor a JKS file, or the password is wrong",
          e);
    }
    ClientKey key = ofStore(store, source.password(), source.alias());
    synchronized (files) {
      files.put(source, new Loaded(stamp, key));
    }
    return key;
  }

  private static FileStamp stampOf(KeyStoreFile source) throws IOException {
    if (!Files.isRegularFile(source.file())) {
      throw new IOException("there is no such file");
    }
    FileStamp stamp =
        new FileStamp(Files.getLastModifiedTime(source.file()), Files.size(source.file()));
    if (stamp.size() > LARGEST_FILE) {
      throw new IOException("the file is too large");
    }
    return stamp;
  }

  private static byte[] contentOf(KeyStoreFile source) throws IOException {
    try {
      return Files.readAllBytes(source.file());
    } catch (IOException e) {
      throw new IOException("the file cannot be read", e);
    }
  }

  private static ClientKey ofStore(
      KeyStore store, @Nullable String password, @Nullable String wanted)
      throws IOException, GeneralSecurityException {
    String alias = wanted == null ? onlyKeyOf(store) : wanted;
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
      throw new IOException("what has the alias " + alias + " is no private key");
    }
    return pair(privateKey, store.getCertificateChain(alias));
  }

  private static String onlyKeyOf(KeyStore store) throws IOException, GeneralSecurityException {
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        aliases.add(alias);
      }
    }
    if (aliases.isEmpty()) {
      throw new IOException("it has no private key");
    }
    if (aliases.size() > 1) {
      throw new IOException(
          "it has " + aliases.size() + " private keys; client-certificate-alias has to name one");
    }
    return aliases.get(0);
  }

  static ClientKey pair(PrivateKey key, Certificate @Nullable [] certificates) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each : certificates == null ? new Certificate[0] : certificates) {
      if (!(each instanceof X509Certificate certificate)) {
        throw new IOException("a certificate of it is no X.509 certificate");
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
}
