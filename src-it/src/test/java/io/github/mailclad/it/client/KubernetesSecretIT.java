package io.github.mailclad.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret mounted as Kubernetes does: three PEM files behind a link that is swapped. */
class KubernetesSecretIT {
  private static final String ROOM = "mail.imaps.security.";

  private final Club club = new Club();

  @TempDir private Path secret;

  private void mount(int version, Issued server, Issued client) throws IOException {
    Path files = Files.createDirectory(secret.resolve("..v" + version));
    for (Map.Entry<String, String> file :
        Map.of("ca.crt", server.pem(), "tls.crt", client.pem(), "tls.key", client.keyPem())
            .entrySet()) {
      Files.writeString(files.resolve(file.getKey()), file.getValue());
      Path shown = secret.resolve(file.getKey());
      if (Files.notExists(shown)) {
        Files.createSymbolicLink(shown, Path.of("..data", file.getKey()));
      }
    }
    Files.createSymbolicLink(secret.resolve("..tmp"), Path.of("..v" + version));
    Files.move(secret.resolve("..tmp"), secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Properties account(TlsFront server) {
    Properties properties = club.guarded("imaps", server);
    properties.remove("mail.security.trust-anchors");
    properties.setProperty(ROOM + "trust-anchors", "file:" + secret.resolve("ca.crt"));
    properties.put(ROOM + "client-certificate", secret.resolve("tls.crt").toString());
    properties.setProperty(ROOM + "client-certificate-key", secret.resolve("tls.key").toString());
    return properties;
  }

  @Test
  @Requirement(value = "D-5.5-1", heldBy = "ClientKeyLoader")
  void certificatesAndAuthoritiesAreReadAgainWhenTheyAreReplaced() throws Exception {
    Session session = null;
    for (int version = 1; version <= 3; version++) {
      Issued root = CertificateBuilder.root("Generation " + version);
      Issued card = club.card(Club.MEMBER);
      mount(version, root, card);
      try (TlsFront server =
          club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps"))
              .certificate(CertificateBuilder.server().dns("localhost").issuedBy(root))
              .start()) {
        Properties properties = account(server);
        if (session == null) {
          session = Session.getInstance(properties);
        }
        session.getProperties().putAll(properties);
        try (Store store = session.getStore("imaps")) {
          store.connect(Club.MEMBER, null);
        }
        assertEquals(List.of(Optional.of(card.certificate())), Club.seenBy(server));
      }
    }
  }

  @Test
  void aPairThatDoesNotBelongTogetherIsNeverPresented() throws Exception {
    mount(1, club.world.root, club.card);
    Issued renewed = club.card(Club.MEMBER);
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = account(server);
      assertNull(Club.connect("imaps", properties, Club.MEMBER));
      // written in place, one after the other
      Files.writeString(secret.resolve("tls.crt"), renewed.pem());
      assertNull(Club.connect("imaps", properties, Club.MEMBER));
      Files.writeString(secret.resolve("tls.key"), renewed.keyPem());
      assertNull(Club.connect("imaps", properties, Club.MEMBER));
      assertEquals(
          List.of(
              Optional.of(club.card.certificate()),
              Optional.of(club.card.certificate()),
              Optional.of(renewed.certificate())),
          Club.seenBy(server));
    }
  }

  @Test
  void onePemFileWithBothDoesAsWell() throws Exception {
    Path both = Files.writeString(secret.resolve("both.pem"), club.card.keyPem() + club.card.pem());
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = club.guarded("imaps", server);
      properties.put(ROOM + "client-certificate", both.toString());
      MessagingException failed = Club.connect("imaps", properties, Club.MEMBER);
      assertNull(failed, () -> String.valueOf(failed));
      assertEquals(List.of(Optional.of(club.card.certificate())), Club.seenBy(server));
    }
  }
}
