package io.github.mailclad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which key exchanges of TLS an account accepts. */
public enum KeyExchange {
  /** Each that is offered: all of them are forward secret. */
  ANY,
  /**
   * Those alone that a quantum computer does not undo, so that what is recorded today stays
   * confidential: ML-KEM (FIPS 203), by itself or together with an elliptic curve. Needs TLS 1.3.
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
   * Tells whether a connection with that group is good enough.
   *
   * @param group the registered name; null where there was no key exchange, or where it cannot be
   *     told
   */
  public boolean accepts(@Nullable String group) {
    return this == ANY || (group != null && POST_QUANTUM_GROUPS.contains(group));
  }
}
