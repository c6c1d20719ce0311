package io.github.mailclad.internal.trust;

import io.github.mailclad.TrustPolicy;
import io.github.mailclad.TrustPolicy.AnchorFile;
import io.github.mailclad.TrustPolicy.GivenAnchors;
import io.github.mailclad.TrustPolicy.PlatformAnchors;
import io.github.mailclad.internal.der.KeyDerivation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Loads trust anchors, and keeps what it loaded until its source changes: a file's size and time,
 * or the application's choice of the platform's trust store. Thread-safe.
 */
public final class AnchorLoader {
  /** A file with more octets than this is no list of trust anchors. */
  private static final long LARGEST_FILE = 16 << 20;

  private final Supplier<String> platformSource;
  private final Map<TrustPolicy, Loaded> loaded = new ConcurrentHashMap<>();

  private record Loaded(Object stamp, TrustAnchors anchors) {}

  private record FileStamp(FileTime modified, long size) {}

  /**
   * A loader with an empty memory.
   *
   * @param platformSource tells which trust store the platform uses; the platform's anchors are
   *     loaded again when it answers differently
   */
  public AnchorLoader(Supplier<String> platformSource) {
    this.platformSource = platformSource;
  }

  /**
   * The anchors of a policy, at least one.
   *
   * @throws IOException if there are none, or they cannot be read; the message tells people why,
   *     without the password
   */
  public TrustAnchors load(TrustPolicy trust) throws IOException {
    if (trust instanceof GivenAnchors given) {
      return TrustAnchors.of(given.certificates());
    }
    Object stamp = stampOf(trust);
    Loaded known = loaded.get(trust);
    if (known != null && known.stamp().equals(stamp)) {
      return known.anchors();
    }
    List<X509Certificate> certificates =
        trust instanceof AnchorFile file ? ofFile(file) : ofPlatform();
    if (certificates.isEmpty()) {
      throw new IOException("there is no certificate in it");
    }
    TrustAnchors anchors = TrustAnchors.of(certificates);
    loaded.put(trust, new Loaded(stamp, anchors));
    return anchors;
  }

  private Object stampOf(TrustPolicy trust) throws IOException {
    if (trust instanceof PlatformAnchors) {
      return platformSource.get();
    }
    Path file = ((AnchorFile) trust).file();
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no such file");
    }
    return new FileStamp(Files.getLastModifiedTime(file), Files.size(file));
  }

  private static List<X509Certificate> ofPlatform() throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return List.copyOf(Arrays.asList(x509.getAcceptedIssuers()));
        }
      }
      return List.of();
    } catch (GeneralSecurityException e) {
      throw new IOException("the platform cannot load its trust anchors", e);
    }
  }

  private static List<X509Certificate> ofFile(AnchorFile source) throws IOException {
    if (Files.size(source.file()) > LARGEST_FILE) {
      throw new IOException("the file is too large");
    }
    return read(Files.readAllBytes(source.file()), source.password());
  }

  /**
   * The certificates in PEM, or those that a PKCS12 or JKS store trusts; perhaps none.
   *
   * @throws IOException if they cannot be read; the message tells people why, without the password
   */
  static List<X509Certificate> read(byte[] content, @Nullable String password) throws IOException {
    try {
      return new String(content, StandardCharsets.ISO_8859_1)
              .contains("-----BEGIN CERTIFICATE-----")
          ? ofPem(content)
          : ofKeyStore(content, password);
    } catch (GeneralSecurityException e) {
      throw new IOException("it has a certificate that cannot be read", e);
    }
  }

  private static List<X509Certificate> ofPem(byte[] content) throws GeneralSecurityException {
    Collection<?> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(content));
    return certificates.stream().map(X509Certificate.class::cast).toList();
  }

  private static List<X509Certificate> ofKeyStore(byte[] content, @Nullable String password)
      throws IOException, GeneralSecurityException {
    // the platform's PKCS12 store also reads JKS (keystore.type.compat)
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      if (password == null || KeyDerivation.rounds(content) <= KeyDerivation.MOST_ROUNDS) {
        store.load(
            new ByteArrayInputStream(content), password == null ? null : password.toCharArray());
        return certificateEntries(store);
      }
    } catch (IOException e) {
      throw new IOException(
          "it is neither PEM nor a PKCS12 or JKS file, or the password is wrong", e);
    }
    throw new IOException(
        "it asks for more than %d rounds to derive its keys from the password"
            .formatted(KeyDerivation.MOST_ROUNDS));
  }

  private static List<X509Certificate> certificateEntries(KeyStore store)
      throws GeneralSecurityException {
    List<X509Certificate> anchors = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        anchors.add(certificate);
      }
    }
    return anchors;
  }
}
