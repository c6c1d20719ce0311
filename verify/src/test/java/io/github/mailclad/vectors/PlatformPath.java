package io.github.mailclad.vectors;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The opinion of the running JVM's path validation on a scene, without the rules that its trust
 * manager adds for servers. It finds the signers of revocation lists among the certificates of the
 * scene.
 */
final class PlatformPath {
  private PlatformPath() {}

  static Opinion on(Scene scene) {
    try {
      Set<TrustAnchor> anchors =
          scene.anchors().stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(scene.chain().get(0));
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setDate(Date.from(scene.now()));
      Collection<Object> known = new ArrayList<>(scene.chain());
      known.addAll(scene.crls());
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return new Opinion.Accepts();
    } catch (GeneralSecurityException | RuntimeException e) {
      return new Opinion.Refuses(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
