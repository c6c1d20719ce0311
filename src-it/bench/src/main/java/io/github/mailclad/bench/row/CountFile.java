package io.github.mailclad.bench.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The file in which the network counts flights. Read by one thread, connection by connection. */
final class CountFile {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path file;
  private int read;

  /** Begins behind what was counted before. */
  CountFile(Path file) throws IOException {
    this.file = file;
    read = Files.readAllLines(file).size();
  }

  /**
   * One connection.
   *
   * @param awaited the number of the last flight that the client received before it ended
   * @param packets the packets in both directions
   * @param octets the octets of each flight
   */
  record Counted(int awaited, int packets, List<Integer> octets) {
    /** The round trips that the client waited for. */
    double trips() {
      return awaited / 2.0;
    }
  }

  /** Forgets what was counted until now. */
  void skip() throws IOException {
    read = Files.readAllLines(file).size();
  }

  /** Returns the next connection that ends, or has ended since the last call. */
  Counted next() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> lines = Files.readAllLines(file);
    while (lines.size() <= read) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the network counted no connection");
      }
      LockSupport.parkNanos(1_000_000);
      lines = Files.readAllLines(file);
    }
    List<Integer> words =
        Arrays.stream(lines.get(read++).split(" ", -1)).map(Integer::valueOf).toList();
    return new Counted(words.get(1), words.get(2), words.subList(3, words.size()));
  }
}
