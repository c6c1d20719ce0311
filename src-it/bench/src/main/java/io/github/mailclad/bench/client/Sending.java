package io.github.mailclad.bench.client;

/** Sends messages, with a connection before and a farewell after. */
@FunctionalInterface
public interface Sending {
  /**
   * Sends messages one by one.
   *
   * @param messages how many
   * @param accepted called after the server has accepted a message
   */
  void send(int messages, Runnable accepted) throws Exception;
}
