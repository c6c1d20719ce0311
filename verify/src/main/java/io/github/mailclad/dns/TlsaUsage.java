package io.github.mailclad.dns;

import java.util.Arrays;
import java.util.Optional;

/** The certificate usage of a TLSA record (RFC 6698, section 2.1.1; RFC 7218, section 2.1). */
public enum TlsaUsage {
  /** An authority that the path to a trust anchor of the client must contain. */
  PKIX_TA(0, "PKIX-TA"),
  /** The server's certificate, which must also have a path to a trust anchor of the client. */
  PKIX_EE(1, "PKIX-EE"),
  /** An authority that authenticates the server, independent of the client's trust anchors. */
  DANE_TA(2, "DANE-TA"),
  /** The server's certificate or key itself; no authority is needed. */
  DANE_EE(3, "DANE-EE");

  private final int number;
  private final String acronym;

  TlsaUsage(int number, String acronym) {
    this.number = number;
    this.acronym = acronym;
  }

  /** Returns the number in the record, 0 to 3. */
  public int number() {
    return number;
  }

  /** Returns the usage of a number; empty for a number that has no meaning yet. */
  public static Optional<TlsaUsage> of(int number) {
    return Arrays.stream(values()).filter(u -> u.number() == number).findFirst();
  }

  /** Returns the acronym of RFC 7218. */
  @Override
  public String toString() {
    return acronym;
  }
}
