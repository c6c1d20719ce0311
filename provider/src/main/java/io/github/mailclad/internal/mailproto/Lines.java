package io.github.mailclad.internal.mailproto;

import java.io.IOException;

/** Lines from and to a server, without their ends. The implementation bounds their length. */
public interface Lines {
  /** Returns the next line of the server. */
  String read() throws IOException;

  /** Sends a line. */
  void send(String line) throws IOException;
}
