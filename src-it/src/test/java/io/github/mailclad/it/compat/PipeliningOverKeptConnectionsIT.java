package io.github.mailclad.it.compat;

/** The same over connections that another transport used before. */
class PipeliningOverKeptConnectionsIT extends PipeliningIT {
  @Override
  int keptConnections() {
    return 4;
  }
}
