package io.github.mailclad.it.compat;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The two sides of a comparison. Both trust the world's authority and connect by implicit TLS. */
enum Side {
  MAILCLAD,
  PLAIN_ANGUS;

  /** Properties that lead to the server under this protocol name. */
  Properties properties(World world, String protocol, TlsFront server) {
    if (this == MAILCLAD) {
      return world.trusting(protocol, server);
    }
    Properties plain = World.plainAngus(protocol, World.pointing(protocol, server));
    String prefix = "mail." + protocol + ".";
    plain.setProperty(prefix + "ssl.enable", "true");
    plain.put(prefix + "ssl.socketFactory", trusting(world));
    plain.setProperty(prefix + "socketFactory.fallback", "false");
    return plain;
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
