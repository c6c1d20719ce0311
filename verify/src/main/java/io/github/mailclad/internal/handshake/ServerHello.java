package io.github.mailclad.internal.handshake;

import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a ServerHello (RFC 5246, section 7.4.1.3; RFC 8446, section 4.1.3). The Java
 * platform does not expose the safeguards and the key exchange of a session, but the ServerHello is
 * in the clear. Parts that cannot be read count as absent.
 */
public final class ServerHello {
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int SERVER_KEY_EXCHANGE = 12;
  private static final int CURVE = 1 + 2;
  private static final int RECORD_HEADER = 5;
  private static final int SUITE_AND_COMPRESSION = 2 + 1;
  private static final int KEY_SHARE = 51;

  /** The random value that marks a ServerHello as a HelloRetryRequest (RFC 8446, section 4.1.3). */
  private static final ByteBuffer RETRY =
      ByteBuffer.wrap(
              HexFormat.of()
                  .parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"))
          .asReadOnlyBuffer();

  private static final Map<TlsSafeguard, Integer> EXTENSIONS =
      Map.of(
          TlsSafeguard.SECURE_RENEGOTIATION, 0xff01,
          TlsSafeguard.EXTENDED_MASTER_SECRET, 0x0017);

  /** The registered names of the key exchange groups (RFC 8446, section 4.2.7). */
  private static final Map<Integer, String> GROUPS =
      Map.ofEntries(
          Map.entry(0x0017, "secp256r1"),
          Map.entry(0x0018, "secp384r1"),
          Map.entry(0x0019, "secp521r1"),
          Map.entry(0x001d, "x25519"),
          Map.entry(0x001e, "x448"),
          Map.entry(0x0100, "ffdhe2048"),
          Map.entry(0x0101, "ffdhe3072"),
          Map.entry(0x0102, "ffdhe4096"),
          Map.entry(0x0103, "ffdhe6144"),
          Map.entry(0x0104, "ffdhe8192"),
          Map.entry(0x0200, "MLKEM512"),
          Map.entry(0x0201, "MLKEM768"),
          Map.entry(0x0202, "MLKEM1024"),
          Map.entry(0x11eb, "SecP256r1MLKEM768"),
          Map.entry(0x11ec, "X25519MLKEM768"),
          Map.entry(0x11ed, "SecP384r1MLKEM1024"));

  private final ByteBuffer random;
  private final Map<Integer, ByteBuffer> extensions = new TreeMap<>();
  private boolean complete;

  /** Reads the body of a message, as far as it has arrived. */
  private ServerHello(ByteBuffer body) {
    skip(body, 2);
    random = body.slice(body.position(), 32);
    skip(body, 32);
    skip(body, Byte.toUnsignedInt(body.get()));
    skip(body, SUITE_AND_COMPRESSION);
    int left = Short.toUnsignedInt(body.getShort());
    while (left >= 4 && body.remaining() >= 4) {
      int type = Short.toUnsignedInt(body.getShort());
      int length = Short.toUnsignedInt(body.getShort());
      int there = Math.min(length, body.remaining());
      extensions.put(type, body.slice(body.position(), there));
      skip(body, there);
      left -= 4 + (there < length ? 0 : length);
    }
    complete = left == 0;
  }

  /**
   * Returns the safeguards that a server left out.
   *
   * @param version the negotiated version; TLS 1.3 needs none of these extensions
   * @param firstOctets the first octets that the server sent, from the first octet of TLS
   */
  public static Set<TlsSafeguard> missingSafeguards(TlsVersion version, byte[] firstOctets) {
    Set<TlsSafeguard> missing = EnumSet.noneOf(TlsSafeguard.class);
    if (version == TlsVersion.TLS_1_2) {
      missing.addAll(EXTENSIONS.keySet());
      read(ByteBuffer.wrap(handshakeIn(firstOctets)))
          .filter(hello -> hello.complete)
          .ifPresent(
              hello ->
                  missing.removeIf(
                      safeguard -> hello.extensions.containsKey(EXTENSIONS.get(safeguard))));
    }
    return missing;
  }

  /**
   * Returns the registered name of the key exchange group. Returns null for a TLS 1.3 handshake
   * without one (RFC 8446, section 4.2.9), and for TLS 1.2, where the group follows only after the
   * certificates.
   *
   * @param version the negotiated version
   * @param firstOctets the first octets that the server sent, from the first octet of TLS
   */
  public static @Nullable String group(TlsVersion version, byte[] firstOctets) {
    if (version != TlsVersion.TLS_1_3) {
      return null;
    }
    ByteBuffer messages = ByteBuffer.wrap(handshakeIn(firstOctets));
    Optional<ServerHello> hello = read(messages);
    if (hello.isPresent() && hello.get().random.equals(RETRY)) {
      hello = read(messages);
    }
    if (hello.isEmpty() || hello.get().random.equals(RETRY)) {
      return null;
    }
    ByteBuffer share = hello.get().extensions.get(KEY_SHARE);
    return share == null || share.remaining() < 2
        ? null
        : groupName(Short.toUnsignedInt(share.getShort(0)));
  }

  /**
   * Returns the signature scheme of the ServerKeyExchange of TLS 1.2 with ECDHE (RFC 8422, section
   * 5.4); empty if it is not in the octets.
   *
   * @param firstOctets the first octets that the server sent, from the first octet of TLS
   */
  public static OptionalInt signatureScheme(byte[] firstOctets) {
    ByteBuffer messages = ByteBuffer.wrap(handshakeIn(firstOctets));
    try {
      while (messages.hasRemaining()) {
        int type = messages.get();
        int length =
            (Byte.toUnsignedInt(messages.get()) << 16) | Short.toUnsignedInt(messages.getShort());
        if (type == SERVER_KEY_EXCHANGE) {
          skip(messages, CURVE);
          skip(messages, Byte.toUnsignedInt(messages.get()));
          return OptionalInt.of(Short.toUnsignedInt(messages.getShort()));
        }
        skip(messages, length);
      }
    } catch (BufferUnderflowException | IllegalArgumentException cut) {
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  /** Returns the registered name of a code point; {@code group-0x1234} for an unknown one. */
  private static String groupName(int codePoint) {
    String known = GROUPS.get(codePoint);
    return known == null ? "group-0x%04x".formatted(codePoint) : known;
  }

  /** Reads the next ServerHello and moves the position behind it. */
  private static Optional<ServerHello> read(ByteBuffer messages) {
    try {
      if (messages.get() != SERVER_HELLO) {
        return Optional.empty();
      }
      int length =
          (Byte.toUnsignedInt(messages.get()) << 16) | Short.toUnsignedInt(messages.getShort());
      int there = Math.min(length, messages.remaining());
      ServerHello hello = new ServerHello(messages.slice(messages.position(), there));
      skip(messages, there);
      return Optional.of(hello);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException cut) {
      return Optional.empty();
    }
  }

  /**
   * Returns the handshake messages in the clear, reassembled. Their division into records is not
   * authenticated, so an attacker on the path may change it.
   */
  private static byte[] handshakeIn(byte[] firstOctets) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int at = 0;
    while (firstOctets.length - at >= RECORD_HEADER
        && (firstOctets[at] == HANDSHAKE || firstOctets[at] == CHANGE_CIPHER_SPEC)) {
      int length =
          (Byte.toUnsignedInt(firstOctets[at + 3]) << 8) | Byte.toUnsignedInt(firstOctets[at + 4]);
      if (firstOctets[at] == HANDSHAKE) {
        messages.write(
            firstOctets,
            at + RECORD_HEADER,
            Math.min(length, firstOctets.length - at - RECORD_HEADER));
      }
      at += RECORD_HEADER + length;
    }
    return messages.toByteArray();
  }

  private static void skip(ByteBuffer octets, int length) {
    octets.position(octets.position() + length);
  }
}
