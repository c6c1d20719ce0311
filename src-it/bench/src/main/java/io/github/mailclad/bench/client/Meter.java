package io.github.mailclad.bench.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The cost of the JVM, as it reports it. */
public final class Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Meter() {}

  /** Nanoseconds of CPU that this thread has used. */
  public static long threadCpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Octets that this thread has allocated. */
  public static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Nanoseconds of CPU that this process has used. */
  public static long processCpu() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Returns the number of live threads. */
  public static int threads() {
    return THREADS.getThreadCount();
  }
}
