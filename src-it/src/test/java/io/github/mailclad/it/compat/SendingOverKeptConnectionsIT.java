package io.github.mailclad.it.compat;

import io.github.mailclad.fixtures.TlsFront;
import java.util.Properties;

/** The same by transports that keep their connections. */
class SendingOverKeptConnectionsIT extends SendingIT {
  @Override
  Properties properties(String protocol, TlsFront server) {
    Properties properties = super.properties(protocol, server);
    properties.setProperty("mail.smtp.security.keep-connections", "4");
    return properties;
  }

  /** Not a test here: a JVM has one default session, and the other class makes it. */
  @Override
  void staticSendWithTheDefaultSession() {}
}
