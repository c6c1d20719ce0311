package io.github.mailclad.it.servers;

import java.util.Properties;

/** A port on which a server listens. */
record Listener(String server, String protocol, int port) {

  /** Properties that lead a session to it, and say nothing of trust. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty(key("host"), "localhost");
    properties.setProperty(key("port"), Integer.toString(port));
    properties.setProperty(key("auth"), "true");
    if (!protocol.endsWith("s")) {
      properties.setProperty(key("security.tls-start"), "starttls");
    }
    return properties;
  }

  /** A property of this protocol. */
  String key(String name) {
    return "mail." + protocol + "." + name;
  }

  /** The service, however its TLS starts. */
  String service() {
    return protocol.endsWith("s") ? protocol.substring(0, protocol.length() - 1) : protocol;
  }

  boolean submits() {
    return protocol.startsWith("submission");
  }

  /** Without the port, which is another one in every run. */
  @Override
  public String toString() {
    return server + " " + protocol;
  }
}
