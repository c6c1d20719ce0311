package io.github.mailclad.vectors;

import io.github.mailclad.Host;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.Verification;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import java.security.cert.X509CRL;
import java.util.List;

/** The opinion of {@link PeerVerifier} on a scene. */
final class Mailclad {
  private Mailclad() {}

  static Opinion on(Scene scene) {
    if (scene.purpose() == Scene.Purpose.CLIENT) {
      return new Opinion.NotAsked();
    }
    PeerVerifier.Trusting trusting = trusting(scene);
    PeerVerifier verifier;
    try {
      verifier =
          scene
              .host()
              .map(host -> trusting.expecting(List.of(Host.of(host).identifier())))
              .orElseGet(trusting::dangerouslyExpectingAnyone);
    } catch (IllegalArgumentException e) {
      return new Opinion.Refuses("no reference identifier: " + e.getMessage());
    }
    Verification verdict;
    try {
      verdict = verifier.verify(scene.chain(), scene.now());
    } catch (RuntimeException e) {
      return new Opinion.BreaksDown(e.toString());
    }
    if (verdict instanceof Verification.Refused refused) {
      Refusal refusal = refused.refusal();
      return new Opinion.Refuses("[" + refusal.code() + "] " + refusal.summary());
    }
    return new Opinion.Accepts();
  }

  private static PeerVerifier.Trusting trusting(Scene scene) {
    PeerVerifier.Trusting trusting =
        PeerVerifier.trusting(scene.anchors(), "the anchors of the vector");
    if (scene.longestPath().isPresent()) {
      trusting =
          trusting.withLongestPath(
              Math.min(scene.longestPath().getAsInt(), PeerVerifier.Trusting.LONGEST_PATH));
    }
    return scene.crls().isEmpty() ? trusting : trusting.withRevocation(requiring(scene.crls()));
  }

  private static RevocationPolicy requiring(List<X509CRL> crls) {
    RevocationPolicy defaults = RevocationPolicy.defaults();
    return new RevocationPolicy(
        Requirement.HARD, new GivenCrls(crls), defaults.fetch(), defaults.timeout());
  }
}
