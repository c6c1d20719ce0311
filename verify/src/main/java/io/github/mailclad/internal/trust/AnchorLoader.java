package io.github.mailclad.internal.trust;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.GivenAnchors;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.files.Contents;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Loads trust anchors and keeps them until their source changes. The source is identified by a
 * file's size and time, or by the application's choice of the platform's trust store. Thread-safe.
 */
public final class AnchorLoader {
  /** The largest accepted file, in octets; a larger file is not a list of trust anchors. */
  private static final long LARGEST_FILE = 16 << 20;

  private final Supplier<String> platformSource;
  private final Map<AnchorSource, CachedAnchors> loaded = new ConcurrentHashMap<>();

  private record CachedAnchors(Object stamp, TrustAnchors anchors) {}

  /**
   * Creates a loader that has loaded nothing yet.
   *
   * @param platformSource returns the name of the trust store that the platform uses; the
   *     platform's anchors are loaded again when the name changes
   */
  public AnchorLoader(Supplier<String> platformSource) {
    this.platformSource = platformSource;
  }

  /**
   * Returns the anchors of a policy, at least one.
   *
   * @throws IOException if there are no anchors, or they cannot be read; the message says why,
   *     without the password
   */
  public TrustAnchors load(AnchorSource trust) throws IOException {
    if (trust instanceof GivenAnchors given) {
      return TrustAnchors.of(given.certificates());
    }
    Object stamp = stampOf(trust);
    CachedAnchors known = loaded.get(trust);
    if (known != null && known.stamp().equals(stamp)) {
      return known.anchors();
    }
    List<X509Certificate> certificates =
        trust instanceof AnchorFile file ? ofFile(file) : ofPlatform();
    if (certificates.isEmpty()) {
      throw new IOException("there is no certificate among them");
    }
    TrustAnchors anchors = TrustAnchors.of(certificates);
    loaded.put(trust, new CachedAnchors(stamp, anchors));
    return anchors;
  }

  /** Returns the anchors of a policy, or the refusal of every connection without them. */
  public Outcome<TrustAnchors> loadOrRefuse(AnchorSource trust) {
    try {
      return Outcome.of(load(trust));
    } catch (IOException e) {
      return Outcome.refused(
          new SettingsRefusal.AnchorsUnavailable(
              trust.toString(), PeerText.of(String.valueOf(e.getMessage()))));
    }
  }

  private Object stampOf(AnchorSource trust) throws IOException {
    if (trust instanceof PlatformAnchors) {
      return platformSource.get();
    }
    return Contents.stamp(((AnchorFile) trust).location(), LARGEST_FILE);
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
    return AnchorContent.certificates(
        Contents.octets(source.location(), LARGEST_FILE), source.password());
  }
}
