package io.github.mailclad.internal.dane;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.refusal.DaneRefusal;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.List;

/** The effect of a TLSA answer under a policy, before any certificate is seen. */
public sealed interface TlsaEffect {

  /**
   * There are usable records. They decide, even if another source would accept the server.
   *
   * @param records the usable records
   */
  record Decisive(UsableRecords records) implements TlsaEffect {}

  /**
   * The records have no effect.
   *
   * @param finding the reason
   */
  record WithoutEffect(DaneFinding finding) implements TlsaEffect {}

  /**
   * The server must not even be contacted.
   *
   * @param refusal the reason
   */
  record RefusedServer(Refusal refusal) implements TlsaEffect {}

  /** Returns the effect of an answer. */
  static TlsaEffect of(TlsaAnswer answer, DanePolicy policy) {
    if (policy.mode() == Mode.OFF) {
      return new WithoutEffect(new DaneFinding.NotAsked());
    }
    TlsaEffect effect = unaudited(answer, policy);
    return policy.mode() == Mode.AUDIT_ONLY && effect instanceof RefusedServer refused
        ? new WithoutEffect(new DaneFinding.Audited(Outcome.refused(refused.refusal())))
        : effect;
  }

  private static TlsaEffect unaudited(TlsaAnswer answer, DanePolicy policy) {
    boolean required = policy.mode() == Mode.REQUIRE;
    if (!answer.status().isAnswer()) {
      return new RefusedServer(
          new LookupRefusal.DaneLookupFailed(
              PeerText.of(answer.name()), answer.status(), PeerText.of(answer.reason())));
    }
    if (answer.status() != DnssecStatus.SECURE || answer.records().isEmpty()) {
      return required
          ? new RefusedServer(
              new DaneRefusal.DaneAbsent(PeerText.of(answer.name()), PeerText.of(answer.reason())))
          : new WithoutEffect(new DaneFinding.NoUsableRecords(answer, List.of()));
    }
    UsableRecords records = UsableRecords.of(answer, policy);
    if (!records.usable().isEmpty()) {
      return new Decisive(records);
    }
    return required
        ? new RefusedServer(
            new DaneRefusal.DaneUnusable(
                PeerText.of(answer.name()), PeerText.listOf(records.unusable())))
        : new WithoutEffect(new DaneFinding.NoUsableRecords(answer, records.unusable()));
  }
}
