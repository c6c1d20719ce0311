package io.github.mailclad.internal.https;

import io.github.mailclad.internal.text.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The complete response of a verified server. Redirects are responses like others; the caller
 * decides about them. Immutable.
 *
 * @param status the status code, 200 to 599
 * @param headers the values of each header field, by the name in lower case
 * @param body the content, as long as it was announced
 */
@SuppressWarnings("ArrayRecordComponent") // octets that are copied, and never compared
public record HttpsResponse(int status, Map<String, List<String>> headers, byte[] body) {
  /** Copies the fields and the body. */
  public HttpsResponse {
    Map<String, List<String>> copy = new TreeMap<>();
    headers.forEach(
        (name, values) ->
            copy.computeIfAbsent(Ascii.lowerCase(name), n -> new ArrayList<>()).addAll(values));
    copy.replaceAll((name, values) -> List.copyOf(values));
    headers = Map.copyOf(copy);
    body = body.clone();
  }

  /** Returns the first value of a header field; empty if the response does not have it. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(Ascii.lowerCase(name), List.of()).stream().findFirst();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  /** Returns the status and the size; the content may be secret. */
  @Override
  public String toString() {
    return "status " + status + ", " + body.length + " octets";
  }
}
