package io.github.mailclad.internal.dane;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.refusal.DaneRefusal;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;

/** The effect of a TLSA answer under a policy, before any certificate is seen. */
public sealed interface Standing {

  /**
   * There are usable records. They decide, even if another source would accept the server.
   *
   * @param records the usable records
   */
  record Decisive(UsableRecords records) implements Standing {}

  /**
   * The records have no effect.
   *
   * @param finding the reason
   */
  record Silent(DaneFinding finding) implements Standing {}

  /**
   * The server must not even be contacted.
   *
   * @param refusal the reason
   */
  record Refusing(Refusal refusal) implements Standing {}

  /** Returns the standing of an answer. */
  static Standing of(TlsaAnswer answer, DanePolicy policy) {
    if (policy.mode() == Mode.OFF) {
      return new Silent(new DaneFinding.NotAsked());
    }
    Standing standing = unaudited(answer, policy);
    return policy.mode() == Mode.AUDIT_ONLY && standing instanceof Refusing refusing
        ? new Silent(new DaneFinding.WouldRefuse(refusing.refusal()))
        : standing;
  }

  private static Standing unaudited(TlsaAnswer answer, DanePolicy policy) {
    boolean required = policy.mode() == Mode.REQUIRE;
    if (!answer.status().isAnswer()) {
      return new Refusing(
          new LookupRefusal.DaneLookupFailed(
              PeerText.of(answer.name()), answer.status(), PeerText.of(answer.reason())));
    }
    if (answer.status() != DnssecStatus.SECURE || answer.records().isEmpty()) {
      return required
          ? new Refusing(
              new DaneRefusal.DaneAbsent(PeerText.of(answer.name()), PeerText.of(answer.reason())))
          : new Silent(new DaneFinding.NoRecords(answer));
    }
    UsableRecords records = UsableRecords.of(answer, policy);
    if (!records.usable().isEmpty()) {
      return new Decisive(records);
    }
    return required
        ? new Refusing(
            new DaneRefusal.DaneUnusable(
                PeerText.of(answer.name()), PeerText.listOf(records.unusable())))
        : new Silent(new DaneFinding.NoneUsable(answer, records.unusable()));
  }
}
