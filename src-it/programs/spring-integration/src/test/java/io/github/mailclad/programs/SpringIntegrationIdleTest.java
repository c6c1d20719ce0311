package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.StoredMessage;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** An adapter that waits in IDLE, and receives a message that the server announces there. */
class SpringIntegrationIdleTest extends ReadingProgram {
  private static final String SUBJECT = StoredMessage.sample().subject();

  private ImapDialogue mailbox = waiting(new ImapDialogue());

  /** Makes a mailbox with recent messages, which the adapter does not search before it waits. */
  private static ImapDialogue waiting(ImapDialogue dialogue) {
    return dialogue.replying(
        "SELECT",
        "* FLAGS (\\Deleted \\Seen)",
        "* OK [PERMANENTFLAGS (\\Deleted \\Seen \\Recent)] ok",
        "* 1 EXISTS",
        "* 0 RECENT",
        "* OK [UIDVALIDITY 1] ok",
        "{tag} OK [READ-WRITE] ok");
  }

  @Override
  ImapDialogue dialogue(Sentinels sentinels) {
    mailbox = waiting(super.dialogue(sentinels));
    return mailbox;
  }

  @Override
  protected String read(Account account) throws Exception {
    ImapDialogue server = mailbox;
    CompletableFuture<Void> announced = CompletableFuture.runAsync(() -> announce(server));
    try (IdleAdapter adapter = new IdleAdapter(account)) {
      return adapter.next();
    } finally {
      announced.cancel(true);
    }
  }

  /** Announces the message as soon as a connection is in IDLE. */
  private static void announce(ImapDialogue mailbox) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (mailbox.idleConnections() == 0) {
      assertTrue(System.nanoTime() < end, "no connection in IDLE");
      LockSupport.parkNanos(2_000_000);
    }
    assertTrue(mailbox.commands().stream().noneMatch(c -> c.contains("SEARCH")));
    try {
      mailbox.announce("* 2 EXISTS");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  void check(String result, ImapDialogue dialogue) {
    super.check(result, dialogue);
    assertTrue(dialogue.commands().stream().anyMatch(c -> c.endsWith("IDLE")));
  }

  @Test
  void receivesByIdleAgainAfterTheServerRestarted() throws Exception {
    ImapDialogue before = waiting(new ImapDialogue());
    try (TlsFront server = honest(before);
        IdleAdapter adapter = new IdleAdapter(account(server))) {
      announce(before);
      assertEquals(SUBJECT, adapter.nextMessage());
      server.stopListening();
      server.closeConnections();
      ImapDialogue after = waiting(new ImapDialogue());
      try (TlsFront again = honest(after, server.port())) {
        announce(after);
        assertEquals(SUBJECT, adapter.nextMessage());
        assertEquals(1, again.acceptedHandshakes());
      }
    }
  }
}
