package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guards of the second login at a server, each switched off. */
@Requirement(
    value = "P-SASL-6",
    heldBy = {"LoginMemory", "EarlyAuthenticate"})
class KnownServerMutationIT {
  private final World world = new World();

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  private @Nullable MessagingException connect(Session session, String password) {
    try (Store store = session.getStore("imaps")) {
      store.connect(world.sentinels.user(), password);
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  private @Nullable MessagingException loginWithAWrongPassword(Mutant mutant) throws Exception {
    Thread.currentThread().setContextClassLoader(mutant.load());
    ImapDialogue scram =
        new ImapDialogue()
            .mechanisms("SCRAM-SHA-256")
            .mechanism(
                "SCRAM-SHA-256", ScramServer.of(world.sentinels, world.certificate.certificate()));
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(scram).start()) {
      Session session = Session.getInstance(world.trusting("imaps", front));
      assertNull(connect(session, world.sentinels.password()));
      return connect(session, "another password");
    }
  }

  @Test
  void keysThatWereDerivedFromAnotherPasswordAreNotUsed() throws Exception {
    assertInstanceOf(AuthenticationFailedException.class, loginWithAWrongPassword(Mutants.NONE));
    assertNull(loginWithAWrongPassword(Mutants.ANY_PASSWORD));
  }

  /** Returns the number of connections for two logins. The server offers another one meanwhile. */
  private int connections(Mutant mutant) throws Exception {
    Thread.currentThread().setContextClassLoader(mutant.load());
    List<Script> scripts =
        List.of(
            new Script()
                .say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready")
                .expect("AUTHENTICATE PLAIN")
                .say("{tag} OK [CAPABILITY IMAP4rev1] in"),
            new Script()
                .expect("AUTHENTICATE PLAIN")
                .say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready")
                .say("{tag} OK [CAPABILITY IMAP4rev1] in"),
            new Script()
                .say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready")
                .expect("AUTHENTICATE PLAIN")
                .say("{tag} OK [CAPABILITY IMAP4rev1] in"));
    AtomicInteger next = new AtomicInteger();
    MailDialogue dialogue = io -> scripts.get(next.getAndIncrement()).serve(io);
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Properties properties = world.trusting("imaps", front);
      properties.setProperty("mail.imaps.security.early-login", "known-servers");
      Session session = Session.getInstance(properties);
      assertNull(connect(session, world.sentinels.password()));
      assertNull(connect(session, world.sentinels.password()));
      return next.get();
    }
  }

  /** Returns the commands of two logins, which begin by STARTTLS. */
  private List<String> commandsAfterStarttls(Mutant mutant) throws Exception {
    Thread.currentThread().setContextClassLoader(mutant.load());
    ImapDialogue dialogue = new ImapDialogue().mechanisms("PLAIN");
    try (TlsFront front =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(dialogue)
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      Properties properties = world.trusting("imap", front);
      properties.setProperty("mail.imap.security.tls-start", "starttls");
      properties.setProperty("mail.imap.security.early-login", "known-servers");
      Session session = Session.getInstance(properties);
      for (int i = 0; i < 2; i++) {
        try (Store store = session.getStore("imap")) {
          store.connect(world.sentinels.user(), world.sentinels.password());
        }
      }
      front.recorder().awaitEnds(Duration.ofSeconds(5));
      assertEquals(List.of(), world.sentinels.foundIn(front.recorder().clientClear()));
    }
    return dialogue.commands().stream().map(line -> line.split(" ", 3)[1]).toList();
  }

  /** Behind the guard stands the preamble, which reads the capabilities before Angus begins. */
  @Test
  void aLoginAfterStarttlsIsNeverEarly() throws Exception {
    List<String> waiting = List.of("STARTTLS", "CAPABILITY", "AUTHENTICATE");
    for (Mutant mutant : List.of(Mutants.NONE, Mutants.ALWAYS_EARLY)) {
      assertEquals(List.of(waiting, waiting), beginnings(commandsAfterStarttls(mutant)));
    }
  }

  /** Returns the first three commands of each of two connections. */
  private static List<List<String>> beginnings(List<String> commands) {
    int second = commands.lastIndexOf("STARTTLS");
    return List.of(commands.subList(0, 3), commands.subList(second, second + 3));
  }

  @Test
  void aConnectionWhoseGreetingOffersOtherLoginsIsGivenUp() throws Exception {
    assertEquals(3, connections(Mutants.NONE));
    assertEquals(2, connections(Mutants.ANY_GREETING));
  }
}
