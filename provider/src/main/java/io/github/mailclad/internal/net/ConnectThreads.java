package io.github.mailclad.internal.net;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for TCP, each for a bounded time. From Java 24 on, a few are threads of the
 * system and the others are virtual, so that thousands of connects need no thread of the system
 * each. Before, code of the application that holds a monitor could keep virtual threads from
 * running.
 *
 * <p>Not all are virtual: the first virtual thread that waits for a socket starts a poller, whose
 * native call delays the end of the process by 0.3 seconds.
 */
public final class ConnectThreads {
  private static final String NAME = "mailclad-connect";

  /** The most threads of the system where there are virtual ones. */
  static final int FEW = 16;

  private ConnectThreads() {}

  /**
   * Returns an executor without threads yet; it ends those that are idle.
   *
   * @param java the version of the platform
   * @param log takes the reason if there are no virtual threads
   */
  public static Executor executor(Runtime.Version java, System.Logger log) {
    ThreadFactory ofTheSystem = new DaemonThreads(NAME);
    boolean few = java.feature() >= 24;
    ThreadFactory further = few ? virtual(log) : ofTheSystem;
    return new ThreadPoolExecutor(
        0,
        few ? FEW : Integer.MAX_VALUE,
        2,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        ofTheSystem,
        (task, busy) -> further.newThread(task).start());
  }

  private static ThreadFactory virtual(System.Logger log) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object named =
          builder
              .getMethod("name", String.class)
              .invoke(Thread.class.getMethod("ofVirtual").invoke(null), NAME);
      return (ThreadFactory) builder.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      log.log(System.Logger.Level.DEBUG, "virtual threads cannot be made", e);
      return new DaemonThreads(NAME);
    }
  }
}
