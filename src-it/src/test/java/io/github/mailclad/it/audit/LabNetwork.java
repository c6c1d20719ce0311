package io.github.mailclad.it.audit;

import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A network whose addresses are those for documentation, and whose servers are on loopback. */
final class LabNetwork implements Network {
  private final Map<String, Integer> ports = new HashMap<>();
  private final Set<String> contacted = new TreeSet<>();

  /** Puts a server of loopback at an address and a registered port. */
  LabNetwork at(String address, int port, int onLoopback) {
    ports.put(address + " " + port, onLoopback);
    return this;
  }

  /** Returns the addresses that anything was sent to, or tried. */
  Set<String> contacted() {
    return Set.copyOf(contacted);
  }

  @Override
  public Socket open(InetAddress address, int port, Duration limit) throws IOException {
    contacted.add(address.getHostAddress());
    Integer local = ports.get(address.getHostAddress() + " " + port);
    if (local == null) {
      throw new ConnectException("nothing listens there in this lab");
    }
    Socket socket = new Socket();
    // Dovecot trusts a client with the server's own address
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
    socket.connect(new InetSocketAddress(Loopback.V4, local), (int) limit.toMillis());
    socket.setSoTimeout((int) limit.toMillis());
    return socket;
  }
}
