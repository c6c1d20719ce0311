package io.github.mailclad.internal.https;

import io.github.mailclad.internal.text.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 response (RFC 9112). Strict: a response is refused if its length is not
 * announced or is announced in two ways, so a connection that ends early is never a shorter
 * response. For one use.
 */
final class ResponseReader {
  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_FIELDS = 100;
  private static final int MOST_INTERIM = 4;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;.*)?");
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

  private final InputStream in;
  private final int largest;
  private int headLeft = 4 * LONGEST_LINE;

  /**
   * Creates a reader.
   *
   * @param in the decrypted octets; buffered
   * @param largest the largest body, in octets
   */
  ResponseReader(InputStream in, int largest) {
    this.in = in;
    this.largest = largest;
  }

  /**
   * Returns the response.
   *
   * @throws IOException if it is malformed, incomplete or too large
   */
  HttpsResponse read() throws IOException {
    for (int interim = 0; interim <= MOST_INTERIM; interim++) {
      Matcher line = STATUS.matcher(line());
      if (!line.matches()) {
        throw new IOException("the answer is not HTTP/1.1");
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, List<String>> fields = fields();
      if (status == 101) {
        throw new IOException("the server changes the protocol");
      }
      if (status >= 200) {
        byte[] body = WITHOUT_BODY.contains(status) ? new byte[0] : body(fields);
        return new HttpsResponse(status, fields, body);
      }
    }
    throw new IOException("there is no final answer");
  }

  private Map<String, List<String>> fields() throws IOException {
    Map<String, List<String>> fields = new TreeMap<>();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new IOException("a header field of the answer is malformed");
      }
      if (++count > MOST_FIELDS) {
        throw new IOException("the answer has more than " + MOST_FIELDS + " header fields");
      }
      fields
          .computeIfAbsent(Ascii.lowerCase(field.group(1)), n -> new ArrayList<>())
          .add(field.group(2));
    }
    return fields;
  }

  private byte[] body(Map<String, List<String>> fields) throws IOException {
    List<String> coded = fields.getOrDefault("transfer-encoding", List.of());
    Set<String> lengths = Set.copyOf(fields.getOrDefault("content-length", List.of()));
    if (coded.isEmpty() == lengths.isEmpty() || coded.size() > 1 || lengths.size() > 1) {
      throw new IOException("the length of the answer is not announced, or in two ways");
    }
    if (fields.getOrDefault("content-encoding", List.of()).stream()
        .anyMatch(c -> !Ascii.equalsIgnoringCase("identity", c))) {
      throw new IOException("the answer is compressed, which was not asked for");
    }
    if (coded.isEmpty()) {
      String length = lengths.iterator().next();
      if (!length.matches("\\d{1,18}")) {
        throw new IOException("the length of the answer is malformed");
      }
      return exactly(Long.parseLong(length), 0);
    }
    if (!Ascii.equalsIgnoringCase("chunked", coded.get(0))) {
      throw new IOException("the answer has an unknown transfer coding");
    }
    return chunks();
  }

  /** Returns a body in chunks, each of which costs head room for its size (RFC 9112, 7.1). */
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    // small chunks are legitimate; their sizes may cost as much as the largest body
    headLeft = Math.max(headLeft, largest);
    while (true) {
      Matcher size = CHUNK.matcher(line());
      if (!size.matches()) {
        throw new IOException("a chunk of the answer is malformed");
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        fields();
        return body.toByteArray();
      }
      body.writeBytes(exactly(length, body.size()));
      if (!line().isEmpty()) {
        throw new IOException("a chunk of the answer is longer than announced");
      }
    }
  }

  private byte[] exactly(long length, int before) throws IOException {
    if (length > largest - before) {
      throw new IOException("the answer is larger than " + largest + " octets");
    }
    byte[] octets = in.readNBytes((int) length);
    if (octets.length < length) {
      throw ended();
    }
    return octets;
  }

  /** Returns the next line without its end, as ISO 8859-1; obsolete ends of lines are refused. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int octet = in.read();
      if (octet == -1) {
        throw ended();
      }
      if (--headLeft < 0 || line.size() > LONGEST_LINE) {
        throw new IOException("the head of the answer is too large");
      }
      if (octet == '\r') {
        if (in.read() != '\n') {
          throw new IOException("a line of the answer ends without LF");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      if (octet == '\n' || octet == 0) {
        throw new IOException("a line of the answer has a bare LF or NUL");
      }
      line.write(octet);
    }
  }

  private static IOException ended() {
    return new IOException("the connection ended before the answer was complete");
  }
}
