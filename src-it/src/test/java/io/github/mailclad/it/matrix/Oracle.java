package io.github.mailclad.it.matrix;

import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.WireRecorder.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges attempts by what was on the wire: nothing of the user's, no command and no octet outside
 * of TLS unless the server is the good one and the connection authenticated.
 */
record Oracle(Sentinels sentinels) {
  /**
   * Returns the leaks on the wire of the server and of the trap beside it; empty if there are none.
   */
  List<String> leaks(
      Attempt attempt, Outcome outcome, List<Connection> server, List<Connection> trap) {
    List<String> leaks = new ArrayList<>();
    trap.forEach(connection -> anything("the trap saw ", connection, leaks));
    if (attempt.server() == HostileServer.GOOD) {
      server.forEach(connection -> outsideTls(connection, leaks));
      server.forEach(connection -> unauthenticated(connection, outcome, leaks));
    } else {
      server.forEach(connection -> anything("the server saw ", connection, leaks));
      if (outcome.connected()) {
        leaks.add("the client connected");
      }
    }
    return leaks;
  }

  /** Anything that a client said, in TLS or not; a ClientHello and alerts are no words. */
  void anything(String who, Connection connection, List<String> leaks) {
    byte[] inside = connection.clientPlain();
    if (inside.length > 0) {
      leaks.add(
          who
              + sentinels.commandsIn(inside)
              + " and "
              + sentinels.foundIn(inside)
              + " inside of TLS");
    }
    outsideTls(connection, leaks);
  }

  private void outsideTls(Connection connection, List<String> leaks) {
    byte[] clear = connection.clientClear();
    if (clear.length > 0) {
      leaks.add(
          "outside of TLS there was "
              + sentinels.commandsIn(clear)
              + " and "
              + sentinels.foundIn(clear));
    }
    if (!sentinels.foundIn(connection.clientRaw()).isEmpty()) {
      leaks.add("on the wire there was " + sentinels.foundIn(connection.clientRaw()));
    }
  }

  private void unauthenticated(Connection connection, Outcome outcome, List<String> leaks) {
    List<String> commands = sentinels.commandsIn(connection.clientPlain());
    if (!commands.isEmpty() && !outcome.authenticated()) {
      leaks.add("not authenticated, and still said " + commands);
    }
    if (commands.contains("MAIL FROM") && !commands.contains("AUTH")) {
      leaks.add("submitted without a login: " + commands);
    }
  }
}
