package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The port through which statements about revocation are fetched from the network. What comes is
 * signed, and believed for nothing else. Implementations are thread-safe.
 */
public interface Fetcher {

  /**
   * The octets of the answer.
   *
   * @param limit the total time from now to the last octet
   * @throws IOException if there is no answer in that time, or it is larger than what is asked for;
   *     the message says why
   */
  byte[] fetch(Question question, Duration limit) throws IOException;

  /** What is asked for. */
  sealed interface Question {
    /** The address, whose scheme is {@code http}. */
    URI where();

    /** How many octets the answer may have. */
    int largestAnswer();

    /** Tells one question from another. */
    String name();
  }

  /** The status of a certificate, by OCSP over HTTP (RFC 6960, appendix A). */
  final class OcspQuestion implements Question {
    private final URI where;
    private final byte[] request;

    OcspQuestion(URI where, byte[] request) {
      this.where = where;
      this.request = request.clone();
    }

    /** The DER of an OCSPRequest. */
    public byte[] request() {
      return request.clone();
    }

    @Override
    public URI where() {
      return where;
    }

    @Override
    public int largestAnswer() {
      return OcspResponse.LARGEST;
    }

    @Override
    public String name() {
      return "OCSP " + where + " " + HexFormat.of().formatHex(request);
    }
  }

  /** A certificate revocation list. */
  record CrlQuestion(URI where) implements Question {
    @Override
    public int largestAnswer() {
      return CrlLoader.LARGEST_LIST;
    }

    @Override
    public String name() {
      return "CRL " + where;
    }
  }
}
