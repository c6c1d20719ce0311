package io.github.mailclad.internal.mailproto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The streams of a POP3 connection for a client that must not log in itself. The first octet that
 * the client reads starts the login, and then it reads the server's greeting. The client insists on
 * the commands {@code USER} and {@code PASS}, so these are answered here and never sent; {@code
 * CAPA} is answered as the server answered before the login. Everything else is passed on. After
 * {@code PASS} all octets are passed on without being parsed.
 */
public abstract class Pop3Streams {
  private final InputStream server;
  private final OutputStream toServer;
  private final InputStream input;
  private final OutputStream output = new Output();
  private byte[] answers = new byte[0];
  private int answered;
  private Optional<Opened> opened = Optional.empty();
  private boolean passedOn;

  /**
   * The server's words at a login.
   *
   * @param greeting the greeting
   * @param capabilities the answer to CAPA, line by line; empty if the server was not asked, or
   *     listed none
   */
  public record Opened(String greeting, List<String> capabilities) {
    public Opened {
      capabilities = List.copyOf(capabilities);
    }
  }

  /** Creates streams that put the login between a server and its client. */
  protected Pop3Streams(InputStream server, OutputStream toServer) {
    this.server = server;
    this.toServer = toServer;
    this.input = new Input();
  }

  /** Logs in over these lines. */
  protected abstract Opened logIn(LoginLines lines) throws IOException;

  /** Returns the stream that the client reads from. */
  public InputStream input() {
    return input;
  }

  /** Returns the stream that the client writes to. */
  public OutputStream output() {
    return output;
  }

  private synchronized void answer(String line) {
    byte[] added = (line + "\r\n").getBytes(ISO_8859_1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(answers, answered, answers.length - answered);
    all.write(added, 0, added.length);
    answers = all.toByteArray();
    answered = 0;
  }

  private synchronized int takeAnswer(byte[] buffer, int offset, int length) {
    int count = Math.min(length, answers.length - answered);
    System.arraycopy(answers, answered, buffer, offset, count);
    answered += count;
    return count;
  }

  private final class Input extends BlockInput {
    Input() {
      super(server);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (opened.isEmpty()) {
        Opened now = logIn(new LoginLines(server, toServer));
        opened = Optional.of(now);
        answer(now.greeting());
      }
      int answered = takeAnswer(buffer, offset, length);
      return answered > 0 || length == 0 ? answered : server.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
      synchronized (Pop3Streams.this) {
        return answers.length > answered ? answers.length - answered : server.available();
      }
    }
  }

  private final class Output extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    private void take(byte octet) throws IOException {
      line.write(octet);
      if (octet == '\n') {
        complete(line.toByteArray());
        line.reset();
      }
    }

    private void complete(byte[] command) throws IOException {
      String text = new String(command, ISO_8859_1);
      List<String> capabilities = opened.map(Opened::capabilities).orElse(List.of());
      if (text.startsWith("USER ")) {
        answer("+OK");
      } else if (text.startsWith("PASS ")) {
        answer("+OK logged in");
        passedOn = true;
      } else if (text.equals("CAPA\r\n") && !capabilities.isEmpty()) {
        answer("+OK");
        capabilities.forEach(line -> answer(line.startsWith(".") ? "." + line : line));
        answer(".");
      } else {
        toServer.write(command);
      }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      lock.lock();
      try {
        int from = offset;
        while (!passedOn && from < offset + length) {
          take(buffer[from++]);
        }
        if (from < offset + length) {
          toServer.write(buffer, from, offset + length - from);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void flush() throws IOException {
      toServer.flush();
    }

    @Override
    public void close() throws IOException {
      toServer.close();
    }
  }
}
