package io.github.mailclad.internal.revocation;

import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for one signed statement about revocation. Immutable. */
public final class FetchRequest {
  private final URI address;
  private final byte @Nullable [] ocspRequest;

  private FetchRequest(URI address, byte @Nullable [] ocspRequest) {
    this.address = address;
    this.ocspRequest = ocspRequest;
  }

  /**
   * Returns a request for the status of a certificate by OCSP over HTTP (RFC 6960, appendix A).
   *
   * @param ocspRequest the DER of an OCSPRequest
   */
  public static FetchRequest ocsp(URI address, byte[] ocspRequest) {
    return new FetchRequest(address, ocspRequest.clone());
  }

  /** Returns a request for a certificate revocation list. */
  public static FetchRequest crl(URI address) {
    return new FetchRequest(address, null);
  }

  /** Returns the address, whose scheme is {@code http}. */
  public URI address() {
    return address;
  }

  /** Returns the DER of an OCSPRequest; empty for a request for a list. */
  public Optional<byte[]> ocspRequest() {
    return Optional.ofNullable(ocspRequest).map(byte[]::clone);
  }

  /** Returns the largest allowed size of the answer, in octets. */
  public int largestAnswer() {
    return ocspRequest == null ? CrlLoader.LARGEST_LIST : OcspResponse.LARGEST;
  }

  /** Returns the identifier of the request. */
  String name() {
    return ocspRequest == null
        ? "CRL " + address
        : "OCSP " + address + " " + HexFormat.of().formatHex(ocspRequest);
  }
}
