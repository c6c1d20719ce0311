package io.github.mailclad.dns;

import io.github.mailclad.internal.text.Ascii;
import java.io.Serializable;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TLSA record as it was published (RFC 6698, section 2): any number in its fields and any data,
 * because a record without a meaning must be distinguished from a missing one.
 *
 * @param usage the certificate usage, 0 to 255; {@link TlsaUsage} has those with a meaning
 * @param selector the selector, 0 to 255; {@link TlsaSelector} has those with a meaning
 * @param matchingType the matching type, 0 to 255; {@link TlsaMatching} has those with a meaning
 * @param data the certificate association data in hexadecimal, lower case; at most as long as fits
 *     into a record, possibly empty
 */
public record TlsaRecord(int usage, int selector, int matchingType, String data)
    implements Serializable {
  private static final int MOST_OCTETS = 0xffff - 3;
  private static final Pattern PRESENTATION =
      Pattern.compile("\\s*(\\d{1,3})\\s+(\\d{1,3})\\s+(\\d{1,3})((?:\\s+[0-9A-Fa-f]+)*)\\s*");

  /** Refuses values that no record can hold. */
  public TlsaRecord {
    if ((usage | selector | matchingType) < 0
        || usage > 255
        || selector > 255
        || matchingType > 255) {
      throw new IllegalArgumentException("a field of a TLSA record is a number from 0 to 255");
    }
    if (data.length() > 2 * MOST_OCTETS) {
      throw new IllegalArgumentException("a record has at most " + MOST_OCTETS + " octets of data");
    }
    data = HexFormat.of().formatHex(HexFormat.of().parseHex(data));
  }

  /** Creates a record with these numbers and octets. */
  public TlsaRecord(int usage, int selector, int matchingType, byte[] data) {
    this(usage, selector, matchingType, HexFormat.of().formatHex(data));
  }

  /** Returns the record that a certificate matches, as its operator would publish it. */
  public static TlsaRecord of(
      TlsaUsage usage, TlsaSelector selector, TlsaMatching matching, X509Certificate certificate) {
    return new TlsaRecord(
        usage.number(),
        selector.number(),
        matching.number(),
        matching.of(selector.of(certificate)));
  }

  /**
   * Returns the record of a text as in a zone file after {@code TLSA} (RFC 6698, section 2.2).
   *
   * @throws IllegalArgumentException if the text is not a TLSA record
   */
  public static TlsaRecord parse(String text) {
    Matcher fields = PRESENTATION.matcher(text);
    if (!fields.matches()) {
      throw new IllegalArgumentException(
          "a TLSA record is written as three numbers and hexadecimal data");
    }
    return new TlsaRecord(
        Integer.parseInt(fields.group(1)),
        Integer.parseInt(fields.group(2)),
        Integer.parseInt(fields.group(3)),
        Ascii.lowerCase(fields.group(4).replaceAll("\\s", "")));
  }

  /** Returns the certificate association data. */
  public byte[] octets() {
    return HexFormat.of().parseHex(data);
  }

  /** Returns the text as in a zone file after {@code TLSA}. */
  @Override
  public String toString() {
    return usage + " " + selector + " " + matchingType + (data.isEmpty() ? "" : " " + data);
  }
}
