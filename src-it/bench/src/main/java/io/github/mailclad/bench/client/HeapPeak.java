package io.github.mailclad.bench.client;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Objects;

/**
 * The largest number of live octets in the heap, beyond those at the start. It collects all the
 * time.
 */
public final class HeapPeak implements AutoCloseable {
  private final Thread sampler = new Thread(this::sample, "heap-peak");
  private final long before;
  private volatile boolean ended;
  private volatile long most;

  /** Starts. */
  public HeapPeak() {
    before = live();
    most = before;
    sampler.start();
  }

  /** Returns what the last collection left; what was allocated since does not count. */
  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private void sample() {
    while (!ended) {
      most = Math.max(most, live());
    }
  }

  /** Ends, and returns megabytes. */
  public double megabytes() throws InterruptedException {
    close();
    sampler.join();
    return (most - before) / 1048576.0;
  }

  @Override
  public void close() {
    ended = true;
  }
}
