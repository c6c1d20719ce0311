package io.github.mailclad.bench.client;

/** One piece of work of a client. */
@FunctionalInterface
public interface Action {
  /** Does it. */
  void run() throws Exception;
}
