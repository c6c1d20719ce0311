package io.github.mailclad.dns;

import java.util.Locale;

/**
 * The DNSSEC status of an answer, as a validating resolver determined it (RFC 4033, section 5; RFC
 * 4035, section 4.3). An answer about the absence of records has a status too.
 */
public enum DnssecStatus {
  /** A chain of signatures leads from a trust anchor to the answer. */
  SECURE,
  /** A chain of signatures leads from a trust anchor to the proof that nothing here is signed. */
  INSECURE,
  /** Signatures should exist, but are missing, expired or wrong. */
  BOGUS,
  /**
   * The status could not be determined: no answer came in time, or none that could be understood.
   */
  INDETERMINATE;

  /**
   * Returns whether there is an answer at all. Without one, the caller cannot know what was hidden.
   */
  public boolean isAnswer() {
    return this == SECURE || this == INSECURE;
  }

  /** Returns the word of RFC 4033, for example {@code Secure}. */
  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
