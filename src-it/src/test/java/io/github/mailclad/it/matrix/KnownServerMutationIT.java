package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
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

  @Test
  void aConnectionWhoseGreetingOffersOtherLoginsIsGivenUp() throws Exception {
    assertEquals(3, connections(Mutants.NONE));
    assertEquals(2, connections(Mutants.ANY_GREETING));
  }
}
