package io.github.mailclad.vectors;

import io.github.mailclad.fixtures.EngineInHandshake;
import java.security.GeneralSecurityException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The opinion of the running JVM on a scene: its PKIX trust manager, asked as in a TLS 1.3
 * handshake with the endpoint identification of HTTPS, with the instant and the revocation lists.
 */
final class PlainJdk {
  private PlainJdk() {}

  static Opinion on(Scene scene) {
    try {
      EngineInHandshake engine =
          scene
              .host()
              .map(EngineInHandshake::identifying)
              .orElseGet(EngineInHandshake::withoutIdentification);
      X509Certificate[] chain = scene.chain().toArray(new X509Certificate[0]);
      if (scene.purpose() == Scene.Purpose.CLIENT) {
        trustManager(scene).checkClientTrusted(chain, EngineInHandshake.AUTH_TYPE, engine);
      } else {
        trustManager(scene).checkServerTrusted(chain, EngineInHandshake.AUTH_TYPE, engine);
      }
      return new Opinion.Accepts();
    } catch (GeneralSecurityException | RuntimeException e) {
      // the platform throws unchecked exceptions for some certificates, which end a handshake too
      return new Opinion.Refuses(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static X509ExtendedTrustManager trustManager(Scene scene)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        scene.anchors().stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    parameters.setDate(Date.from(scene.now()));
    parameters.setRevocationEnabled(!scene.crls().isEmpty());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(scene.crls())));
    scene.longestPath().ifPresent(parameters::setMaxPathLength);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("this JVM has no PKIX trust manager");
  }
}
