package io.github.mailclad.it.hostile;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.util.Properties;

/** The two ways in which TLS starts, for a server and its two clients. */
enum Start {
  IMPLICIT,
  STARTTLS;

  /** The protocol name that means this start to plain Angus. */
  String protocol(String family) {
    return this == IMPLICIT ? family + "s" : family;
  }

  /** An honest front before the dialogue. */
  TlsFront front(World world, MailDialogue dialogue) {
    return TlsFront.builder()
        .certificate(world.certificate)
        .mischief(this == IMPLICIT ? Mischief.NONE : Mischief.EXPECT_STARTTLS)
        .dialogue(dialogue)
        .start();
  }

  /** Properties for Mailclad. */
  Properties mailclad(World world, String family, TlsFront server) {
    Properties properties = world.trusting(protocol(family), server);
    properties.setProperty("mail." + protocol(family) + ".auth", "true");
    if (this == STARTTLS) {
      properties.setProperty("mail." + family + ".security.tls-start", "starttls");
    }
    return properties;
  }

  /** Properties for plain Angus, as careful as it can be. */
  Properties angus(String family, TlsFront server) {
    Properties properties =
        World.plainAngus(protocol(family), World.pointing(protocol(family), server));
    properties.setProperty("mail." + protocol(family) + ".auth", "true");
    properties.setProperty("mail." + protocol(family) + ".timeout", "5000");
    if (this == STARTTLS) {
      properties.setProperty("mail." + family + ".starttls.required", "true");
    }
    return properties;
  }
}
