package io.github.mailclad.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * The resources that are new since the start: threads, open sockets, octets of heap. Resources that
 * end by themselves have a moment to do so.
 */
final class Leftovers {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Set<Thread> threads;
  private final int sockets;
  private final long heap;

  private Leftovers() {
    threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    sockets = openSockets();
    heap = usedHeap();
  }

  /** Returns the present resources, once none of them ends any more. */
  static Leftovers ofNothing() {
    return new Leftovers();
  }

  /** The threads that came and did not go. */
  List<Thread> threads() {
    awaitNone(() -> newThreads().size());
    return newThreads();
  }

  private List<Thread> newThreads() {
    return Thread.getAllStackTraces().keySet().stream().filter(t -> !threads.contains(t)).toList();
  }

  /** Returns the number of new sockets; 0 on systems that do not report it. */
  int sockets() {
    awaitNone(() -> openSockets() - sockets);
    return Math.max(0, openSockets() - sockets);
  }

  /** Returns the number of new octets of heap. */
  long heap() {
    return usedHeap() - heap;
  }

  private static void awaitNone(IntSupplier left) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (left.getAsInt() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static int openSockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return (int) all.filter(Leftovers::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // closed in the meantime
      return false;
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
