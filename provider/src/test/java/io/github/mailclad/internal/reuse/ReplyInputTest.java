package io.github.mailclad.internal.reuse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the count of a server's replies. */
class ReplyInputTest {
  private static InputStream octets(String text) {
    return new ByteArrayInputStream(text.replace("|", "\r\n").getBytes(US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({
    "250 one|, 1",
    "250|, 1",
    "25|, 1",
    "|, 1",
    "250-one|250-two|250 three|, 1",
    "250-one|250 two|354 go|, 2",
    "250-one|250-two|, 0",
    "250-one|25|, 1",
    "250 on, 0"
  })
  void aReplyIsCompleteAtItsLastLine(String text, int replies) throws IOException {
    ReplyInput input = new ReplyInput(octets(text));
    input.readAllBytes();
    assertEquals(replies, input.unread());
  }

  @ParameterizedTest
  @CsvSource({
    "250 one|, true",
    "250-one|, false",
    "250-one|250 two|, true",
    "250 one|2, false",
    "250 one|250 two|, false"
  })
  void theEndIsAfterOneWholeReply(String text, boolean end) throws IOException {
    ReplyInput input = new ReplyInput(octets(text));
    input.readAllBytes();
    input.replyRead();
    assertEquals(end, input.isAtEnd());
  }

  @Test
  void preparedRepliesComeFirst() throws IOException {
    ReplyInput input = new ReplyInput(octets("250 of the server|"));
    input.prepare("220 prepared\r\n".getBytes(US_ASCII));
    assertFalse(input.isAtEnd());
    assertEquals(14, input.available());
    assertEquals(
        "220 prepared\r\n250 of the server\r\n", new String(input.readAllBytes(), US_ASCII));
    assertEquals(2, input.unread());
  }

  @Test
  void anotherServerContinues() throws IOException {
    ReplyInput input = new ReplyInput(octets("421 bye|"));
    input.readAllBytes();
    input.replyRead();
    input.readFrom(octets("220 hello|"));
    assertTrue(input.isAtEnd());
    assertEquals("220 hello\r\n", new String(input.readAllBytes(), US_ASCII));
  }
}
