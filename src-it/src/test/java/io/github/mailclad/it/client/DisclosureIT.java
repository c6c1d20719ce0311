package io.github.mailclad.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.client.Club.Over;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.mail.InsecureConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the connections that send a client certificate, and that no unverified server gets it.
 */
class DisclosureIT {
  private final Club club = new Club();

  /** A server's request for a certificate, by protocol. */
  record Asking(String protocol, ClientAuth how) {}

  static List<Asking> asking() {
    return Stream.of("imaps", "pop3s", "submissions")
        .flatMap(
            p -> Stream.of(ClientAuth.WANTED, ClientAuth.REQUIRED).map(how -> new Asking(p, how)))
        .toList();
  }

  static List<Over> everywhere() {
    return Over.everywhere();
  }

  @ParameterizedTest
  @MethodSource("asking")
  @Requirement(
      value = {"CC-1", "D-5.5-2"},
      heldBy = "Disclosure")
  void overTls12ItIsWithheldAndTheServerRefused(Asking asking) throws Exception {
    try (TlsFront server =
        club.server("TLSv1.2", asking.how(), Club.dialogue(asking.protocol())).start()) {
      InsecureConnectionException refused =
          Refusals.refused(
              "client-certificate-withheld",
              club.world,
              Club.connect(
                  asking.protocol(), club.guarded(asking.protocol(), server), Club.MEMBER));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("client-certificate-also-over=TLSv1.2"));
      OnTheWire.assertNothingSent(club.world, server);
      assertFalse(isIn(server), "in the clear");
      assertTrue(Club.seenBy(server).stream().allMatch(Optional::isEmpty));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  @Requirement(value = "CC-1", heldBy = "Disclosure")
  void overTls13NobodyOnTheWaySeesIt(String protocol) throws Exception {
    ScriptedServer<?> dialogue = Club.dialogue(protocol);
    try (TlsFront server = club.server("TLSv1.3", ClientAuth.REQUIRED, dialogue).start()) {
      assertNull(Club.connect(protocol, club.guarded(protocol, server), Club.MEMBER));
      assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(server));
      assertFalse(isIn(server));
    }
    // which is a difference that the judge can detect
    try (TlsFront server = club.server("TLSv1.2", ClientAuth.REQUIRED, dialogue).start()) {
      assertNull(Club.connect(protocol, club.member(protocol, server), Club.MEMBER));
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertTrue(isIn(server));
    }
  }

  /** After STARTTLS, over a TLS version. */
  static Stream<Over> afterStarttls() {
    return Over.everywhere().stream()
        .map(over -> new Over(over.protocol().replaceFirst("s$", ""), over.version()));
  }

  @ParameterizedTest
  @MethodSource("afterStarttls")
  @Requirement(
      value = {"D-5.5-2", "D-5.5-1", "CC-1"},
      heldBy = "Disclosure")
  void afterStarttlsItIsWithheldUnlessReleased(Over over) throws Exception {
    for (ClientAuth how : List.of(ClientAuth.WANTED, ClientAuth.REQUIRED)) {
      ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
      try (TlsFront server =
          club.server(over.version(), how, dialogue).mischief(Mischief.EXPECT_STARTTLS).start()) {
        Properties properties = club.guarded(over.protocol(), server);
        String prefix = "mail." + over.protocol() + ".security.";
        properties.setProperty(prefix + "tls-start", "starttls");
        properties.setProperty(prefix + "client-certificate-also-over", "TLSv1.2");
        Refusals.refused(
            "client-certificate-withheld",
            club.world,
            Club.connect(over.protocol(), properties, Club.MEMBER));
        assertTrue(Club.seenBy(server).stream().allMatch(Optional::isEmpty));
        assertEquals(List.of(), Club.attempts(dialogue));

        properties.setProperty(
            prefix + "client-certificate-also-over",
            over.version().equals("TLSv1.2") ? "starttls, tlsv1.2" : "STARTTLS");
        assertNull(Club.connect(over.protocol(), properties, Club.MEMBER));
        List<Optional<?>> seen = List.copyOf(Club.seenBy(server));
        assertEquals(Optional.of(club.card.certificate()), seen.get(seen.size() - 1));
        assertEquals("EXTERNAL", dialogue.logins().get(0).mechanism());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {"D-5.5-2", "P-SASL-5"},
      heldBy = {"JudgingTrustManager", "DisclosingKeyManager"})
  void aServerThatIsNotVerifiedNeverSeesIt(Over over) throws Exception {
    try (TlsFront stranger =
        club.server(over.version(), ClientAuth.REQUIRED, Club.dialogue(over.protocol()))
            .certificate(Club.stranger())
            .start()) {
      Refusals.refused(
          "untrusted-issuer",
          club.world,
          Club.connect(over.protocol(), club.member(over.protocol(), stranger), Club.MEMBER));
      OnTheWire.assertNothingSent(club.world, stranger);
      assertEquals(List.of(), Club.seenBy(stranger));
      assertFalse(isIn(stranger));
      // nor encrypted: what follows the hello has no room for it
      WireRecorder.Connection seen = stranger.recorder().onlyConnection();
      byte[] raw = seen.clientRaw();
      int hello = 5 + ((raw[3] & 0xff) << 8 | (raw[4] & 0xff));
      int room = raw.length - hello;
      assertTrue(room < club.card.certificate().getEncoded().length, "octets: " + room);
    }
  }

  /** A TLS 1.2 server that asks for a certificate and leaves a safeguard out. */
  record Unsafe(String protocol, LegacyTls tls) {}

  static Stream<Unsafe> withoutSafeguards() {
    return Stream.of("imaps", "pop3s", "submissions")
        .flatMap(
            p ->
                Stream.of(
                    new Unsafe(p, LegacyTls.tls12().withoutExtendedMasterSecret()),
                    new Unsafe(p, LegacyTls.tls12().withoutRenegotiationInfo())));
  }

  @ParameterizedTest
  @MethodSource("withoutSafeguards")
  @Requirement(
      value = {"CC-1", "R9325-3.5-1", "R9325-3.5-2"},
      heldBy = "Disclosure")
  void overTls12ItNeedsBothSafeguards(Unsafe unsafe) throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(club.world.certificate)
            .dialogue(Club.dialogue(unsafe.protocol()))
            .legacy(unsafe.tls().askingForCertificate())
            .start()) {
      Refusals.refused(
          "tls-safeguard-missing",
          club.world,
          Club.connect(unsafe.protocol(), club.member(unsafe.protocol(), server), Club.MEMBER));
      OnTheWire.assertNothingSent(club.world, server);
      assertFalse(isIn(server));
    }
    // with both, the same server gets it
    try (TlsFront server =
        TlsFront.builder()
            .certificate(club.world.certificate)
            .dialogue(Club.dialogue(unsafe.protocol()))
            .legacy(LegacyTls.tls12().askingForCertificate())
            .start()) {
      Club.connect(unsafe.protocol(), club.member(unsafe.protocol(), server), Club.MEMBER);
      assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(server));
      assertTrue(isIn(server));
    }
  }

  /** Returns whether the certificate is in the octets of the wire. */
  private boolean isIn(TlsFront server) throws Exception {
    return text(server.recorder().clientRaw()).contains(text(club.card.certificate().getEncoded()));
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
