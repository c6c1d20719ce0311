package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executable jars of Spring Boot, with the mail jars of Boot 3 and of Boot 4. */
class ExecutableJarTakeoverIT {

  @ParameterizedTest
  @CsvSource({
    "all-in-one, true",
    "all-in-one, false",
    "split-2.1.5, true",
    "split-2.1.5, false",
  })
  void everyProtocolNameIsOursInsideAnExecutableJar(
      String mail, boolean oursFirst, @TempDir Path folder) throws Exception {
    World world = new World();
    Path anchors = Files.writeString(folder.resolve("root.pem"), world.root.pem());
    Path jar = folder.resolve("application.jar");
    List<Path> ours = List.of(Jars.mailclad());
    List<Path> libraries =
        oursFirst ? Jars.all(ours, Jars.in(mail)) : Jars.all(Jars.in(mail), ours);
    BootJar.write(jar, ProviderProbe.class, Jars.all(libraries, Jars.common()));
    try (TlsFront server = world.server("imaps").start()) {
      ChildJvm.Report report =
          ChildJvm.run(
              List.of("-jar", jar.toString(), Integer.toString(server.port()), anchors.toString()));
      report.assertAllOurs();
      assertEquals(List.of(), report.warnings(), report.toString());
      assertTrue(
          report
              .lines()
              .contains(
                  "winner=smtp: io.github.mailclad.angus.SMTPTransport in "
                      + Jars.mailclad().getFileName()),
          report.toString());
      report.assertConnected();
    }
  }
}
