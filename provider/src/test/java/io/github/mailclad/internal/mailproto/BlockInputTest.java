package io.github.mailclad.internal.mailproto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BlockInputTest {
  @Test
  void whatIsSkippedIsLookedAtToo() throws Exception {
    StringBuilder seen = new StringBuilder();
    try (BlockInput input = looking(seen)) {
      assertEquals('a', input.read());
      assertEquals(2, input.skip(2));
      assertEquals('d', input.read());
      assertEquals(-1, input.read());
    }
    assertEquals("abcd", seen.toString());
  }

  private static BlockInput looking(StringBuilder seen) {
    return new BlockInput(new ByteArrayInputStream("abcd".getBytes(StandardCharsets.US_ASCII))) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        if (n > 0) {
          seen.append(new String(into, offset, n, StandardCharsets.US_ASCII));
        }
        return n;
      }
    };
  }
}
