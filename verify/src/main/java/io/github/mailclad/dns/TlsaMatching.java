package io.github.mailclad.dns;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The matching type of a TLSA record (RFC 6698, section 2.1.3; RFC 7218, section 2.3). */
public enum TlsaMatching {
  /** The selected content, octet by octet. */
  FULL(0, "Full", "", 0),
  /** The SHA-256 digest of the selected content. */
  SHA2_256(1, "SHA2-256", "SHA-256", 32),
  /** The SHA-512 digest of the selected content. */
  SHA2_512(2, "SHA2-512", "SHA-512", 64);

  private final int number;
  private final String acronym;
  private final String digest;
  private final int octets;

  TlsaMatching(int number, String acronym, String digest, int octets) {
    this.number = number;
    this.acronym = acronym;
    this.digest = digest;
    this.octets = octets;
  }

  /** Returns the number in the record, 0 to 2. */
  public int number() {
    return number;
  }

  /** Returns the matching type of a number; empty for a number that has no meaning yet. */
  public static Optional<TlsaMatching> of(int number) {
    return Arrays.stream(values()).filter(m -> m.number() == number).findFirst();
  }

  /**
   * Returns the number of octets in the data of such a record; 0 where it depends on the selected
   * content.
   */
  public int octets() {
    return octets;
  }

  /** Returns the data that a record of this type has for that content. */
  public byte[] of(byte[] selected) {
    if (this == FULL) {
      return selected.clone();
    }
    try {
      return MessageDigest.getInstance(digest).digest(selected);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + digest, e);
    }
  }

  /** Returns the acronym of RFC 7218. */
  @Override
  public String toString() {
    return acronym;
  }
}
