package io.github.mailclad.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.pop3.POP3Store;
import org.junit.jupiter.api.Test;

/**
 * Tests that no user is logged in after the greeting, with any proof of TLS: the login comes before
 * the mailbox.
 */
class LoginOrderIT {
  private final World world = new World();

  @Test
  @Requirement(value = "D-3.1-4", heldBy = "POP3SSLStore")
  void pop3LogsInBeforeItAsksForTheMailbox() throws Exception {
    assertLoginFirst("pop3s", new Pop3Dialogue(), List.of("AUTH", "PASS"), "STAT");
  }

  @Test
  @Requirement(value = "D-3.2-6", heldBy = "LoginIMAPProtocol")
  void imapLogsInBeforeItSelectsTheMailbox() throws Exception {
    assertLoginFirst("imaps", new ImapDialogue(), List.of("AUTHENTICATE", "LOGIN"), "EXAMINE");
  }

  /** Angus would ask the same once more. */
  @Test
  void pop3AsksForTheCapabilitiesOnce() throws Exception {
    Pop3Dialogue dialogue = new Pop3Dialogue().capabilities("TOP", "UIDL", "SASL PLAIN", "..ODD");
    try (TlsFront server =
            TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
        POP3Store store = (POP3Store) world.connect("pop3s", world.trusting("pop3s", server))) {
      assertEquals(
          Map.of("TOP", "TOP", "UIDL", "UIDL", "SASL", "SASL PLAIN", ".ODD", ".ODD"),
          store.capabilities());
    }
    assertEquals(
        List.of("CAPA", "AUTH", "QUIT"),
        dialogue.commands().stream()
            .map(line -> line.split(" ", 2)[0])
            .filter(List.of("CAPA", "AUTH", "QUIT", "USER", "PASS", "STAT")::contains)
            .toList());
  }

  private void assertLoginFirst(
      String protocol, ScriptedServer<?> dialogue, List<String> logins, String mailbox)
      throws Exception {
    try (TlsFront server =
            TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
        Store store = (Store) world.connect(protocol, world.trusting(protocol, server))) {
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
      }
      List<String> commands = dialogue.commands();
      int login = firstOf(commands, logins);
      int select = firstOf(commands, List.of(mailbox));
      assertTrue(login >= 0 && login < select, String.valueOf(commands));
    }
  }

  private static int firstOf(List<String> commands, List<String> words) {
    for (int i = 0; i < commands.size(); i++) {
      String command = commands.get(i);
      if (words.stream().anyMatch(w -> List.of(command.split(" ")).contains(w))) {
        return i;
      }
    }
    return -1;
  }
}
