package io.github.mailclad.internal.reuse;

import io.github.mailclad.internal.mailproto.BlockInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of a submission server, in which the complete replies are counted (RFC 5321, section
 * 4.2). Its reader may get prepared replies, and the server may be replaced. Not thread-safe.
 */
final class ReplyInput extends BlockInput {
  private static final int CODE = 3;

  private InputStream server;
  private ByteArrayInputStream prepared = new ByteArrayInputStream(new byte[0]);
  private int unread;
  private int column;
  private boolean continued;
  private boolean incomplete;

  /** Creates a stream of the octets of a server. */
  ReplyInput(InputStream server) {
    super(server);
    this.server = server;
  }

  /** Reads from another server from now on. */
  void readFrom(InputStream other) {
    server = other;
  }

  /** Gives the reader these replies before it reads from the server again. */
  void prepare(byte[] replies) {
    prepared = new ByteArrayInputStream(replies);
  }

  /** Counts one more reply as read. */
  void replyRead() {
    unread--;
  }

  /** Returns the number of replies that the reader may have fetched and did not read yet. */
  int unread() {
    return unread;
  }

  /** Forgets the replies that another reader has read. */
  void skipReplies() {
    unread = 0;
  }

  /** Returns whether the reader has read all that was fetched, and no reply is incomplete. */
  boolean isAtEnd() {
    return unread == 0 && column == 0 && !incomplete && prepared.available() == 0;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n =
        prepared.available() > 0
            ? prepared.read(into, offset, length)
            : server.read(into, offset, length);
    for (int i = offset; i < offset + n; i++) {
      count(into[i]);
    }
    return n;
  }

  private void count(byte octet) {
    if (octet == '\n') {
      unread += continued ? 0 : 1;
      incomplete = continued;
      continued = false;
      column = 0;
      return;
    }
    if (column == CODE) {
      continued = octet == '-';
    }
    column++;
  }

  @Override
  public int available() throws IOException {
    return prepared.available() > 0 ? prepared.available() : server.available();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
