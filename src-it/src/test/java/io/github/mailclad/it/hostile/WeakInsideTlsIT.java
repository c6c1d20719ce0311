package io.github.mailclad.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Properties that give something away, or wait for ever, although the server is verified. */
class WeakInsideTlsIT {
  private final World world = new World();

  private boolean sent(ImapDialogue dialogue, String command) {
    return dialogue.commands().stream().anyMatch(line -> line.contains(command));
  }

  @Test
  @Requirement(value = "P-SASL-4", heldBy = "LoginChoice")
  void saslWithoutMechanismsDoesNotPickOneThatLetsAPasswordBeGuessed() throws Exception {
    ImapDialogue seenByUs =
        new ImapDialogue().capabilities("IMAP4rev1", "AUTH=CRAM-MD5", "AUTH=PLAIN");
    ImapDialogue seenByAngus =
        new ImapDialogue().capabilities("IMAP4rev1", "AUTH=CRAM-MD5", "AUTH=PLAIN");
    try (TlsFront ours = world.server("imaps").dialogue(seenByUs).start();
        TlsFront theirs = world.server("imaps").dialogue(seenByAngus).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      assertNull(Duel.of(world, "imaps", ours).with("sasl.enable", "true").mailclad());
      Duel.of(world, "imaps", theirs).with("sasl.enable", "true").plainAngus();

      assertTrue(sent(seenByAngus, "AUTHENTICATE CRAM-MD5"), "the trap did not spring");
      assertTrue(sent(seenByUs, "AUTHENTICATE PLAIN"));
      assertFalse(sent(seenByUs, "CRAM-MD5"));
    }
  }

  @Test
  @Requirement(value = "P-SASL-4", heldBy = "LoginProperties")
  void ntlmIsRefusedByName() throws Exception {
    ImapDialogue dialogue = new ImapDialogue().capabilities("IMAP4rev1", "AUTH=NTLM");
    try (TlsFront server = world.server("imaps").dialogue(dialogue).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, "imaps", server).with("auth.mechanisms", "NTLM");
      Refusals.refused("unsafe-settings", world, duel.mailclad());
      assertFalse(sent(dialogue, "NTLM"));

      duel.plainAngus();
      assertTrue(sent(dialogue, "AUTHENTICATE NTLM"), "the trap did not spring");
    }
  }

  @Test
  @Requirement(value = "R9325-3.3", heldBy = "AngusProperties")
  void compressionInsideTlsIsRefusedByName() throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue().capabilities("IMAP4rev1", "AUTH=PLAIN", "COMPRESS=DEFLATE");
    try (TlsFront server = world.server("imaps").dialogue(dialogue).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, "imaps", server).with("compress.enable", "true");
      Refusals.refused("unsafe-settings", world, duel.mailclad());
      assertFalse(sent(dialogue, "COMPRESS"));

      duel.plainAngus();
      assertTrue(sent(dialogue, "COMPRESS DEFLATE"), "the trap did not spring");
    }
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "LoginProperties")
  void debugOutputShowsNoPasswordHoweverItIsAskedFor() throws Exception {
    try (TlsFront server = world.server("imaps").start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Properties properties = Duel.of(world, "imaps", server).properties();
      properties.setProperty("mail.debug.auth", "true");
      properties.setProperty("mail.debug.auth.password", "true");

      assertEquals(List.of(), world.sentinels.secretsIn(shown(properties)));
      assertNotEquals(
          List.of(),
          world.sentinels.secretsIn(shown(World.plainAngus("imaps", properties))),
          "the trap did not spring");
    }
  }

  private byte[] shown(Properties properties) throws MessagingException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Session session = Session.getInstance(properties);
    session.setDebugOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    session.setDebug(true);
    try (Store store = session.getStore("imaps")) {
      store.connect(world.sentinels.user(), world.sentinels.password());
    }
    return out.toByteArray();
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "Deadlines")
  void aSilentServerIsNotWaitedForWithoutEnd() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (TlsFront server = world.server("imaps").mischief(Mischief.SILENT).start()) {
      Duel duel = Duel.of(world, "imaps", server).with("security.handshake-timeout", "300");
      duel.properties().remove("mail.imaps.timeout");
      Refusals.refused("handshake-timeout", world, duel.mailclad());

      Future<?> angus = threads.submit(duel::plainAngus);
      assertThrows(TimeoutException.class, () -> angus.get(1500, TimeUnit.MILLISECONDS));
    } finally {
      threads.shutdownNow();
    }
  }
}
