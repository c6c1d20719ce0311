package io.github.mailclad.it.dns;

import java.util.List;

/** The way in which a signed zone denies the existence of names (RFC 4034, section 4; RFC 5155). */
@SuppressWarnings("ImmutableEnumChecker") // immutable lists
enum Denial {
  NSEC(),
  NSEC3("-n", "-a", "1", "-t", "0"),
  NSEC3_SALTED("-n", "-a", "1", "-t", "7", "-s", "c0ffee"),
  /** Unsigned delegations lie in the spans. */
  NSEC3_OPT_OUT("-n", "-p", "-a", "1", "-t", "0"),
  /** More than RFC 9276 lets a validator tolerate. */
  NSEC3_OF_MANY_ITERATIONS("-n", "-a", "1", "-t", "2500", "-s", "ab");

  private final List<String> options;

  Denial(String... options) {
    this.options = List.of(options);
  }

  /** Those of {@code ldns-signzone}. */
  List<String> options() {
    return options;
  }
}
