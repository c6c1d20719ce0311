package io.github.mailclad.bench.client;

/** What a client does once. */
@FunctionalInterface
public interface Action {
  /** Does it. */
  void run() throws Exception;
}
