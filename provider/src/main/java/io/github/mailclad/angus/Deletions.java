package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.internal.mailproto.BlockInput;
import io.github.mailclad.internal.text.ServerWords;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The deletions of a POP3 connection. A server removes messages only in answer to {@code QUIT} (RFC
 * 1939, section 6). If messages are marked for deletion, the answer to QUIT may take the time of a
 * read. A negative or missing answer is an {@link UnconfirmedException} failure, which Angus would
 * ignore. Without deletions QUIT changes nothing: the connection {@linkplain
 * SecuredSocket#beginLogout() logs out}, and Angus gets an answer at once.
 */
final class Deletions {
  private static final int LONGEST_VERB = 5;
  private static final int LONGEST_ANSWER = 512;

  private final SecuredSocket socket;
  private final StringBuilder verb = new StringBuilder();
  private final StringBuilder answer = new StringBuilder();
  private int marked;
  private volatile boolean quitting;
  private volatile InputStream ownAnswer = InputStream.nullInputStream();

  /** Creates the record of the deletions of a connection. */
  Deletions(SecuredSocket socket) {
    this.socket = socket;
  }

  /**
   * The failure of deletions that the server did not confirm. Unchecked, because Angus ignores
   * checked {@code IOException}s there.
   */
  static final class UnconfirmedException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    UnconfirmedException(int messages, String words, @Nullable IOException cause) {
      super(
          "the server did not confirm that it removed the messages marked as deleted ("
              + messages
              + "): "
              + words,
          cause == null ? new IOException(words) : cause);
    }

    /** Returns the failure as an exception for the application. */
    MessagingException asMessagingException() {
      return new MessagingException(getMessage(), getCause());
    }
  }

  /** Returns a stream that passes the same octets on to the server. */
  OutputStream watching(OutputStream out) {
    return new CommandStream(out);
  }

  private final class CommandStream extends FilterOutputStream {
    CommandStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        readCommand(octets[i]);
      }
      out.write(octets, offset, length);
    }
  }

  private void readCommand(byte octet) {
    if (octet != '\n') {
      if (verb.length() < LONGEST_VERB) {
        verb.append((char) (octet & 0xff));
      }
      return;
    }
    String command = verb.toString().trim();
    verb.setLength(0);
    if (command.equals("DELE")) {
      mark();
    } else if (command.equals("QUIT")) {
      quit();
    }
  }

  private void mark() {
    if (marked++ == 0) {
      socket.beginCommand();
    }
  }

  private void quit() {
    quitting = marked > 0;
    if (marked == 0) {
      ownAnswer = new ByteArrayInputStream("+OK\r\n".getBytes(US_ASCII));
      socket.beginLogout();
    }
  }

  /** Returns a stream that passes the same octets on to Angus. */
  InputStream watching(InputStream in) {
    return new AnswerStream(in);
  }

  private final class AnswerStream extends BlockInput {
    AnswerStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = ownAnswer.read(into, offset, length);
      if (n > 0) {
        return n;
      }
      try {
        n = in.read(into, offset, length);
      } catch (IOException e) {
        if (quitting) {
          throw unconfirmed("QUIT got no answer", e);
        }
        throw e;
      }
      if (quitting) {
        readAnswer(new String(into, offset, Math.max(n, 0), US_ASCII), n < 0);
      }
      return n;
    }
  }

  private void readAnswer(String came, boolean ended) {
    answer.append(came);
    int end = answer.indexOf("\n");
    if (end < 0 && !ended && answer.length() < LONGEST_ANSWER) {
      return;
    }
    String line = answer.substring(0, end < 0 ? answer.length() : end).trim();
    if (end < 0) {
      throw unconfirmed("the connection ended before the answer to QUIT", null);
    }
    if (!line.startsWith("+OK")) {
      throw unconfirmed(ServerWords.line(line), null);
    }
    done();
  }

  private UnconfirmedException unconfirmed(String words, @Nullable IOException cause) {
    int messages = marked;
    done();
    return new UnconfirmedException(messages, words, cause);
  }

  private void done() {
    quitting = false;
    if (marked > 0) {
      marked = 0;
      socket.endCommand();
    }
  }
}
