package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one presented chain for one connection: accepted with evidence, or refused with a
 * reason.
 */
public sealed interface Verification {

  /**
   * The server proved its identity, with the strength of the evidence.
   *
   * @param matched the reference identifier that matched (RFC 9525, section 6.6); null if the
   *     evidence needs none or none was expected
   * @param evidence the evidence by which the server was accepted
   */
  record Accepted(@Nullable Identifier matched, TrustEvidence evidence) implements Verification {}

  /**
   * The server did not prove its identity.
   *
   * @param refusal the reason
   */
  record Refused(Refusal refusal) implements Verification {}
}
