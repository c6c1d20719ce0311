package io.github.mailclad.internal.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The stapled OCSP responses of a Certificate message of TLS 1.3 (RFC 8446, section 4.4.2). */
final class CertificateMessage {
  private static final int STATUS_REQUEST = 5;
  private static final int OCSP = 1;

  private CertificateMessage() {}

  /**
   * Returns the responses, one for each certificate; empty octets for a certificate without one. A
   * message that is not well-formed has no responses.
   *
   * @param message the message with its header
   */
  static List<byte[]> staples(byte[] message) {
    List<byte[]> staples = new ArrayList<>();
    try {
      ByteBuffer content = ByteBuffer.wrap(message);
      content.get();
      ByteBuffer body = part(content, length(content));
      part(body, Byte.toUnsignedInt(body.get()));
      ByteBuffer entries = part(body, length(body));
      while (entries.hasRemaining()) {
        part(entries, length(entries));
        staples.add(staple(part(entries, Short.toUnsignedInt(entries.getShort()))));
      }
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException bad) {
      return List.of();
    }
    return staples;
  }

  private static byte[] staple(ByteBuffer extensions) {
    while (extensions.hasRemaining()) {
      int type = Short.toUnsignedInt(extensions.getShort());
      ByteBuffer data = part(extensions, Short.toUnsignedInt(extensions.getShort()));
      if (type == STATUS_REQUEST && data.get() == OCSP) {
        byte[] response = new byte[length(data)];
        data.get(response);
        return response;
      }
    }
    return new byte[0];
  }

  /** Reads a length of three octets, which is no longer than what is left. */
  private static int length(ByteBuffer octets) {
    int length = (Byte.toUnsignedInt(octets.get()) << 16) | Short.toUnsignedInt(octets.getShort());
    if (length > octets.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  private static ByteBuffer part(ByteBuffer octets, int length) {
    ByteBuffer part = octets.slice(octets.position(), length);
    octets.position(octets.position() + length);
    return part;
  }
}
