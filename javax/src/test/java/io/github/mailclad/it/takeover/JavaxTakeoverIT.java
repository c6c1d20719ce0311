package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code mailclad-javax} serves, in JVMs of their own. */
class JavaxTakeoverIT {

  private enum Place {
    FIRST,
    LAST
  }

  private static ChildJvm.Report probe(List<Path> mail, Place ours, String... arguments)
      throws Exception {
    List<Path> mailclad = List.of(Jars.mailclad());
    List<Path> all = ours == Place.FIRST ? Jars.all(mailclad, mail) : Jars.all(mail, mailclad);
    return run(Jars.all(all, Jars.in("activation"), Jars.common()), arguments);
  }

  /** The library asks no verifier. */
  @ParameterizedTest
  @ValueSource(strings = {"mail-1.6.8", "mail-1.6.7"})
  void aVerifierIsRefused(String mail) throws Exception {
    ChildJvm.Report refused =
        withOption(mail, "-Dmail.imaps.ssl.hostnameverifier.class=com.example.Check");
    refused.assertSays("[unsafe-settings]");
    refused.assertSays("mail.imaps.ssl.hostnameverifier.class: is a check that this version");
  }

  private static ChildJvm.Report withOption(String mail, String option) throws Exception {
    List<Path> all =
        Jars.all(
            List.of(Jars.mailclad(), Jars.origin(ProviderProbe.class)),
            Jars.in(mail),
            Jars.in("activation"),
            Jars.common());
    return ChildJvm.run(List.of(option, "-cp", Jars.path(all), ProviderProbe.class.getName()));
  }

  private static ChildJvm.Report run(List<Path> classPath, String... arguments) throws Exception {
    List<Path> program = List.of(Jars.origin(ProviderProbe.class));
    List<String> command =
        new ArrayList<>(
            List.of("-cp", Jars.path(Jars.all(classPath, program)), ProviderProbe.class.getName()));
    command.addAll(List.of(arguments));
    return ChildJvm.run(command);
  }

  @ParameterizedTest
  @CsvSource({"mail-1.6.8, FIRST", "mail-1.6.8, LAST", "mail-1.6.7, FIRST", "mail-1.6.7, LAST"})
  void everyProtocolNameIsOursInAnyOrder(String mail, Place ours) throws Exception {
    ChildJvm.Report report = probe(Jars.in(mail), ours);
    report.assertAllOurs();
    assertEquals(List.of(), report.warnings(), report.toString());
    report.assertSays("winner=imaps: io.github.mailclad.javax.IMAPSSLStore in mailclad-javax-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail-1.6.8", "mail-1.6.7"})
  void aVerifiedConnectionIsMade(String mail, @TempDir Path folder) throws Exception {
    World world = new World();
    try (TlsFront server = world.server("imaps").start()) {
      Path anchors = Files.writeString(folder.resolve("anchors.pem"), world.root.pem());
      probe(Jars.in(mail), Place.LAST, Integer.toString(server.port()), anchors.toString())
          .assertConnected();
    }
  }

  @Test
  void aMissingJarIsNamed() throws Exception {
    List<Path> jars = new ArrayList<>(Jars.common());
    jars.removeIf(jar -> jar.getFileName().toString().startsWith("scram-client"));
    ChildJvm.Report report =
        run(Jars.all(List.of(Jars.mailclad()), Jars.in("mail-1.6.8"), Jars.in("activation"), jars));
    assertEquals("io.github.mailclad.javax.UnusableStore", report.served("imaps"));
    report.assertSays("connect=MessagingException: Mailclad cannot connect: ");
    report.assertSays("com.ongres.scram:scram-client is missing");
  }

  @Test
  void anOlderMailJarIsNamed() throws Exception {
    ChildJvm.Report report = probe(Jars.in("javax.mail-1.6.2"), Place.FIRST);
    assertEquals("io.github.mailclad.javax.UnusableStore", report.served("imaps"));
    report.assertSays("connect=MessagingException: Mailclad cannot connect: javax.mail-1.6.2.jar");
    report.assertSays("Mailclad needs com.sun.mail:jakarta.mail 1.6.7 or newer, before 2.0");
  }

  @Test
  void bothApisAreServedBesideEachOther() throws Exception {
    ChildJvm.Report report = probe(Jars.all(Jars.in("jakarta"), Jars.in("mail-1.6.8")), Place.LAST);
    report.assertAllOurs();
    assertEquals(List.of(), report.warnings(), report.toString());
  }

  @Test
  void anotherApiWithoutMailcladIsSaidNotToBeSecured() throws Exception {
    List<Path> angus = new ArrayList<>(Jars.in("jakarta"));
    angus.removeIf(jar -> jar.getFileName().toString().startsWith("mailclad-"));
    ChildJvm.Report report = probe(Jars.all(angus, Jars.in("mail-1.6.8")), Place.LAST);
    report.assertAllOurs();
    assertEquals(1, report.warnings().size(), report.toString());
    report.assertWarns("sessions of jakarta.mail are not secured by mailclad-javax");
  }

  @Test
  void onTheModulePathTheProvidersAreFound() throws Exception {
    List<Path> modules =
        Jars.all(
            List.of(Jars.mailclad()), Jars.in("mail-1.6.8"), Jars.in("activation"), Jars.common());
    ChildJvm.Report report =
        ChildJvm.run(
            List.of(
                "-p",
                Jars.path(modules),
                "--add-modules",
                "io.github.mailclad.javax",
                "--add-reads",
                "io.github.mailclad.javax=ALL-UNNAMED",
                "-cp",
                Jars.path(List.of(Jars.origin(ProviderProbe.class))),
                ProviderProbe.class.getName()));
    report.assertAllOurs();
    assertTrue(report.lines().contains("complete=true"), report.toString());
  }
}
