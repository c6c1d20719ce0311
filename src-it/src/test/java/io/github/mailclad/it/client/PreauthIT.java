package io.github.mailclad.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PREAUTH is believed where a verified server saw a client certificate, and nowhere else. */
class PreauthIT {
  private final Club club = new Club();

  private static ImapDialogue preauth() {
    return new ImapDialogue().greeting("* PREAUTH [CAPABILITY IMAP4rev1] welcome");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"D-3.2-5", "D-5.5-1"},
      heldBy = "ImapConnector")
  void afterTheCertificateTheMemberIsLoggedIn(String version) throws Exception {
    ImapDialogue dialogue = preauth();
    try (TlsFront server = club.server(version, ClientAuth.REQUIRED, dialogue).start()) {
      Properties properties = club.member("imaps", server);
      for (int round = 0; round < 2; round++) {
        try (Store store = (Store) World.service("imaps", properties)) {
          store.connect(Club.MEMBER, null);
          Folder inbox = store.getFolder("INBOX");
          inbox.open(Folder.READ_ONLY);
          assertEquals(1, inbox.getMessageCount());
          inbox.close(false);
        }
      }
      assertTrue(
          Club.seenBy(server).stream().allMatch(Optional.of(club.card.certificate())::equals));
      assertTrue(server.resumedSessions() > 0, "the second one resumes");
      assertEquals(List.of(), Club.attempts(dialogue));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"D-3.2-5", "P-IMAP-6"},
      heldBy = "ImapConnector")
  void withoutACertificateItIsRefused(String version) throws Exception {
    for (ClientAuth how : List.of(ClientAuth.NONE, ClientAuth.WANTED)) {
      ImapDialogue dialogue = preauth();
      try (TlsFront server = club.server(version, how, dialogue).start()) {
        String user = how == ClientAuth.NONE ? Club.MEMBER : "bob";
        Refusals.refused(
            "unexpected-preauth",
            club.world,
            Club.connect("imaps", club.member("imaps", server), user));
        OnTheWire.assertNoSecret(club.world, server);
        assertTrue(
            dialogue.commands().stream().allMatch(c -> c.contains("LOGOUT")),
            dialogue.commands()::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"D-3.2-5", "P-IMAP-6"},
      heldBy = "ImapStart")
  void inTheClearItIsRefusedWhateverCouldBeSentLater(String version) throws Exception {
    try (TlsFront server =
        club.server(version, ClientAuth.REQUIRED, preauth())
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      Properties properties = club.member("imap", server);
      properties.setProperty("mail.imap.security.tls-start", "starttls");
      Refusals.refused(
          "preauth-before-tls", club.world, Club.connect("imap", properties, Club.MEMBER));
      OnTheWire.assertNothingSent(club.world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(value = "D-3.2-6", heldBy = "ImapConnector")
  void afterAnOkGreetingTheCertificateAloneIsNoLogin(String version) throws Exception {
    ImapDialogue dialogue = new ImapDialogue().mechanisms("EXTERNAL");
    try (TlsFront server = club.server(version, ClientAuth.REQUIRED, dialogue).start()) {
      assertNull(Club.connect("imaps", club.member("imaps", server), Club.MEMBER));
      assertEquals(List.of("AUTHENTICATE EXTERNAL ="), Club.attempts(dialogue));
    }
    ImapDialogue passwordsOnly = new ImapDialogue().mechanisms("PLAIN");
    try (TlsFront server = club.server(version, ClientAuth.REQUIRED, passwordsOnly).start()) {
      Refusals.refused(
          "mechanism-unavailable",
          club.world,
          Club.connect("imaps", club.member("imaps", server), Club.MEMBER));
      assertEquals(List.of(), Club.attempts(passwordsOnly));
    }
  }
}
