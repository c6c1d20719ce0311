package io.github.mailclad.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a defect of a certificate is reported before any connection; files may change. */
class UnusableIT {
  private static final String KEY = "mail.imaps.security.client-certificate";

  private final Club club = new Club();

  @TempDir private Path folder;

  private String password() {
    return club.world.sentinels.password();
  }

  private Path stored(Issued issued) throws Exception {
    Path file = folder.resolve("member.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      issued.keyStore(password()).store(out, password().toCharArray());
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "not yet valid", "wrong password", "alias", "no file"})
  @Requirement(value = "D-5.5-1", heldBy = "ClientKeyLoader")
  void whatCannotBeUsedIsRefusedBeforeConnecting(String trouble) throws Exception {
    Instant now = Instant.now();
    CertificateBuilder builder = CertificateBuilder.client().subject("CN=alice");
    switch (trouble) {
      case "expired" ->
          builder.validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
      case "not yet valid" ->
          builder.validity(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
      default -> {}
    }
    Path file = stored(builder.issuedBy(club.authority));
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = club.member("imaps", server);
      properties.put(KEY, file.toString());
      properties.setProperty(KEY + "-password", password());
      String expected =
          switch (trouble) {
            case "wrong password" -> {
              properties.setProperty(KEY + "-password", password() + "x");
              yield "password is wrong";
            }
            case "alias" -> {
              properties.setProperty(KEY + "-alias", "another");
              yield "no private key with the alias another";
            }
            case "no file" -> {
              properties.put(KEY, folder.resolve("nothing.p12").toString());
              yield "no such file";
            }
            case "expired" -> "expired";
            default -> "not valid before";
          };
      InsecureConnectionException refused =
          Refusals.refused(
              "client-certificate-unusable",
              club.world,
              Club.connect("imaps", properties, Club.MEMBER));
      assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused::getMessage);
      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.5-1", "D-5.5-2"},
      heldBy = {"ClientKeyLoader", "TlsContexts"})
  void aFileIsReadAgainWhenItChangesAndItsPasswordIsNeverShown() throws Exception {
    Issued renewed = club.card(Club.MEMBER);
    Path file = stored(club.card);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = club.guarded("imaps", server);
      properties.put(KEY, file.toString());
      properties.setProperty(KEY + "-password", password());
      Session session = Session.getInstance(properties);
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      session.setDebugOut(new PrintStream(shown, true, UTF_8));
      session.setDebug(true);
      for (int round = 0; round < 2; round++) {
        try (Store store = session.getStore("imaps")) {
          store.connect(Club.MEMBER, null);
        }
        stored(renewed);
      }
      assertEquals(
          List.of(Optional.of(club.card.certificate()), Optional.of(renewed.certificate())),
          Club.seenBy(server));
      assertTrue(shown.size() > 0);
      assertEquals(List.of(), club.world.sentinels.foundIn(shown.toByteArray()));
      assertEquals(List.of(), club.world.sentinels.foundIn(server.recorder().clientPlain()));
    }
  }

  @Test
  @Requirement(value = "D-5.5-1", heldBy = "ClientSettings")
  void keyStoresAndKeyManagersDoAsWell() throws Exception {
    for (Object given :
        List.of(club.card.keyStore(password()), club.card.keyManager(), Club.entry(club.card))) {
      try (TlsFront server =
          club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
        Properties properties = club.guarded("imaps", server);
        properties.put(KEY, given);
        if (given instanceof KeyStore) {
          properties.setProperty(KEY + "-password", password());
        }
        assertNull(Club.connect("imaps", properties, Club.MEMBER));
        assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(server));
      }
    }
  }
}
