package io.github.mailclad.internal.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.internal.text.Ascii;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to an {@code https} address (RFC 9110, section 4.2.2). Immutable.
 *
 * @param address the address, with a host and without user information
 * @param headers the header fields beside {@code Host}, {@code Connection}, {@code User-Agent} and
 *     {@code Content-Length}, which the client sets
 * @param body the content of a POST request; null for a GET request
 */
@SuppressWarnings("ArrayRecordComponent") // octets that are copied, and never compared
public record HttpsRequest(URI address, Map<String, String> headers, byte @Nullable [] body) {
  private static final int DEFAULT_PORT = 443;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]{0,16000}[!-~])?");
  private static final Pattern SET_BY_CLIENT =
      Pattern.compile(
          "host|connection|user-agent|content-length|transfer-encoding|accept-encoding");

  /**
   * Checks the request.
   *
   * @throws IllegalArgumentException if the address is not {@code https} with a host, or a header
   *     field is malformed; the message has neither the query nor a value
   */
  public HttpsRequest {
    String scheme = String.valueOf(address.getScheme());
    if (!Ascii.equalsIgnoringCase("https", scheme)) {
      throw new IllegalArgumentException("the address does not begin with https://");
    }
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException("the address has no host, or a user name beside it");
    }
    int port = address.getPort();
    new Endpoint(
        Host.of(address.getHost()),
        port == -1 ? DEFAULT_PORT : port,
        Endpoint.Provenance.CONFIGURED);
    Map<String, String> fields = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a header field is malformed");
          }
          if (SET_BY_CLIENT.matcher(Ascii.lowerCase(name)).matches()) {
            throw new IllegalArgumentException("the client sets this header field: " + name);
          }
          fields.put(name, value);
        });
    headers = Collections.unmodifiableMap(fields);
    body = body == null ? null : body.clone();
  }

  /** Returns a GET request without header fields of its own. */
  public static HttpsRequest get(URI address) {
    return get(address, Map.of());
  }

  /** Returns a GET request with header fields. */
  public static HttpsRequest get(URI address, Map<String, String> headers) {
    return new HttpsRequest(address, headers, null);
  }

  /**
   * Returns a POST request.
   *
   * @param type the media type of the body
   */
  public static HttpsRequest post(URI address, String type, byte[] body) {
    return new HttpsRequest(address, Map.of("Content-Type", type), body);
  }

  /** Returns the server of the address. */
  public Endpoint server() {
    int port = address.getPort();
    return new Endpoint(
        Host.of(address.getHost()),
        port == -1 ? DEFAULT_PORT : port,
        port == -1 ? Endpoint.Provenance.DEFAULT_PORT : Endpoint.Provenance.CONFIGURED);
  }

  @Override
  public byte @Nullable [] body() {
    return body == null ? null : body.clone();
  }

  /** Returns the request as it is sent by HTTP/1.1 (RFC 9112, section 3). */
  byte[] octets() {
    URI ascii = URI.create(address.toASCIIString());
    String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    Endpoint server = server();
    String named = server.toString();
    boolean usual = server.port() == DEFAULT_PORT;
    StringBuilder head = new StringBuilder(500);
    head.append(body == null ? "GET " : "POST ").append(path.isEmpty() ? "/" : path);
    head.append(query).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(usual ? named.substring(0, named.lastIndexOf(':')) : named);
    head.append("\r\nConnection: close\r\nUser-Agent: Mailclad\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + (body == null ? 0 : body.length));
    if (body != null) {
      System.arraycopy(body, 0, all, first.length, body.length);
    }
    return all;
  }

  /** Returns method and host, without path, query, header fields or body, which may be secret. */
  @Override
  public String toString() {
    return (body == null ? "GET " : "POST ") + server();
  }
}
