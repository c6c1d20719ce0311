package io.github.mailclad.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first lines that clients sent, at most 1,000 of at most 500 characters. Thread-safe. */
final class ClientLines {
  private static final int MOST_LINES = 1000;
  private static final int MOST_CHARACTERS = 500;

  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line);
    }
  }

  /** Adds the lines of what came in one piece; the ClientHello at a server without TLS has none. */
  void add(byte[] octets, int length) {
    if (length > 1 && octets[0] >= 0x14 && octets[0] <= 0x17 && octets[1] == 3) {
      return;
    }
    new String(octets, 0, length, StandardCharsets.ISO_8859_1).lines().forEach(this::add);
  }

  synchronized List<String> all() {
    return List.copyOf(lines);
  }
}
