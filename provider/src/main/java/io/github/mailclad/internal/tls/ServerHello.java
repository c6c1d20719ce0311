package io.github.mailclad.internal.tls;

import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a ServerHello of TLS 1.2 says in its extensions (RFC 5246, section 7.4.1.3). The Java
 * platform tells nobody which safeguards a session has, but the ServerHello is in the clear. What
 * cannot be read counts as missing.
 */
final class ServerHello {
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int RECORD_HEADER = 5;
  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int SUITE_AND_COMPRESSION = 2 + 1;

  private static final Map<TlsSafeguard, Integer> EXTENSIONS =
      Map.of(
          TlsSafeguard.SECURE_RENEGOTIATION, 0xff01,
          TlsSafeguard.EXTENDED_MASTER_SECRET, 0x0017);

  private ServerHello() {}

  /**
   * The safeguards that a server left out.
   *
   * @param version the negotiated version; TLS 1.3 needs none of these extensions
   * @param firstOctets what the server sent first, from the first octet of TLS
   */
  static Set<TlsSafeguard> missingSafeguards(TlsVersion version, byte[] firstOctets) {
    Set<TlsSafeguard> missing = EnumSet.noneOf(TlsSafeguard.class);
    if (version == TlsVersion.TLS_1_2) {
      Set<TlsSafeguard> present = safeguardsIn(ByteBuffer.wrap(firstOctets));
      missing.addAll(EXTENSIONS.keySet());
      missing.removeAll(present);
    }
    return missing;
  }

  private static Set<TlsSafeguard> safeguardsIn(ByteBuffer octets) {
    Set<TlsSafeguard> present = EnumSet.noneOf(TlsSafeguard.class);
    try {
      if (octets.get() != HANDSHAKE) {
        return present;
      }
      octets.position(RECORD_HEADER);
      if (octets.get() != SERVER_HELLO) {
        return present;
      }
      skip(octets, 3 + VERSION_AND_RANDOM);
      skip(octets, Byte.toUnsignedInt(octets.get()));
      skip(octets, SUITE_AND_COMPRESSION);
      int left = Short.toUnsignedInt(octets.getShort());
      while (left >= 4) {
        int type = Short.toUnsignedInt(octets.getShort());
        int length = Short.toUnsignedInt(octets.getShort());
        skip(octets, length);
        left -= 4 + length;
        EXTENSIONS.forEach(
            (safeguard, extension) -> {
              if (extension == type) {
                present.add(safeguard);
              }
            });
      }
      return present;
    } catch (BufferUnderflowException | IllegalArgumentException truncated) {
      return EnumSet.noneOf(TlsSafeguard.class);
    }
  }

  private static void skip(ByteBuffer octets, int length) {
    octets.position(octets.position() + length);
  }
}
