package io.github.mailclad.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How much processor time one input may cost. Processor time, so that a busy machine proves
 * nothing; generous, because the code under test carries the fuzzer's probes.
 *
 * @param most the limit
 */
public record Budget(Duration most) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is measured; everything that it throws ends the fuzzing. */
  public interface Work {
    void run() throws Exception;
  }

  /** Runs the work and fails if it cost too much. */
  public void spend(Work work) throws Exception {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    Duration spent = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before);
    if (spent.compareTo(most) > 0) {
      throw new AssertionError("one input cost " + spent.toMillis() + " ms of processor time");
    }
  }
}
