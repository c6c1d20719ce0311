package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/** Another program verifies servers with one jar of ours and dnsjava, and no mail library. */
class VerifierWithoutMailIT {
  @Test
  void aProgramWithoutJakartaMailVerifiesServersAndDiscoversThem(@TempDir Path folder)
      throws Exception {
    World world = new World();
    World other = new World();
    Path root = Files.writeString(folder.resolve("root.pem"), world.root.pem());
    Path otherRoot = Files.writeString(folder.resolve("other.pem"), other.root.pem());
    try (TlsFront server = world.server("imaps").start()) {
      ChildJvm.Report report =
          ChildJvm.run(
              List.of(
                  "-cp",
                  Jars.path(
                      List.of(
                          Jars.verify(),
                          Jars.origin(Name.class),
                          Jars.origin(LoggerFactory.class),
                          Jars.origin(VerifierProbe.class))),
                  VerifierProbe.class.getName(),
                  Integer.toString(server.port()),
                  root.toString(),
                  otherRoot.toString(),
                  record(world.certificate),
                  record(other.certificate)));
      assertEquals(
          List.of(
              "jakarta.mail.Session=absent",
              "org.eclipse.angus.mail.imap.IMAPStore=absent",
              "good=accepted",
              "wrong name=identity-mismatch",
              "unknown issuer=untrusted-issuer",
              "dane=accepted",
              "other dane=dane-mismatch",
              "srv=imap.example.net:993",
              "dnsjava=discovery-failed"),
          report.lines().stream().filter(line -> !line.startsWith("SLF4J")).toList(),
          report.toString());
    }
  }

  private static String record(Issued server) {
    return TlsaRecord.of(
            TlsaUsage.DANE_EE, TlsaSelector.SPKI, TlsaMatching.SHA2_256, server.certificate())
        .toString();
  }
}
