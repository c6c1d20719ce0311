package io.github.mailclad.it.account;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.Warnings;
import io.github.mailclad.it.servers.Installed;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of accounts that are not used, judged by what the server got. */
class UnusableFolderIT {
  private static final int ANOTHER_USER = 61002;

  @TempDir Path directory;
  private final World world = new World();

  private Properties properties(String protocol, TlsFront server, Path folder) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".security.account-store", folder.toString());
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = "PIN-9",
      heldBy = {"SafePath", "ServicePlanner"})
  void aFolderThatAnotherUserMadeFirstKeepsThePasswordHere(String protocol) throws Exception {
    Installed.rootOrSkip();
    Path folder = directory.resolve("accounts");
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = properties(protocol, server, folder);
      assertNull(world.tryToConnect(protocol, properties));
      for (Path planted : all(folder)) {
        Files.setAttribute(planted, "unix:uid", ANOTHER_USER, NOFOLLOW_LINKS);
      }
    }
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = properties(protocol, server, folder);
      Refusals.refused("account-unreadable", world, world.tryToConnect(protocol, properties));
      properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
      properties.remove("mail.security.trust-anchors");
      Refusals.refused("account-unreadable", world, world.tryToConnect(protocol, properties));
      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsARefusalAndNoWarning() throws Exception {
    Path folder = Files.createFile(directory.resolve("file")).resolve("accounts");
    try (Warnings warnings = new Warnings();
        TlsFront server = world.server("imap").start()) {
      @Nullable MessagingException outcome =
          world.tryToConnect("imap", properties("imap", server, folder));
      String message =
          String.valueOf(Refusals.refused("account-unreadable", world, outcome).getMessage());
      assertTrue(message.contains(folder.getParent() + " is not a folder"), message);
      OnTheWire.assertNeverConnected(server);
      assertEquals(List.of(), warnings.messages());
    }
  }

  @Test
  void aFolderThatIsReadAndCannotBeWrittenIsOneWarningByProperty() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("accounts"));
    Files.createDirectory(folder.resolve("lock"));
    try (Warnings warnings = new Warnings();
        TlsFront server = world.server("imap").start()) {
      assertNull(world.tryToConnect("imap", properties("imap", server, folder)));
      List<String> messages = warnings.messages();
      assertEquals(1, messages.size(), messages::toString);
      String expected = "mail.imap.security.account-store cannot be written";
      assertTrue(messages.get(0).contains(expected), messages::toString);
      assertTrue(messages.get(0).contains("lock is not a file"), messages::toString);
    }
  }

  private static List<Path> all(Path folder) throws java.io.IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.toList();
    }
  }
}
