package io.github.mailclad.internal.net;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that wait for TCP, each for a bounded time. */
public final class ConnectThreads {
  private static final String NAME = "mailclad-connect";

  private ConnectThreads() {}

  /**
   * Returns an executor without threads yet; it ends those that are idle.
   *
   * @param java the version of the platform
   * @param log takes the reason if there are no virtual threads
   */
  public static Executor executor(Runtime.Version java, System.Logger log) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), threads(java, log));
  }

  /**
   * Returns virtual threads from Java 24 on, so that thousands of connects need no thread of the
   * system each. Before, code of the application that holds a monitor could keep them from running.
   */
  private static ThreadFactory threads(Runtime.Version java, System.Logger log) {
    if (java.feature() >= 24) {
      try {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Object named =
            builder
                .getMethod("name", String.class)
                .invoke(Thread.class.getMethod("ofVirtual").invoke(null), NAME);
        return (ThreadFactory) builder.getMethod("factory").invoke(named);
      } catch (ReflectiveOperationException e) {
        log.log(System.Logger.Level.DEBUG, "virtual threads cannot be made", e);
      }
    }
    return new DaemonThreads(NAME);
  }
}
