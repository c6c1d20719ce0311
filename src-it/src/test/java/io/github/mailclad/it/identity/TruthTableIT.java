package io.github.mailclad.it.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.OnTheWire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Representative rows of the truth table, each over each of the six endpoints, by names that a JVM
 * of its own resolves to loopback.
 */
class TruthTableIT {
  private static final String NAME = "mail.example.net";

  private final World world = new World();

  /**
   * A row of the table.
   *
   * @param host the host that is configured
   * @param presents what the certificate carries
   * @param outcome {@code connected} or the refusal's code
   */
  private record Row(
      int number, String host, UnaryOperator<CertificateBuilder> presents, String outcome) {}

  private static List<Row> rows() {
    return List.of(
        new Row(1, NAME, c -> c.dns(NAME), "connected"),
        new Row(2, "MAIL.Example.NET", c -> c.dns(NAME), "connected"),
        new Row(3, NAME, c -> c.dns("Mail.EXAMPLE.net"), "connected"),
        new Row(5, NAME, c -> c.dns("imap.example.net"), "identity-mismatch"),
        new Row(11, NAME + ".", c -> c.dns(NAME), "connected"),
        new Row(25, NAME, c -> c.dns("*.example.net"), "connected"),
        new Row(27, "a.b.example.net", c -> c.dns("*.example.net"), "identity-mismatch"),
        new Row(28, "foo.example.net", c -> c.dns("f*.example.net"), "identity-mismatch"),
        new Row(44, "caf\u00e9.example.net", c -> c.dns("xn--caf-dma.example.net"), "connected"),
        new Row(55, "127.0.0.1", c -> c.ip("127.0.0.1"), "connected"),
        new Row(56, "127.0.0.1", c -> c.dns("127.0.0.1"), "identity-mismatch"),
        new Row(84, NAME, c -> c.srv("_imaps." + NAME, "_imap.example.net"), "identity-mismatch"),
        new Row(95, NAME, c -> c.subject("CN=" + NAME), "identity-mismatch"),
        new Row(99, NAME, c -> c.subject("CN=" + NAME).email("a@example.net"), "identity-mismatch"),
        new Row(
            113,
            NAME,
            c -> c.subject("CN=" + NAME).rawSan(new byte[] {48, 9, 1}),
            "invalid-certificate"));
  }

  @ParameterizedTest
  @CsvSource({
    "imaps, implicit",
    "imap, starttls",
    "pop3s, implicit",
    "pop3, starttls",
    "submissions, implicit",
    "submission, starttls"
  })
  @Requirement(
      value = {"R7817-3-1", "R7817-3-7", "R7817-A-1", "D-5.3-1"},
      heldBy = {"PeerVerifier", "IdentityMatcher", "PresentedIdentifiers"})
  void theTableHoldsOverEachEndpoint(String protocol, String start, @TempDir Path directory)
      throws Exception {
    ChildJvm child =
        new ChildJvm(directory, world)
            .trusting(world.root)
            .resolving(
                NAME, "a.b.example.net", "foo.example.net", "xn--caf-dma.example.net", "localhost");
    List<TlsFront> servers = new ArrayList<>();
    try {
      for (Row row : rows()) {
        Issued issued = row.presents().apply(CertificateBuilder.server()).issuedBy(world.root);
        TlsFront.Builder server = world.server(protocol).certificate(issued);
        servers.add(
            start.equals("starttls")
                ? server.mischief(Mischief.EXPECT_STARTTLS).start()
                : server.start());
        Properties properties = World.pointing(protocol, servers.get(servers.size() - 1));
        properties.setProperty("mail." + protocol + ".host", row.host());
        properties.setProperty("mail." + protocol + ".security.tls-start", start);
        child.connecting(protocol, properties);
      }

      List<String> outcomes = child.run();

      for (int i = 0; i < rows().size(); i++) {
        Row row = rows().get(i);
        assertEquals(row.outcome(), outcomes.get(i), "row " + row.number());
        List<String> secrets = OnTheWire.secrets(world, servers.get(i));
        if (row.outcome().equals("connected")) {
          assertNotEquals(List.of(), secrets, "row " + row.number());
        } else {
          assertEquals(List.of(), secrets, "row " + row.number());
        }
      }
    } finally {
      servers.forEach(TlsFront::close);
    }
  }
}
