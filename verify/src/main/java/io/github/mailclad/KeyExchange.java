package io.github.mailclad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key exchanges of TLS that an account accepts. */
public enum KeyExchange {
  /** Every key exchange that is offered; all of them are forward secret. */
  ANY,
  /**
   * Only key exchanges that resist a quantum computer, so that a connection that is recorded today
   * stays confidential: ML-KEM (FIPS 203), alone or together with an elliptic curve. Needs TLS 1.3.
   */
  POST_QUANTUM;

  /** The registered names of the groups that {@link #POST_QUANTUM} accepts. */
  public static final List<String> POST_QUANTUM_GROUPS =
      List.of(
          "X25519MLKEM768",
          "SecP256r1MLKEM768",
          "SecP384r1MLKEM1024",
          "MLKEM512",
          "MLKEM768",
          "MLKEM1024");

  /**
   * Returns whether a connection with that group is good enough.
   *
   * @param group the registered name; null where there was no key exchange, or where it is not
   *     known
   */
  public boolean accepts(@Nullable String group) {
    return this == ANY || (group != null && POST_QUANTUM_GROUPS.contains(group));
  }
}
