package io.github.mailclad.audit.wire;

import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.ServerAnswer.Declined;
import io.github.mailclad.audit.wire.ServerAnswer.Unclear;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the first flight of a server in the clear: the ServerHello, and before TLS 1.3 everything
 * up to ServerHelloDone (RFC 5246, section 7.4). Reads at most 256 KiB in 200 records. For one use.
 */
final class AnswerReader {
  private static final int MOST_OCTETS = 256 * 1024;
  private static final int MOST_RECORDS = 200;
  private static final int OCSP = 1;
  private static final int NAMED_CURVE = 3;
  private static final int LONGEST_RECORD = 18 * 1024;

  private final InputStream in;
  private final ByteArrayOutputStream handshake = new ByteArrayOutputStream();
  private int position;
  private int version;
  private int suite;
  private int group;
  private int primeBits;
  private int signature;
  private int compression;
  private final TreeMap<Integer, ByteBuffer> extensions = new TreeMap<>();
  private final List<X509Certificate> chain = new ArrayList<>();
  private final List<byte[]> ocspResponses = new ArrayList<>();
  private boolean requestsCertificate;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  ServerAnswer read() throws IOException {
    try {
      return answer();
    } catch (SocketTimeoutException silent) {
      return suite == 0 ? new Unclear("no answer in time") : agreed();
    } catch (SocketException reset) {
      return suite == 0 ? new Declined(-1) : agreed();
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException broken) {
      return new Unclear("a malformed message of TLS");
    }
  }

  private ServerAnswer answer() throws IOException {
    for (int records = 0; records < MOST_RECORDS && handshake.size() < MOST_OCTETS; records++) {
      byte[] header = in.readNBytes(5);
      if (header.length < 5) {
        return suite == 0 ? closed(header) : agreed();
      }
      int type = header[0];
      int length = (Byte.toUnsignedInt(header[3]) << 8) | Byte.toUnsignedInt(header[4]);
      if ((type != 22 && type != 21 && type != 20) || header[1] != 3 || length > LONGEST_RECORD) {
        return suite == 0 ? new Unclear("an answer that is not TLS") : agreed();
      }
      byte[] content = in.readNBytes(length);
      if (type == 21 && content.length >= 2 && content[0] == 2) {
        return suite == 0 ? new Declined(content[1]) : agreed();
      }
      if (type == 22) {
        handshake.writeBytes(content);
        if (isComplete()) {
          return agreed();
        }
      }
    }
    return new Unclear("too much before the end of the handshake");
  }

  private static ServerAnswer closed(byte[] rest) {
    return rest.length == 0 ? new Declined(-1) : new Unclear("an answer that is not TLS");
  }

  private Agreed agreed() {
    return new Agreed(
        version,
        suite,
        group,
        primeBits,
        signature,
        compression,
        extensions.keySet(),
        chain,
        ocspResponses,
        requestsCertificate);
  }

  /** Reads the messages that have arrived; returns whether no more are needed. */
  private boolean isComplete() {
    ByteBuffer all = ByteBuffer.wrap(handshake.toByteArray());
    all.position(position);
    while (all.remaining() >= 4) {
      int type = all.get(position);
      int length =
          (Byte.toUnsignedInt(all.get(position + 1)) << 16)
              | Short.toUnsignedInt(all.getShort(position + 2));
      if (all.remaining() < 4 + length) {
        return false;
      }
      ByteBuffer body = all.slice(position + 4, length);
      position += 4 + length;
      all.position(position);
      if (message(type, body)) {
        return true;
      }
    }
    return false;
  }

  /** Reads one message; returns whether it is the last one that is needed. */
  private boolean message(int type, ByteBuffer body) {
    switch (type) {
      case 2 -> serverHello(body);
      case 11 -> certificates(body);
      case 12 -> keyExchange(body);
      case 13 -> requestsCertificate = true;
      case 22 -> certificateStatus(body);
      case 14 -> {
        return true;
      }
      default -> {}
    }
    return type == 2 && version >= ClientOffer.TLS_1_3;
  }

  private void serverHello(ByteBuffer body) {
    version = Short.toUnsignedInt(body.getShort());
    body.position(body.position() + 32);
    body.position(body.position() + 1 + Byte.toUnsignedInt(body.get(body.position())));
    suite = Short.toUnsignedInt(body.getShort());
    compression = Byte.toUnsignedInt(body.get());
    if (body.remaining() < 2) {
      return;
    }
    body.getShort();
    while (body.remaining() >= 4) {
      int type = Short.toUnsignedInt(body.getShort());
      int length = Short.toUnsignedInt(body.getShort());
      extensions.put(type, body.slice(body.position(), length));
      body.position(body.position() + length);
    }
    ByteBuffer selected = extensions.get(43);
    if (selected != null && selected.remaining() == 2) {
      version = Short.toUnsignedInt(selected.getShort(0));
    }
    ByteBuffer share = extensions.get(51);
    if (share != null && share.remaining() >= 2) {
      group = Short.toUnsignedInt(share.getShort(0));
    }
  }

  private void certificates(ByteBuffer body) {
    three(body);
    while (body.remaining() >= 3) {
      int length = three(body);
      if (length > body.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] der = new byte[length];
      body.get(der);
      try {
        chain.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)));
      } catch (CertificateException unreadable) {
        throw new IllegalArgumentException(unreadable);
      }
    }
  }

  /** Reads an OCSP response (RFC 6066, section 8). */
  private void certificateStatus(ByteBuffer body) {
    if (body.get() == OCSP) {
      byte[] der = new byte[Math.min(three(body), body.remaining())];
      body.get(der);
      ocspResponses.add(der);
    }
  }

  /** Reads the group of ECDHE (RFC 8422, section 5.4) or the prime of DHE, and the signature. */
  private void keyExchange(ByteBuffer body) {
    if (Suites.isEphemeralCurve(suite)) {
      if (body.get() != NAMED_CURVE) {
        return;
      }
      group = Short.toUnsignedInt(body.getShort());
      body.position(body.position() + 1 + Byte.toUnsignedInt(body.get(body.position())));
    } else if (Suites.isFiniteField(suite)) {
      byte[] prime = new byte[Short.toUnsignedInt(body.getShort())];
      body.get(prime);
      primeBits = new BigInteger(1, prime).bitLength();
      // generator and public value
      skipLong(body);
      skipLong(body);
    }
    if (version == ClientOffer.TLS_1_2 && body.remaining() >= 2 && body.position() > 0) {
      signature = Short.toUnsignedInt(body.getShort());
    }
  }

  private static void skipLong(ByteBuffer body) {
    int length = Short.toUnsignedInt(body.getShort());
    body.position(body.position() + length);
  }

  private static int three(ByteBuffer body) {
    return (Byte.toUnsignedInt(body.get()) << 16) | Short.toUnsignedInt(body.getShort());
  }
}
