package io.github.mailclad.it.compat;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The two sides of a comparison. Both trust the world's authority and connect by implicit TLS. */
public enum Side {
  MAILCLAD,
  PLAIN_ANGUS;

  /** Changes properties that lead to a server with implicit TLS, so that this side serves them. */
  public Properties serving(World world, String protocol, Properties properties) {
    if (this == MAILCLAD) {
      properties.put("mail.security.trust-anchors", world.root.certificate());
      return properties;
    }
    Properties plain = World.plainAngus(protocol, properties);
    String prefix = "mail." + protocol + ".";
    plain.setProperty(prefix + "ssl.enable", "true");
    plain.put(prefix + "ssl.socketFactory", trusting(world));
    plain.setProperty(prefix + "socketFactory.fallback", "false");
    return plain;
  }

  /** Properties that lead to the server under this protocol name. */
  Properties properties(World world, String protocol, TlsFront server) {
    return serving(world, protocol, World.pointing(protocol, server));
  }

  private static SSLSocketFactory trusting(World world) {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(world.root.keyStoreTrusting());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
