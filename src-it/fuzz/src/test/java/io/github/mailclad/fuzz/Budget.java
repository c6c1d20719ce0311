package io.github.mailclad.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * A limit of the processor time of one input. Processor time, because a busy machine proves
 * nothing; generous, because the code under test carries the fuzzer's probes. An input above the
 * limit runs again: class loading, and a machine that loses its processor for a moment, are charged
 * to one run, and the cost of an input to each.
 *
 * @param most the limit
 */
public record Budget(Duration most) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int RUNS_AGAIN = 2;

  /** The measured work. Every exception of it ends the fuzzing. */
  public interface Work {
    void run() throws Exception;
  }

  /** Runs the work, and fails if it costs too much each time. */
  public void spend(Work work) throws Exception {
    Duration spent = cost(work);
    for (int again = 0; again < RUNS_AGAIN && isTooMuch(spent); again++) {
      spent = cost(work);
    }
    if (isTooMuch(spent)) {
      throw new AssertionError("one input cost " + spent.toMillis() + " ms of processor time");
    }
  }

  private boolean isTooMuch(Duration spent) {
    return spent.compareTo(most) > 0;
  }

  private static Duration cost(Work work) throws Exception {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before);
  }
}
