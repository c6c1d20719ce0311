package io.github.mailclad.internal.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a subjectAltName that has nothing but DNS names and IP addresses, as nearly every server's
 * has. It needs no class of Bouncy Castle, of which the parser of all other forms needs a hundred:
 * loading them takes longer than the whole verdict of a process's first connection.
 */
final class PlainNames {
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private final byte[] octets;
  private int at;

  private PlainNames(byte[] octets) {
    this.octets = octets;
  }

  /**
   * An entry.
   *
   * @param content its octets, each as one character
   */
  record PlainName(boolean isAddress, String content) {}

  /**
   * Returns the entries; empty if the extension is not in DER, or has no entry, or one of another
   * kind.
   *
   * @param extension the octets as the platform returns them, in an OCTET STRING
   */
  static Optional<List<PlainName>> in(byte[] extension) {
    PlainNames der = new PlainNames(extension);
    List<PlainName> names = new ArrayList<>();
    boolean plain = der.opens(OCTET_STRING) && der.opens(SEQUENCE);
    while (plain && der.at < extension.length) {
      int tag = der.next();
      int length = der.length();
      plain = (tag == DNS_NAME || tag == IP_ADDRESS) && length >= 0;
      if (plain) {
        names.add(
            new PlainName(
                tag == IP_ADDRESS,
                new String(extension, der.at, length, StandardCharsets.ISO_8859_1)));
        der.at += length;
      }
    }
    return plain && !names.isEmpty() ? Optional.of(names) : Optional.empty();
  }

  /** Returns whether a value with that tag begins here, and ends where the octets end. */
  private boolean opens(int tag) {
    return next() == tag && length() == octets.length - at;
  }

  /**
   * Reads a length of up to 65535 in as few octets as it needs; negative for any other, and for one
   * that leads beyond the octets.
   */
  private int length() {
    int length = next();
    if (length == 0x81) {
      length = atLeast(0x80, next());
    } else if (length == 0x82) {
      length = atLeast(0x100, next() << 8 | next());
    } else if (length >= 0x80) {
      return -1;
    }
    return length <= octets.length - at ? length : -1;
  }

  private static int atLeast(int least, int length) {
    return length >= least ? length : -1;
  }

  /** Returns the next octet; -1 at the end. */
  private int next() {
    return at < octets.length ? octets[at++] & 0xff : -1;
  }
}
