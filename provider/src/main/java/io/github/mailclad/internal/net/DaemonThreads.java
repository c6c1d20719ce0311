package io.github.mailclad.internal.net;

import java.util.concurrent.ThreadFactory;

/**
 * Creates threads that do not keep the process alive. A class and not a lambda: the first service
 * of a process creates two of these.
 *
 * @param name the name of each thread
 */
public record DaemonThreads(String name) implements ThreadFactory {
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
