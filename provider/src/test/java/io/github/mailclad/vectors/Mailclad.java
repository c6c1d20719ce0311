package io.github.mailclad.vectors;

import io.github.mailclad.Identifier;
import io.github.mailclad.Refusal;
import io.github.mailclad.Verification;
import io.github.mailclad.verify.PeerVerifier;
import java.util.List;

/** What {@link PeerVerifier} says to a scene. */
final class Mailclad {
  private Mailclad() {}

  static Opinion on(Scene scene) {
    if (scene.purpose() == Scene.Purpose.CLIENT) {
      return new Opinion.NotAsked();
    }
    PeerVerifier.Trusting trusting =
        PeerVerifier.trusting(scene.anchors(), "the anchors of the vector");
    PeerVerifier verifier;
    try {
      verifier =
          scene
              .host()
              .map(host -> trusting.expecting(List.of(Identifier.ofHost(host))))
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
}
