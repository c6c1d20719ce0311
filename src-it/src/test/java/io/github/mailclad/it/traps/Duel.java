package io.github.mailclad.it.traps;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.MessagingException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One server and one set of properties, met by Mailclad and by plain Angus. */
public record Duel(World world, String protocol, TlsFront server, Properties properties) {

  /** With properties that point to the server, and trust this world's authority. */
  public static Duel of(World world, String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".timeout", "10000");
    return new Duel(world, protocol, server, properties);
  }

  /** The same with {@code mail.<protocol>.<suffix>}. */
  public Duel with(String suffix, Object value) {
    properties.put("mail." + protocol + "." + suffix, value);
    return this;
  }

  /** Mailclad connects with the sentinel credentials; null if it could. */
  public @Nullable MessagingException mailclad() {
    return world.tryToConnect(protocol, properties);
  }

  /** Plain Angus does the same; null if it could. */
  public @Nullable MessagingException plainAngus() {
    return world.tryToConnect(protocol, World.plainAngus(protocol, properties));
  }
}
