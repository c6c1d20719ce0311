package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/** Being on the class path is enough, and where it is not, the check says so. */
class ClassPathTakeoverIT {

  private enum Place {
    FIRST,
    LAST
  }

  private static ChildJvm.Report probe(List<Path> mail, Place ours, String... options)
      throws Exception {
    List<Path> mailclad = List.of(Jars.mailclad());
    List<Path> libraries =
        ours == Place.FIRST ? Jars.all(mailclad, mail) : Jars.all(mail, mailclad);
    List<Path> program = List.of(Jars.origin(ProviderProbe.class));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "-cp",
            Jars.path(Jars.all(libraries, Jars.common(), program)),
            ProviderProbe.class.getName()));
    return ChildJvm.run(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "split-2.1.5, FIRST",
    "split-2.1.5, LAST",
    "split-2.1.4, FIRST",
    "split-2.1.4, LAST",
    "all-in-one, FIRST",
    "all-in-one, LAST"
  })
  void everyProtocolNameIsOursInAnyOrder(String mail, Place ours) throws Exception {
    ChildJvm.Report report = probe(Jars.in(mail), ours);
    report.assertAllOurs();
    assertEquals(List.of(), report.warnings(), report.toString());
    assertTrue(
        report
            .lines()
            .contains(
                "winner=imaps: io.github.mailclad.angus.IMAPSSLStore in "
                    + Jars.mailclad().getFileName()),
        report.toString());
  }

  @Test
  void oldApiTakesOursWhenItComesFirst() throws Exception {
    ChildJvm.Report report = probe(Jars.in("split-2.1.3"), Place.FIRST);
    report.assertAllOurs();
    report.assertWarns("jakarta.mail-api 2.1.3 is older than 2.1.4");
  }

  @Test
  void oldApiTakesAngusWhenOursComesLastAndTheCheckSaysSo() throws Exception {
    ChildJvm.Report report = probe(Jars.in("split-2.1.3"), Place.LAST);
    assertEquals("org.eclipse.angus.mail.imap.IMAPSSLStore", report.served("imaps"));
    assertEquals("org.eclipse.angus.mail.smtp.SMTPTransport", report.served("smtp"));
    report.assertWarns("jakarta.mail-api 2.1.3 is older than 2.1.4");
    report.assertWarns("imaps: org.eclipse.angus.mail.imap.IMAPSSLStore");
    report.assertWarns("smtp: org.eclipse.angus.mail.smtp.SMTPTransport");
    assertTrue(report.lines().contains("complete=false"), report.toString());
    // the session itself, before any check was asked for, and once
    assertEquals(1, report.count("WARNING: Mailclad does not serve all mail"), report.toString());
    assertEquals(2, report.count("is older than 2.1.4: the order"), report.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FIRST", "LAST"})
  void aLostTakeoverIsAnErrorWhereItIsRequired(Place ours) throws Exception {
    ChildJvm.Report report =
        probe(Jars.in("split-2.1.3"), ours, "-Dio.github.mailclad.takeover=required");
    if (ours == Place.FIRST) {
      report.assertAllOurs();
    } else {
      report.assertSays(
          "no session=java.lang.IllegalStateException: -Dio.github.mailclad.takeover");
      report.assertSays("imaps: org.eclipse.angus.mail.imap.IMAPSSLStore in angus-mail-");
      report.assertSays("jakarta.mail-api 2.1.3 is older than 2.1.4");
    }
  }

  @Test
  void anotherValueThanRequiredIsAnError() throws Exception {
    probe(Jars.in("split-2.1.5"), Place.LAST, "-Dio.github.mailclad.takeover=true")
        .assertSays("-Dio.github.mailclad.takeover=true: the only value is required");
  }

  @ParameterizedTest
  @CsvSource({
    "com-sun, split-2.1.5, org.eclipse.angus.mail.imap.IMAPSSLStore",
    "split-2.1.5, com-sun, com.sun.mail.imap.IMAPSSLStore"
  })
  void jarsOfComSunAreWarnedOf(String first, String second, String served) throws Exception {
    ChildJvm.Report report = probe(Jars.all(Jars.in(first), Jars.in(second)), Place.LAST);
    assertEquals(served, report.served("imaps"), report.toString());
    report.assertWarns("several mail jars are on the class path");
    report.assertWarns(Jars.in("com-sun").get(0).getFileName().toString());
    assertEquals(1, report.count("WARNING: Mailclad does not serve all mail"), report.toString());
  }

  @Test
  void javaxMailDecidesNothingAndIsSaidNotToBeSecured() throws Exception {
    ChildJvm.Report report = probe(Jars.all(Jars.in("javax"), Jars.in("split-2.1.5")), Place.LAST);
    report.assertAllOurs();
    assertEquals(1, report.warnings().size(), report.toString());
    report.assertWarns("sessions of javax.mail are not secured by Mailclad");
  }

  @Test
  void aSecondCopyOfAnApiThatWorksIsNoReasonToWarn() throws Exception {
    List<Path> api =
        Jars.in("split-2.1.5").stream().filter(jar -> jar.toString().contains("-api-")).toList();
    ChildJvm.Report report = probe(Jars.all(Jars.in("all-in-one"), api), Place.LAST);
    report.assertAllOurs();
    assertEquals(List.of(), report.warnings(), report.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mailclad-verify", "scram-client", "scram-common", "saslprep", "stringprep"})
  void aMissingJarIsNamedByTheLogTheCheckAndTheException(String missing) throws Exception {
    List<Path> entries =
        Jars.all(
            Jars.in("split-2.1.5"),
            List.of(Jars.mailclad()),
            Jars.common().stream()
                .filter(jar -> !jar.getFileName().toString().startsWith(missing))
                .toList(),
            List.of(Jars.origin(ProviderProbe.class)));
    assertRefusedForJar(entries, missing, "is missing");
  }

  @Test
  void aVerifierOfAnotherReleaseIsNamed(@TempDir Path folder) throws Exception {
    Path other = Files.copy(Jars.verify(), folder.resolve("mailclad-verify-of-2025.jar"));
    try (FileSystem jar = FileSystems.newFileSystem(other)) {
      Path release = jar.getPath("io/github/mailclad/internal/text/Release.class");
      String code = Files.readString(release, ISO_8859_1);
      String renamed = code.replace("0.1.0", "0.0.9");
      assertNotEquals(code, renamed);
      Files.writeString(release, renamed, ISO_8859_1);
    }
    List<Path> entries =
        Jars.all(
            List.of(other),
            Jars.in("split-2.1.5"),
            List.of(Jars.mailclad()),
            Jars.common(),
            List.of(Jars.origin(ProviderProbe.class)));
    assertRefusedForJar(entries, "mailclad-verify-of-2025.jar", "is of version 0.0.9");
  }

  @Test
  void theMissingAngusIsNamed() throws Exception {
    List<Path> entries =
        Jars.all(
            Jars.in("com-sun"),
            List.of(Jars.mailclad()),
            Jars.common(),
            List.of(Jars.origin(ProviderProbe.class)));
    assertRefusedForJar(entries, "angus-mail", "is missing");
  }

  /** As with a jar that passed every trial and still is of another version. */
  @Test
  void noErrorOfTheClassLoaderLeavesConnect(@TempDir Path folder) throws Exception {
    Path incomplete = Files.copy(Jars.mailclad(), folder.resolve("incomplete.jar"));
    try (FileSystem jar = FileSystems.newFileSystem(incomplete)) {
      Files.delete(jar.getPath("io/github/mailclad/internal/connect/NamedServer.class"));
    }
    List<Path> entries =
        Jars.all(
            Jars.in("split-2.1.5"),
            List.of(incomplete),
            Jars.common(),
            List.of(Jars.origin(ProviderProbe.class)));
    ChildJvm.run(List.of("-cp", Jars.path(entries), ProviderProbe.class.getName()))
        .assertSays("connect=MessagingException: Mailclad cannot connect: a class is missing");
  }

  private static void assertRefusedForJar(List<Path> entries, String jar, String problem)
      throws Exception {
    ChildJvm.Report report =
        ChildJvm.run(List.of("-cp", Jars.path(entries), ProviderProbe.class.getName()));
    assertTrue(report.lines().contains("complete=false"), report.toString());
    assertEquals(1, report.count("WARNING: Mailclad does not serve all mail"), report.toString());
    String connect =
        report.lines().stream().filter(l -> l.startsWith("connect=")).findFirst().orElseThrow();
    for (String said : List.of(report.warnings().toString(), connect)) {
      assertTrue(said.contains(jar) && said.contains(problem), report.toString());
    }
    assertTrue(connect.startsWith("connect=MessagingException: Mailclad cannot"), connect);
  }

  @Test
  void namedClassesTakeOverWithTheOldApiToo() throws Exception {
    ChildJvm.Report report =
        probe(
            Jars.in("split-2.1.3"),
            Place.LAST,
            "-Dmail.imaps.class=io.github.mailclad.angus.IMAPSSLStore",
            "-Dmail.imap.class=io.github.mailclad.angus.IMAPStore",
            "-Dmail.pop3s.class=io.github.mailclad.angus.POP3SSLStore",
            "-Dmail.pop3.class=io.github.mailclad.angus.POP3Store",
            "-Dmail.smtps.class=io.github.mailclad.angus.SMTPSSLTransport",
            "-Dmail.smtp.class=io.github.mailclad.angus.SMTPTransport");
    report.assertAllOurs();
  }

  @Test
  void namedClassOfAngusWinsAndTheCheckSaysSo() throws Exception {
    ChildJvm.Report report =
        probe(
            Jars.in("split-2.1.5"),
            Place.LAST,
            "-Dmail.imaps.class=org.eclipse.angus.mail.imap.IMAPSSLStore");
    assertEquals("org.eclipse.angus.mail.imap.IMAPSSLStore", report.served("imaps"));
    assertEquals("io.github.mailclad.angus.IMAPStore", report.served("imap"));
    report.assertWarns("mail.imaps.class=org.eclipse.angus.mail.imap.IMAPSSLStore");
    assertTrue(report.lines().contains("complete=false"), report.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FIRST", "LAST"})
  void severalMailJarsAreWarnedOf(Place ours) throws Exception {
    ChildJvm.Report report = probe(Jars.all(Jars.in("all-in-one"), Jars.in("split-2.1.5")), ours);
    report.assertAllOurs();
    report.assertWarns("several mail jars are on the class path");
    for (Path jar : Jars.all(Jars.in("all-in-one"), Jars.in("split-2.1.5"))) {
      report.assertWarns(jar.getFileName().toString());
    }
  }

  @Test
  @Requirement(
      value = {"D-5-1", "S-18"},
      heldBy = {"Resolvers", "DnsLibrary"})
  void withoutADnsLibraryAnAddressIsRefusedAndNothingElse() throws Exception {
    List<Path> without =
        Jars.all(
            Jars.in("split-2.1.5"),
            List.of(Jars.mailclad()),
            Jars.common(),
            List.of(Jars.origin(ProviderProbe.class)));
    List<Path> with =
        Jars.all(without, List.of(Jars.origin(Name.class), Jars.origin(LoggerFactory.class)));

    assertEquals("refused=resolver-unavailable", refusal(without));
    // no process listens on the port of the discard protocol
    assertEquals("refused=discovery-failed", refusal(with));
  }

  private static String refusal(List<Path> entries) throws Exception {
    ChildJvm.Report report =
        ChildJvm.run(
            List.of(
                "-Dmail.security.dns-servers=127.0.0.1:9",
                "-cp",
                Jars.path(entries),
                ProviderProbe.class.getName(),
                "alice@example.org"));
    report.assertAllOurs();
    return report.lines().stream().filter(l -> l.startsWith("refused=")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"split-2.1.5", "split-2.1.4", "all-in-one"})
  void connectionsAreSecuredWithEachOfTheMailJars(String mail, @TempDir Path folder)
      throws Exception {
    assertConnects(Jars.in(mail), folder);
  }

  @Test
  void connectionsAreSecuredBesideAnOldBouncyCastle(@TempDir Path folder) throws Exception {
    assertConnects(Jars.all(Jars.in("bouncycastle-old"), Jars.in("split-2.1.5")), folder);
  }

  private static void assertConnects(List<Path> first, Path folder) throws Exception {
    World world = new World();
    // of two authorities with one name, the key identifier decides
    String roots = new World().root.pem() + world.root.pem();
    Path anchors = Files.writeString(folder.resolve("root.pem"), roots);
    try (TlsFront server = world.server("imaps").start()) {
      List<Path> entries =
          Jars.all(
              first,
              List.of(Jars.mailclad()),
              Jars.common(),
              List.of(Jars.origin(ProviderProbe.class)));
      ChildJvm.run(
              List.of(
                  "-cp",
                  Jars.path(entries),
                  ProviderProbe.class.getName(),
                  Integer.toString(server.port()),
                  anchors.toString()))
          .assertConnected();
    }
  }

  @Test
  void anAngusThatAsksNoVerifierIsNotGivenOne() throws Exception {
    String[] options = {
      "-Dmail.imaps.host=localhost", "-Dmail.imaps.ssl.hostnameverifier.class=com.example.Check"
    };
    ChildJvm.Report old = probe(Jars.in("angus-oldest"), Place.FIRST, options);
    old.assertAllOurs();
    old.assertSays("[unsafe-settings]");
    old.assertSays("mail.imaps.ssl.hostnameverifier.class: is a check that this version");
    old.assertSays("use angus-mail 2.0.3 or newer");

    assertEquals(0, probe(Jars.in("split-2.1.5"), Place.FIRST, options).count("[unsafe-settings]"));
  }

  @Test
  void anAngusThatAsksNoVerifierMissesALostProofToo(@TempDir Path folder) throws Exception {
    World world = new World();
    Properties account;
    int port;
    try (TlsFront yesterday = world.server("imaps").start()) {
      port = yesterday.port();
      account = World.pointing("imaps", yesterday);
      account.setProperty("mail.imaps.security.minimum-level", "none");
      account.setProperty("mail.imaps.ssl.trust", "*");
      account.setProperty("mail.security.account-store", folder.resolve("accounts").toString());
      assertEquals(List.of("connected"), withOldestAngus(folder, world, account));
    }
    try (TlsFront today =
        world
            .server("imaps")
            .certificate(CertificateBuilder.server().dns("localhost").selfSigned())
            .port(port)
            .start()) {
      assertEquals(List.of("validation-regressed"), withOldestAngus(folder, world, account));
      OnTheWire.assertNoSecret(world, today);
    }
  }

  private static List<String> withOldestAngus(Path folder, World world, Properties account)
      throws Exception {
    List<Path> oldest =
        Jars.in("angus-oldest").stream()
            .filter(jar -> jar.getFileName().toString().startsWith("angus-mail"))
            .toList();
    assertEquals(1, oldest.size(), oldest::toString);
    return new io.github.mailclad.it.traps.ChildJvm(folder, world)
        .withoutJars("angus-mail")
        .withJarsFirst(oldest)
        .trusting(world.root)
        .connecting("imaps", account)
        .run();
  }
}
