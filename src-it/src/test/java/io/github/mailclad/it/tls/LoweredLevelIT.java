package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account whose minimum level is none: the most secure means there is, and loud about it. */
class LoweredLevelIT {
  private static final String LEVEL = "security.minimum-level";

  private final World world = new World();
  private final Logger logger = Logger.getLogger("io.github.mailclad");
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getLevel().equals(Level.WARNING)) {
            warnings.add(entry.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void restore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.2-4", "D-5.2-5", "D-5-8", "B-2-5", "D-1-2"},
      heldBy = {"MailConnector", "ConnectionSecurity"})
  void whereThereIsNothingBetterItConnectsInTheClearAndSaysSo(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.PLAINTEXT).start()) {
      Duel duel = Duel.of(world, protocol, server);
      Refusals.refused("plaintext-server", world, duel.mailclad());
      OnTheWire.assertNoSecret(world, server);
      assertEquals(List.of(), warnings);

      duel.with(LEVEL, "none");
      try (Service service = world.connect(protocol, duel.properties())) {
        ConnectionSecurity got = ((SecuredService) service).connectionSecurity().orElseThrow();
        assertEquals(ConfidentialityLevel.NONE, got.level());
        assertEquals(TlsStart.STARTTLS, got.service().tlsStart(), "no name of implicit TLS");
      }
      OnTheWire.assertLeaked(world, server);
      assertTrue(
          warnings.stream().anyMatch(w -> w.contains("mail." + protocol + "." + LEVEL + "=none")),
          warnings.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(value = "D-5.2-9", heldBy = "LoweredProperties")
  void starttlsIsUsedWhereItIsOffered(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, protocol, server).with(LEVEL, "none");
      assertNull(duel.mailclad());
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertEquals(1, server.acceptedHandshakes());
      assertEquals(List.of(), world.sentinels.foundIn(server.recorder().clientRaw()));
      assertFalse(world.sentinels.foundIn(server.recorder().clientPlain()).isEmpty());

      assertNull(duel.plainAngus());
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertFalse(
          world.sentinels.foundIn(server.recorder().clientRaw()).isEmpty(),
          "Angus by itself does not care");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R9325-3.1.1-1", "D-5-11"},
      heldBy = "LoweredProperties")
  void versionsBelowTheFloorAreRefusedAllTheSame(String protocol, @TempDir Path directory)
      throws Exception {
    try (TlsFront server =
        world.server(protocol).legacy(LegacyTls.only(ProtocolVersion.TLSv11)).start()) {
      Properties properties = World.pointing(protocol, server);
      properties.setProperty("mail." + protocol + ".ssl.protocols", "TLSv1.1");
      Properties lowered = new Properties();
      lowered.putAll(properties);
      lowered.setProperty("mail." + protocol + "." + LEVEL, "none");

      List<String> ours =
          new ChildJvm(directory, world)
              .trusting(world.root)
              .withoutDisabledAlgorithms()
              .connecting(protocol, lowered)
              .run();
      assertFalse(ours.contains("connected"), ours.toString());
      OnTheWire.assertNothingSent(world, server);

      List<String> angus =
          new ChildJvm(directory, world)
              .trusting(world.root)
              .withoutDisabledAlgorithms()
              .connecting(protocol, World.plainAngus(protocol, properties))
              .run();
      assertEquals(List.of("connected"), angus);
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp", "submissions"})
  @Requirement(
      value = {"D-5.2-2", "D-5.2-7", "D-5-3"},
      heldBy = "PolicyReader")
  void theWholeSessionCannotBeLowered(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.PLAINTEXT).start()) {
      Duel duel = Duel.of(world, protocol, server);
      duel.properties().put("mail." + LEVEL, "none");
      Refusals.refused("unsafe-settings", world, duel.mailclad());
      OnTheWire.assertNeverConnected(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "imap, imaps",
    "imaps, imap",
    "pop3, pop3s",
    "smtp, smtps",
    "smtp, submission",
    "submissions, smtp"
  })
  @Requirement(
      value = {"D-5.2-2", "D-5-3", "D-2-1"},
      heldBy = "PolicyReader")
  void anotherNameOfTheServiceLowersNothing(String lowered, String used) throws Exception {
    try (TlsFront server = world.server(used).mischief(Mischief.PLAINTEXT).start()) {
      Duel duel = Duel.of(world, used, server);
      duel.properties().put("mail." + lowered + "." + LEVEL, "none");
      Refusals.refused("plaintext-server", world, duel.mailclad());
      OnTheWire.assertNoSecret(world, server);

      duel.with(LEVEL, "none").with("ssl.enable", "false");
      if (!used.endsWith("s")) {
        assertNull(duel.mailclad(), "under its own name it does");
        OnTheWire.assertLeaked(world, server);
      }
    }
  }
}
