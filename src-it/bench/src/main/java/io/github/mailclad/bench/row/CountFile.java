package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The counts of the network. After each connection the caller asks for {@link #next()} before the
 * next connection begins. Used by one thread.
 */
final class CountFile {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMillis(500);

  private final Path file;
  private final String host;
  private int read;

  /**
   * Begins behind what was counted before.
   *
   * @param host a name of the server in the network
   */
  CountFile(Path file, String host) throws IOException {
    this.file = file;
    this.host = host;
    mark();
    LockSupport.parkNanos(QUIET.toNanos());
    read = Files.readAllLines(file).size();
  }

  /**
   * One connection.
   *
   * @param awaited the number of the last flight that the client received
   * @param packets the packets in both directions
   * @param octets the octets of each flight
   */
  record Counted(int awaited, int packets, List<Integer> octets) {
    /** The round trips that the client waited for. */
    double trips() {
      return awaited / 2.0;
    }
  }

  /** Returns what was counted until now for the one connection since the last call. */
  Counted next() throws IOException {
    mark();
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
        Arrays.stream(lines.get(read).split(" ", -1)).map(Integer::valueOf).toList();
    read = lines.size();
    return new Counted(words.get(1), words.get(2), words.subList(3, words.size()));
  }

  /** Lets the network write what it knows; nothing listens there. */
  private void mark() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, LabSettings.MARKER), 1000);
    } catch (ConnectException e) {
      // refused, as expected
      return;
    }
    throw new IOException("a server listens on the port of the marker");
  }
}
