package io.github.mailclad;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which an account accepts the certificate of a server. Immutable.
 *
 * @param anchors the source of the trust anchors
 * @param pins if not empty, the certification path must contain one of these keys
 * @param accountPin the one certificate that a person accepted for this account, although it cannot
 *     be verified; null for none
 * @param revocation the revocation check of the account
 * @param dane the use of TLSA records; null for the default: they are preferred for a server that
 *     was discovered or where a resolver is configured, and off for others
 */
public record TrustRules(
    AnchorSource anchors,
    Set<Pin> pins,
    @Nullable AccountPin accountPin,
    RevocationPolicy revocation,
    @Nullable DanePolicy dane) {

  public TrustRules {
    pins = Set.copyOf(pins);
  }

  /** Returns the rules of an account that sets none: the platform's anchors. */
  public static TrustRules defaults() {
    return new TrustRules(
        new AnchorSource.PlatformAnchors(),
        Set.of(),
        /* accountPin= */ null,
        RevocationPolicy.defaults(),
        /* dane= */ null);
  }

  /** Returns the same rules with other anchors. */
  public TrustRules withAnchors(AnchorSource anchors) {
    return new TrustRules(anchors, pins, accountPin, revocation, dane);
  }

  /** Returns the same rules with other pins. */
  public TrustRules withPins(Set<Pin> pins) {
    return new TrustRules(anchors, pins, accountPin, revocation, dane);
  }

  /** Returns the same rules with another accepted certificate. */
  TrustRules withAccountPin(@Nullable AccountPin accountPin) {
    return new TrustRules(anchors, pins, accountPin, revocation, dane);
  }

  /** Returns the same rules with another revocation policy. */
  public TrustRules withRevocation(RevocationPolicy revocation) {
    return new TrustRules(anchors, pins, accountPin, revocation, dane);
  }

  /** Returns the same rules with another use of TLSA records. */
  public TrustRules withDane(@Nullable DanePolicy dane) {
    return new TrustRules(anchors, pins, accountPin, revocation, dane);
  }
}
