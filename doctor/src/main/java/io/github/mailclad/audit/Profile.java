package io.github.mailclad.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A named set of checks; each profile contains the ones before it. */
public enum Profile {
  /** The requirements of RFC 8314, its successor and RFC 9325 for a mail provider. */
  RFC8314,
  /** Also TLS 1.3 on each server and post-quantum key exchange. */
  MODERN;

  /** Returns the profile of that name in any case; empty for another name. */
  public static Optional<Profile> named(String name) {
    return Stream.of(values())
        .filter(profile -> profile.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Returns the name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether checks of the other profile are part of this one. */
  public boolean contains(Profile other) {
    return other.compareTo(this) <= 0;
  }
}
