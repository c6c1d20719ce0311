package io.github.mailclad.internal.https;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.fuzz.Budget;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of a response of a web server. */
class ResponseReaderFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(1));
  private static final int LARGEST = 100;

  static Stream<byte[]> seeds() {
    return Stream.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aResponseIsWholeAndSmallOrNone(byte[] octets) throws Exception {
    BUDGET.spend(() -> read(octets));
  }

  private static void read(byte[] octets) {
    try {
      HttpsResponse response = new ResponseReader(new ByteArrayInputStream(octets), LARGEST).read();
      if (response.body().length > LARGEST || response.status() < 200) {
        throw new AssertionError("too large, or not final: " + response);
      }
    } catch (EOFException e) {
      throw new AssertionError("an end of the stream is reported in words", e);
    } catch (IOException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("a refusal has a reason", refused);
      }
    }
  }
}
