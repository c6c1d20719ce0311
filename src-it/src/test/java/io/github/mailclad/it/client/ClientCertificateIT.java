package io.github.mailclad.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.client.Club.Over;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate goes to its own server for its own account, and is a login only by EXTERNAL. */
class ClientCertificateIT {
  private final Club club = new Club();

  static List<Over> everywhere() {
    return Over.everywhere();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {
        "D-5.5-1",
        "D-5.5-2",
        "F-5.5-3",
        "D-5.5-5",
        "P-SASL-5",
        "D-3.1-4",
        "D-3.2-6",
        "CC-1"
      },
      heldBy = {"DisclosingKeyManager", "LoginChoice", "ConnectionPlan"})
  void theMemberShowsItAndLogsInByExternal(Over over) throws Exception {
    ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
    try (TlsFront server = club.server(over.version(), ClientAuth.REQUIRED, dialogue).start();
        Service service = World.service(over.protocol(), club.member(over.protocol(), server))) {
      service.connect(Club.MEMBER, null);
      Authenticated got =
          (Authenticated) ((SecuredService) service).connectionSecurity().orElseThrow();
      assertEquals(club.card.certificate(), got.tls().clientCertificate());
      assertTrue(got.toString().contains("client certificate CN=alice"), got::toString);
      service.close();
      assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(server));
      String command =
          over.protocol().equals("imaps") ? "AUTHENTICATE EXTERNAL =" : "AUTH EXTERNAL =";
      assertEquals(List.of(command), Club.attempts(dialogue));
      assertEquals("EXTERNAL", dialogue.logins().get(0).mechanism());
      // nothing that needs a login came before it
      List<String> words = dialogue.commands();
      int login = words.stream().map(w -> w.endsWith(command)).toList().indexOf(true);
      assertTrue(
          words.subList(0, login).stream()
              .allMatch(w -> w.matches("([A-Z]+\\d+ )?(CAPA|CAPABILITY|EHLO .*)")),
          words::toString);
    }
  }

  static Stream<Arguments> everyImplementation() {
    return Stream.of("platform", "bctls", "conscrypt")
        .flatMap(
            provider ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        version ->
                            Stream.of(KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048)
                                .map(kind -> Arguments.of(provider, version, kind))));
  }

  /** Implementations of TLS name the types of keys in different ways. */
  @ParameterizedTest
  @MethodSource("everyImplementation")
  @Requirement(value = "CC-1", heldBy = "DisclosingKeyManager")
  void everyImplementationOfTlsShowsIt(String provider, String version, KeyKind kind) {
    Issued card =
        CertificateBuilder.client().subject("CN=alice").key(kind).issuedBy(club.authority);
    try (TlsFront server =
        club.server(version, ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = club.member("imaps", server);
      properties.put("mail.imaps.security.client-certificate", Club.entry(card));
      properties.setProperty("mail.imaps.security.tls-provider", provider);
      assertNull(Club.connect("imaps", properties, Club.MEMBER));
      assertEquals(List.of(Optional.of(card.certificate())), Club.seenBy(server));
      assertNull(Club.connect("imaps", properties, Club.MEMBER), "a session that may resume");
    }
  }

  /** A reason why a connection is not the one that the certificate is for. */
  record Foreign(String what, String user, BiConsumer<Properties, String> change) {
    @Override
    public String toString() {
      return what;
    }

    static Foreign bound(String what, String to) {
      return new Foreign(
          what,
          Club.MEMBER,
          (properties, protocol) ->
              properties.setProperty("mail." + protocol + ".security.client-certificate-for", to));
    }
  }

  static Stream<Foreign> foreign() {
    return Stream.of(
        new Foreign("another account", "bob", (properties, protocol) -> {}),
        new Foreign("another case of letters", "Alice", (properties, protocol) -> {}),
        Foreign.bound("bound to another account", "bob@localhost"),
        Foreign.bound("bound to no user name", "@localhost"),
        Foreign.bound("bound to another server", "alice@mail.other.example"),
        Foreign.bound("bound to the address of the server", "alice@127.0.0.1"),
        Foreign.bound("bound to another port", "alice@localhost:1"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  @Requirement(
      value = {"D-5.5-2", "F-5.5-3", "F-5.5-4", "P-SASL-5"},
      heldBy = {"ConnectionPlan", "ClientIdentity"})
  void anybodyElsesConnectionCarriesNone(Foreign foreign) {
    for (Over over : Over.everywhere()) {
      ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
      try (TlsFront server = club.server(over.version(), ClientAuth.WANTED, dialogue).start()) {
        Properties properties = club.member(over.protocol(), server);
        foreign.change().accept(properties, over.protocol());
        Refusals.refused(
            "client-certificate-not-sent",
            club.world,
            Club.connect(over.protocol(), properties, foreign.user()));
        assertEquals(List.of(Optional.empty()), Club.seenBy(server));
        assertEquals(List.of(), Club.attempts(dialogue));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(value = "D-5.5-2", heldBy = "ClientSettings")
  void anotherServiceOfTheSameSessionCarriesNone(String version) {
    ScriptedServer<?> mailbox = Club.dialogue("imaps");
    ScriptedServer<?> submission = Club.dialogue("submissions");
    try (TlsFront own = club.server(version, ClientAuth.WANTED, mailbox).start();
        TlsFront other = club.server(version, ClientAuth.WANTED, submission).start()) {
      Properties both = club.member("imaps", own);
      both.putAll(club.world.trusting("submissions", other));
      both.setProperty("mail.submissions.auth", "true");
      both.setProperty("mail.submissions.security.auth-mechanisms", "EXTERNAL");
      assertNull(Club.connect("imaps", both, Club.MEMBER));
      Refusals.refused(
          "client-certificate-not-sent",
          club.world,
          Club.connect("submissions", both, Club.MEMBER));
      assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(own));
      assertEquals(List.of(Optional.empty()), Club.seenBy(other));
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(value = "P-SASL-5", heldBy = "LoginChoice")
  void whereNobodyAskedForItExternalIsNotTried(Over over) {
    ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
    try (TlsFront server = club.server(over.version(), ClientAuth.NONE, dialogue).start()) {
      Refusals.refused(
          "client-certificate-not-sent",
          club.world,
          Club.connect(over.protocol(), club.member(over.protocol(), server), Club.MEMBER));
      assertEquals(List.of(), Club.attempts(dialogue));
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(value = "D-5.5-2", heldBy = "DisclosingKeyManager")
  void aServerThatAcceptsOtherIssuersOnlyIsNotShownIt(Over over) {
    ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
    try (TlsFront server =
        TlsFront.builder()
            .certificate(club.world.certificate)
            .dialogue(dialogue)
            .protocols(over.version())
            .clientAuth(ClientAuth.WANTED, CertificateBuilder.root("Other Club"))
            .start()) {
      Properties properties = club.member(over.protocol(), server);
      Refusals.refused(
          "client-certificate-not-sent",
          club.world,
          Club.connect(over.protocol(), properties, Club.MEMBER));
      assertEquals(List.of(Optional.empty()), Club.seenBy(server));
    }
  }

  /** The card has serverAuth only, as public authorities issue it. */
  @ParameterizedTest
  @MethodSource("everywhere")
  void aServerThatRefusesAPublicCertificateLeadsToAHintAboutClientAuth(Over over) {
    Issued issuedByAPublicAuthority =
        CertificateBuilder.server().subject("CN=" + Club.MEMBER).issuedBy(club.authority);
    try (TlsFront server =
        club.server(over.version(), ClientAuth.REQUIRED, Club.dialogue(over.protocol())).start()) {
      Properties properties = club.member(over.protocol(), server);
      properties.put(
          "mail." + over.protocol() + ".security.client-certificate",
          Club.entry(issuedByAPublicAuthority));
      String message =
          Refusals.refused(
                  "tls-alert", club.world, Club.connect(over.protocol(), properties, Club.MEMBER))
              .getMessage();
      assertTrue(
          String.valueOf(message).contains("its extended key usage lacks clientAuth"), message);
      OnTheWire.assertNothingSent(club.world, server);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(value = "D-5.5-2", heldBy = "LoginPhase")
  void aServerThatNeedsOneTellsWhyItLeaves(Over over) {
    ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
    try (TlsFront server = club.server(over.version(), ClientAuth.REQUIRED, dialogue).start()) {
      Refusals.refused(
          "tls-alert",
          club.world,
          Club.connect(over.protocol(), club.member(over.protocol(), server), "bob"));
      OnTheWire.assertNothingSent(club.world, server);
    }
  }
}
