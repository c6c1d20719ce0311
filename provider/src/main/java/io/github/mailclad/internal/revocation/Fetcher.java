package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The port for fetching statements about revocation from the network. The statements are signed,
 * and are used for nothing else. Implementations are thread-safe.
 */
public interface Fetcher {

  /**
   * Returns the octets of the answer.
   *
   * @param limit the total time from now to the last octet
   * @throws IOException if no answer arrives in that time, or it is larger than allowed; the
   *     message says why
   */
  byte[] fetch(Question question, Duration limit) throws IOException;

  /** A request for one statement. */
  sealed interface Question {
    /** Returns the address, whose scheme is {@code http}. */
    URI where();

    /** Returns the largest allowed size of the answer, in octets. */
    int largestAnswer();

    /** Returns the identifier of the request. */
    String name();
  }

  /** A request for the status of a certificate by OCSP over HTTP (RFC 6960, appendix A). */
  final class OcspQuestion implements Question {
    private final URI where;
    private final byte[] request;

    OcspQuestion(URI where, byte[] request) {
      this.where = where;
      this.request = request.clone();
    }

    /** Returns the DER of an OCSPRequest. */
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

  /** A request for a certificate revocation list. */
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
