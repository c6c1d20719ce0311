package io.github.mailclad.it.servers;

import java.util.List;

/**
 * A server that both sides of a comparison use.
 *
 * @param listeners its ports
 * @param restart ends it with all its connections, and starts it again
 */
record ComparedServer(List<Listener> listeners, Restart restart) {

  /** The way to start a server again. */
  interface Restart {
    void run() throws Exception;
  }

  int port(String protocol) {
    return listeners.stream()
        .filter(each -> each.protocol().equals(protocol))
        .findFirst()
        .orElseThrow()
        .port();
  }
}
