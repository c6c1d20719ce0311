package io.github.mailclad.it.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server as a child process in the foreground, with its log. Closing it ends the process and
 * those that it started; without that, it ends by itself after a few minutes.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(5);
  private static final Duration LIFETIME = Duration.ofMinutes(4);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @param log where the server writes its log; what it says elsewhere is beside it
   * @param ports where it will listen
   */
  static ServerProcess start(Path log, List<Integer> ports, String... command) {
    return start(LIFETIME, log, ports, command);
  }

  /** The same, for a server that ends by itself after another time. */
  public static ServerProcess start(
      Duration lifetime, Path log, List<Integer> ports, String... command) {
    String seconds = Long.toString(lifetime.toSeconds());
    List<String> bounded = new ArrayList<>(List.of("timeout", "--kill-after=5", seconds));
    bounded.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(bounded)
              .redirectErrorStream(true)
              .redirectOutput(log.resolveSibling(log.getFileName() + ".out").toFile())
              .start();
      ServerProcess server = new ServerProcess(process, log);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.awaitPorts(ports);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As many ports on loopback as asked for, which nobody listens on. */
  public static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, Loopback.V4));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(ServerProcess::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitPorts(List<Integer> ports) {
    for (int port : ports) {
      try {
        await("listens on port " + port, 0, () -> accepts(port));
      } catch (AssertionError e) {
        close();
        throw e;
      }
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Loopback.V4, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** How long the log is now, in characters. */
  int logLength() {
    return log().length();
  }

  /** What was logged after that, as soon as a line of it matches. */
  String awaitLog(int after, String regex) {
    String pattern = "(?s).*\\R?[^\\n]*" + regex + "[^\\n]*\\n.*";
    await("logs " + regex, after, () -> logAfter(after).matches(pattern));
    return logAfter(after);
  }

  /** What was logged after that. */
  public String logAfter(int after) {
    return log().substring(after);
  }

  private String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String what, int after, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "%s: %s%n%s%s"
                .formatted(
                    process.isAlive() ? "not in time" : "ended before",
                    what,
                    logAfter(after),
                    out()));
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private String out() {
    try {
      return Files.readString(log.resolveSibling(log.getFileName() + ".out"), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      List<ProcessHandle> started = descendants.toList();
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      started.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
