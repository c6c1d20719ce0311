package io.github.mailclad.bench.client;

import io.github.mailclad.bench.lab.LabSettings;
import java.nio.file.Path;

/**
 * A server to connect to.
 *
 * @param protocol imaps, pop3s or smtps
 * @param host its name
 * @param port its port
 * @param anchor the trust anchor, as PEM
 */
public record MailServer(String protocol, String host, int port, Path anchor) {

  /** The server behind a round trip of so many milliseconds. */
  public static MailServer at(LabSettings lab, String protocol, int roundTripMillis) {
    return new MailServer(
        protocol, LabSettings.host(roundTripMillis), lab.port(protocol), lab.anchor());
  }

  /** The server on loopback. */
  public static MailServer local(LabSettings lab, String protocol) {
    return new MailServer(protocol, "localhost", lab.port(protocol), lab.anchor());
  }

  /** The same at another port. */
  public MailServer atPort(int other) {
    return new MailServer(protocol, host, other, anchor);
  }
}
