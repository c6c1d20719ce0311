package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one presented chain for one connection: accepted with evidence, or refused with a
 * reason.
 */
public sealed interface Verification {

  /**
   * The server is the one that was meant, as far as the evidence goes.
   *
   * @param matched the reference identifier that matched (RFC 9525, section 6.6); null if the
   *     evidence needs none or none was expected
   * @param evidence what vouched for the server
   */
  record Accepted(@Nullable Identifier matched, TrustEvidence evidence) implements Verification {}

  /**
   * The server did not prove to be the one that was meant.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements Verification {}
}
