package io.github.mailclad.it.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.MailService;
import io.github.mailclad.SecuredService;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that an account remembers earlier connections. The data that today's server gets decides.
 */
class MemoryIT {
  private final Yesterday account = new Yesterday();

  private static String startingInTheClear(String protocol) {
    return protocol.equals("smtp") ? "submission" : protocol;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.1-13", "D-5.2-6"},
      heldBy = {"AccountMemory", "ServiceStatus"})
  void tlsThatDisappearedIsRefusedByNameAndReportedOnce(String protocol) throws Exception {
    try (TlsFront today = Yesterday.stripped(protocol)) {
      Refusals.refused(
          "starttls-unavailable",
          account.world,
          account.connect(protocol, account.requiringStarttls(protocol, today)));
      assertEquals(List.of(), account.events, "nothing was there before");
    }
    try (TlsFront yesterday = Yesterday.starttls(protocol, account.valid)) {
      assertNull(account.connect(protocol, account.requiringStarttls(protocol, yesterday)));
    }
    account.refusals.clear();
    try (TlsFront today = Yesterday.stripped(protocol)) {
      MessagingException refused =
          Refusals.refused(
              "tls-disappeared",
              account.world,
              account.connect(protocol, account.requiringStarttls(protocol, today)));

      assertTrue(
          String.valueOf(refused.getMessage()).contains("the server offered TLS before"),
          refused.getMessage());
      assertEquals(List.of("tls-disappeared"), account.eventCodes());
      assertEquals(1, account.refusals.size(), account.refusals.toString());
      assertEquals(Set.of(startingInTheClear(protocol)), account.refusedServices);
      OnTheWire.assertNoSecret(account.world, today);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.2-9", "D-5.1-13", "D-5-5"},
      heldBy = {"LoweredConnection", "LoweredConnector", "AccountMemory"})
  void anAccountWithoutAMinimumStaysWithTlsOnceThereWasAny(String protocol) throws Exception {
    try (TlsFront yesterday = Yesterday.stripped(protocol)) {
      assertNull(account.connect(protocol, account.lowered(protocol, yesterday)));
      assertEquals(List.of("cleartext-warning"), account.eventCodes());
      OnTheWire.assertLeaked(account.world, yesterday);
    }
    try (TlsFront yesterday = Yesterday.starttls(protocol, account.valid);
        DefaultTls unused = DefaultTls.trusting(account.world.root)) {
      assertNull(account.connect(protocol, account.lowered(protocol, yesterday)));
    }
    account.events.clear();
    for (int attempt = 0; attempt < 2; attempt++) {
      try (TlsFront today = Yesterday.stripped(protocol)) {
        Refusals.refused(
            "tls-disappeared",
            account.world,
            account.connect(protocol, account.lowered(protocol, today)));
        OnTheWire.assertNoSecret(account.world, today);
      }
    }
    assertEquals(Set.of(startingInTheClear(protocol)), account.refusedServices);
    assertEquals(List.of("tls-disappeared", "tls-disappeared"), account.eventCodes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = {"LoweredConnection", "AccountMemory"})
  void anAccountWithoutAMinimumRefusesALostProof(String protocol, @TempDir Path directory)
      throws Exception {
    Path memory = directory.resolve("accounts");
    try (TlsFront yesterday = Yesterday.starttls(protocol, account.valid);
        TlsFront today = Yesterday.starttls(protocol, account.selfSigned)) {
      Properties then = remembering(memory, account.lowered(protocol, yesterday));
      Properties now = remembering(memory, account.lowered(protocol, today));
      now.setProperty("mail." + protocol + ".ssl.trust", "*");

      List<String> outcomes =
          new ChildJvm(directory, account.world)
              .trusting(account.world.root)
              .connecting(protocol, then)
              .connecting(protocol, now)
              .run();

      assertEquals(List.of("connected", "validation-regressed"), outcomes);
      OnTheWire.assertNoSecret(account.world, today);
    }
    try (TlsFront today = Yesterday.starttls(protocol, account.selfSigned)) {
      Properties now = remembering(directory.resolve("others"), account.lowered(protocol, today));
      now.setProperty("mail." + protocol + ".ssl.trust", "*");

      assertEquals(
          List.of("connected"),
          new ChildJvm(directory, account.world).connecting(protocol, now).run(),
          "without a memory nothing is missed");
      OnTheWire.assertLeaked(account.world, today);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5.1-13", "D-5.2-6"},
      heldBy = {"AccountMemory", "FolderAccountStore"})
  void anAccountThatWasConfidentialBeforeTheRestartMissesItsTls(
      String protocol, @TempDir Path directory) throws Exception {
    Path memory = directory.resolve("accounts");
    try (TlsFront yesterday = Yesterday.starttls(protocol, account.valid)) {
      Properties then = remembering(memory, account.requiringStarttls(protocol, yesterday));
      assertEquals(
          List.of("connected"),
          new ChildJvm(directory, account.world)
              .trusting(account.world.root)
              .connecting(protocol, then)
              .run());
    }
    try (TlsFront today = Yesterday.stripped(protocol);
        TlsFront loweredToday = Yesterday.stripped(protocol)) {
      Properties now = remembering(memory, account.requiringStarttls(protocol, today));
      Properties lowered = remembering(memory, account.lowered(protocol, loweredToday));

      List<String> outcomes =
          new ChildJvm(directory, account.world)
              .trusting(account.world.root)
              .connecting(protocol, now)
              .connecting(protocol, lowered)
              .run();

      assertEquals(List.of("tls-disappeared", "tls-disappeared"), outcomes);
      OnTheWire.assertNoSecret(account.world, today);
      OnTheWire.assertNoSecret(account.world, loweredToday);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = "PIN-9",
      heldBy = {"ServicePlanner", "FolderAccountStore"})
  void anAccountWithADamagedMemoryDoesNotConnect(String protocol, @TempDir Path directory)
      throws Exception {
    Path memory = directory.resolve("accounts");
    try (TlsFront server = Yesterday.starttls(protocol, account.valid)) {
      Properties strict = remembering(memory, account.requiringStarttls(protocol, server));
      strict.put("mail.security.trust-anchors", account.world.root.certificate());
      assertNull(account.connect(protocol, strict));
    }
    byte[] tampered = tamper(memory);
    try (TlsFront server = Yesterday.starttls(protocol, account.valid)) {
      Properties strict = remembering(memory, account.requiringStarttls(protocol, server));
      strict.put("mail.security.trust-anchors", account.world.root.certificate());
      Refusals.refused("account-unreadable", account.world, account.connect(protocol, strict));
      Refusals.refused(
          "account-unreadable",
          account.world,
          account.connect(protocol, remembering(memory, account.lowered(protocol, server))));
      OnTheWire.assertNeverConnected(server);
    }
    assertEquals(
        new String(tampered, StandardCharsets.ISO_8859_1),
        Files.readString(file(memory), StandardCharsets.ISO_8859_1),
        "it is kept as it was found");
  }

  private static Properties remembering(Path memory, Properties properties) {
    properties.remove("mail.security.account-store");
    properties.remove("mail.security.listener");
    properties.remove("mail.security.trust-anchors");
    properties.setProperty("mail.security.account-store", memory.toString());
    return properties;
  }

  private static Path file(Path memory) throws IOException {
    try (Stream<Path> files = Files.list(memory)) {
      return files
          .filter(f -> readable(f).startsWith("mailclad-account"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String readable(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static byte[] tamper(Path memory) throws IOException {
    Path file = file(memory);
    byte[] octets = Files.readAllBytes(file);
    octets[octets.length - 5] ^= 1;
    Files.write(file, octets);
    return octets;
  }

  private Properties pinned(String protocol, TlsFront server) {
    Properties properties = account.requiringStarttls(protocol, server);
    properties.setProperty("mail." + protocol + ".security.minimum-level", "encrypted");
    properties.setProperty("mail." + protocol + ".security.account-pin", "stored");
    return properties;
  }

  private void pin(String user, String protocol, int port) throws IOException {
    MailService service =
        switch (protocol) {
          case "imap" -> MailService.IMAPS;
          case "pop3" -> MailService.POP3S;
          default -> MailService.SUBMISSIONS;
        };
    account.store.update(
        user,
        known ->
            known.with(
                ServiceState.unknown(service)
                    .with(
                        ServerState.unknown(Yesterday.HOST, port)
                            .pin(
                                new PinnedCertificate(
                                    AccountPin.of(account.selfSigned.certificate()),
                                    Instant.EPOCH,
                                    "pin/1")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"PIN-3", "PIN-4", "D-5.4-3", "D-5.4-5"},
      heldBy = {"ServicePlanner", "AccountMemory"})
  void aStoredCertificateIsAcceptedWhereItBelongsAndNowhereElse(String protocol) throws Exception {
    String user = account.world.sentinels.user();
    pin("somebody.else@example.org", protocol, Yesterday.PORT);
    pin(user, protocol, Yesterday.PORT + 1);
    try (TlsFront server = Yesterday.starttls(protocol, account.selfSigned)) {
      Refusals.refused(
          "self-signed", account.world, account.connect(protocol, pinned(protocol, server)));
      OnTheWire.assertNoSecret(account.world, server);
    }
    pin(user, protocol, Yesterday.PORT);
    try (TlsFront server = Yesterday.starttls(protocol, account.selfSigned)) {
      Refusals.refused(
          "self-signed",
          account.world,
          account.connect(protocol, account.requiringStarttls(protocol, server)));
      OnTheWire.assertNoSecret(account.world, server);
    }
    try (TlsFront server = Yesterday.starttls(protocol, account.selfSigned)) {
      assertNull(account.connect(protocol, pinned(protocol, server)));
      assertEquals(List.of("pin-used"), account.eventCodes());
      OnTheWire.assertLeaked(account.world, server);
    }
    try (TlsFront server =
        Yesterday.starttls(
            protocol,
            CertificateBuilder.server()
                .dns(Yesterday.HOST)
                .keyOf(account.selfSigned)
                .selfSigned())) {
      Refusals.refused(
          "self-signed", account.world, account.connect(protocol, pinned(protocol, server)));
      OnTheWire.assertNoSecret(account.world, server);
    }
  }

  @Test
  @Requirement(
      value = {"PIN-5", "PIN-8", "F-5.4-7"},
      heldBy = {"AccountMemory", "ServicePlanner"})
  void aCertificateThatIsTakenBackIsRefusedAtTheNextConnection() throws Exception {
    String user = account.world.sentinels.user();
    pin(user, "imap", Yesterday.PORT);
    try (TlsFront server = Yesterday.starttls("imap", account.valid)) {
      assertNull(account.connect("imap", pinned("imap", server)));
      assertEquals(List.of("pin-obsolete"), account.eventCodes());
    }
    try (TlsFront server = Yesterday.starttls("imap", account.selfSigned)) {
      assertNull(account.connect("imap", pinned("imap", server)));
      account.store.update(user, known -> AccountState.unknown(user).revision(known.revision()));

      Refusals.refused(
          "self-signed", account.world, account.connect("imap", pinned("imap", server)));
      assertFalse(server.acceptedHandshakes() > 1, "no session of the pin was resumed");
    }
  }

  @Test
  @Requirement(value = "D-5.2-9", heldBy = "LoweredConnection")
  void tlsOfAnAccountWithoutAMinimumIsJudgedBeforeAnythingIsSaidOverIt(@TempDir Path directory)
      throws Exception {
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      try (TlsFront server = ConnectProxy.beforeTls(account.valid, World.dialogue(protocol))) {
        Properties lowered = account.lowered(protocol, server);
        try (DefaultTls unused = DefaultTls.trusting(account.world.root)) {
          assertNull(account.connect(protocol, lowered));
        }
      }
    }
    assertEquals(
        List.of("tls-seen-but-not-valid", "tls-seen-but-not-valid", "tls-seen-but-not-valid"),
        account.eventCodes(),
        "the platform's anchors, and not the application's, decide");
    try (TlsFront server = ConnectProxy.beforeTls(account.valid, World.dialogue("imaps"))) {
      Path memory = directory.resolve("accounts");
      Properties lowered = remembering(memory, account.lowered("imaps", server));
      assertEquals(
          List.of("connected"),
          new ChildJvm(directory, account.world)
              .trusting(account.world.root)
              .connecting("imaps", lowered)
              .run());
      assertTrue(readable(file(memory)).contains("AUTHENTICATED"), readable(file(memory)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5-7", "B-2-4", "D-5-8", "D-5.4-6", "PIN-10"},
      heldBy = {"ServiceStatus", "SecurityIndicator"})
  void eachServiceShowsWhatItsConnectionIsWorth(String protocol) throws Exception {
    pin(account.world.sentinels.user(), protocol, Yesterday.PORT);
    try (TlsFront server = Yesterday.starttls(protocol, account.valid)) {
      assertEquals(
          List.of("unknown", "confidential"),
          shown(protocol, account.requiringStarttls(protocol, server)));
    }
    try (TlsFront server = Yesterday.starttls(protocol, account.selfSigned)) {
      assertEquals(
          List.of("unknown", "pinned-not-confidential"), shown(protocol, pinned(protocol, server)));
    }
    Yesterday without = new Yesterday();
    try (TlsFront server = Yesterday.stripped(protocol)) {
      assertEquals(
          List.of("unknown", "not-confidential"),
          shown(protocol, without.lowered(protocol, server)));
    }
  }

  /** Returns the indications before a connection, and on it. */
  private List<String> shown(String protocol, Properties properties) throws MessagingException {
    try (Service service = World.service(protocol, properties)) {
      String before = ((SecuredService) service).indicator().code();
      service.connect(account.world.sentinels.user(), account.world.sentinels.password());
      return List.of(before, ((SecuredService) service).indicator().code());
    }
  }
}
