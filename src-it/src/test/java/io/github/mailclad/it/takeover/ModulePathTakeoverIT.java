package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The module path: {@code provides} takes over, and the qualified export lets Jakarta Mail make our
 * classes, whether Angus is a module of its own or part of Jakarta Mail's. No jar of JSpecify is
 * there: it is needed to compile only.
 */
class ModulePathTakeoverIT {
  private static final String PROGRAM =
      """
      package program;

      import jakarta.mail.Session;
      import java.util.List;
      import java.util.Properties;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          Session session = Session.getInstance(new Properties());
          for (String p : List.of("imaps", "imap", "pop3s", "pop3")) {
            System.out.println(p + "=" + session.getStore(p).getClass().getName());
          }
          for (String p : List.of("submissions", "submission", "smtps", "smtp")) {
            System.out.println(p + "=" + session.getTransport(p).getClass().getName());
          }
          var check = io.github.mailclad.check.ProviderCheck.of(session);
          System.out.println("complete=" + check.isComplete());
          check.providers().forEach(winner -> System.out.println("winner=" + winner));
          check.warnings().forEach(warning -> System.out.println("warning=" + warning));
          System.out.println("module=" + session.getStore("imaps").getClass().getModule());
        }
      }
      """;

  private static List<Path> modules(String mail) {
    return Jars.all(Jars.in(mail), List.of(Jars.mailclad()), Jars.common());
  }

  @ParameterizedTest
  @ValueSource(strings = {"split-2.1.5", "split-2.1.4", "all-in-one"})
  void everyProtocolNameIsOursForAnApplicationThatIsAModule(String mail, @TempDir Path folder)
      throws Exception {
    compile(
        "module program { requires jakarta.mail; requires io.github.mailclad; }",
        modules(mail),
        folder);
    ChildJvm.Report report =
        ChildJvm.run(
            List.of(
                "-p",
                Jars.path(Jars.all(modules(mail), List.of(folder.resolve("classes")))),
                "-m",
                "program/program.Main"));
    report.assertAllOurs();
    assertEquals(List.of(), report.warnings(), report.toString());
    assertTrue(
        report
            .lines()
            .contains(
                "winner=imaps: io.github.mailclad.angus.IMAPSSLStore in "
                    + Jars.mailclad().getFileName()),
        report.toString());
    assertTrue(
        report.lines().stream().anyMatch(l -> l.startsWith("module=module io.github.mailclad")),
        report.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"split-2.1.5", "all-in-one"})
  void applicationOnTheClassPathConnectsThroughModules(String mail, @TempDir Path folder)
      throws Exception {
    World world = new World();
    Path anchors = Files.writeString(folder.resolve("root.pem"), world.root.pem());
    try (TlsFront server = world.server("imaps").start()) {
      ChildJvm.Report report =
          ChildJvm.run(
              List.of(
                  "-p",
                  Jars.path(modules(mail)),
                  "--add-modules",
                  "ALL-MODULE-PATH",
                  "-cp",
                  Jars.origin(ProviderProbe.class).toString(),
                  ProviderProbe.class.getName(),
                  Integer.toString(server.port()),
                  anchors.toString()));
      report.assertAllOurs();
      report.assertConnected();
    }
  }

  @Test
  void oldApiTakesAngusAmongModulesTooAndTheSessionSaysSo() throws Exception {
    ChildJvm.Report report =
        ChildJvm.run(
            List.of(
                "-p",
                Jars.path(modules("split-2.1.3")),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                Jars.origin(ProviderProbe.class).toString(),
                ProviderProbe.class.getName()));
    assertEquals("org.eclipse.angus.mail.imap.IMAPSSLStore", report.served("imaps"));
    assertEquals(1, report.count("WARNING: Mailclad does not serve all mail"), report.toString());
    report.assertWarns("jakarta.mail-api 2.1.3 is older than 2.1.4");
  }

  private static void compile(String moduleInfo, List<Path> modules, Path folder) throws Exception {
    Path info = Files.writeString(folder.resolve("module-info.java"), moduleInfo);
    Path main = Files.writeString(folder.resolve("Main.java"), PROGRAM);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-d", folder.resolve("classes").toString(), "-p", Jars.path(modules)),
                  null,
                  files.getJavaFileObjects(info, main))
              .call();
      assertTrue(compiled, said::toString);
    }
  }
}
