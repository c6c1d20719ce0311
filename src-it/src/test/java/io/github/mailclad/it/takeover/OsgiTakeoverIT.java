package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Felix with the jars as they are published: the bundle resolves, and with SPI Fly or HK2's locator
 * its providers serve. The four jars that are no bundles come out of Mailclad's own.
 */
class OsgiTakeoverIT {
  private static final String HOST =
      """
            package host;

            import java.util.ArrayList;
            import java.util.ArrayList;
      import java.util.List;
            import java.util.Map;
            import java.util.ServiceLoader;
            import org.osgi.framework.Bundle;
            import org.osgi.framework.launch.Framework;
            import org.osgi.framework.launch.FrameworkFactory;

            public class Main {
              public static void main(String[] arguments) throws Exception {
                Framework framework =
                    ServiceLoader.load(FrameworkFactory.class).iterator().next()
                        .newFramework(Map.of("org.osgi.framework.storage", arguments[0]));
                framework.start();
                List<Bundle> bundles = new ArrayList<>();
                for (int i = 1; i < arguments.length; i++) {
                  bundles.add(framework.getBundleContext().installBundle("file:" + arguments[i]));
                }
                try {
                  for (Bundle bundle : bundles) {
                    bundle.start();
                  }
                } finally {
                  framework.stop();
                  framework.waitForStop(30_000);
                }
              }
            }
      """;

  private static final String PROGRAM =
      """
            package program;

            import io.github.mailclad.SecuredService;
            import io.github.mailclad.check.ProviderCheck;
            import jakarta.mail.Session;
            import jakarta.mail.Store;
            import java.util.ArrayList;
      import java.util.List;
            import java.util.Properties;
            import org.osgi.framework.BundleActivator;
            import org.osgi.framework.BundleContext;

            public class Main implements BundleActivator {
              @Override
              public void start(BundleContext context) throws Exception {
                Properties properties = new Properties();
                properties.putAll(System.getProperties());
                Session session = Session.getInstance(properties);
                for (String p : List.of("imaps", "imap", "pop3s", "pop3")) {
                  System.out.println(p + "=" + session.getStore(p).getClass().getName());
                }
                for (String p : List.of("submissions", "submission", "smtps", "smtp")) {
                  System.out.println(p + "=" + session.getTransport(p).getClass().getName());
                }
                ProviderCheck check = ProviderCheck.of(session);
                System.out.println("complete=" + check.isComplete());
                check.warnings().forEach(warning -> System.out.println("warning=" + warning));
                try (Store store = session.getStore("imaps")) {
                  store.connect("probe", "secret of the probe");
                  System.out.println(
                      "connected=" + ((SecuredService) store).connectionSecurity().orElse(null));
                }
              }

              @Override
              public void stop(BundleContext context) {}
            }
      """;

  @ParameterizedTest
  @CsvSource({"spi-fly, FIRST", "spi-fly, LAST", "hk2, LAST"})
  void sessionsOfBundlesGetOurClasses(String services, String ours, @TempDir Path folder)
      throws Exception {
    Path classes = compile(folder);
    Path program = bundle(classes, folder.resolve("program.jar"));
    List<Path> mail = Jars.all(Jars.in("split-2.1.5"), bundles());
    List<Path> mailclad = List.of(Jars.mailclad());
    List<Path> all =
        Jars.all(
            Jars.in(services),
            ours.equals("FIRST") ? Jars.all(mailclad, mail) : Jars.all(mail, mailclad),
            List.of(program));
    World world = new World();
    Path anchors = Files.writeString(folder.resolve("root.pem"), world.root.pem());
    try (TlsFront server = world.server("imaps").start()) {
      ChildJvm.Report report =
          ChildJvm.run(arguments(folder, classes, server.port(), anchors, all));
      report.assertAllOurs();
      assertEquals(List.of(), report.warnings(), report.toString());
      report.assertConnected();
    }
  }

  private static List<String> arguments(
      Path folder, Path classes, int port, Path anchors, List<Path> bundles) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Dmail.imaps.host=localhost",
                "-Dmail.imaps.port=" + port,
                "-Dmail.imaps.security.trust-anchors=" + anchors,
                "-cp",
                Jars.path(Jars.all(Jars.in("felix"), List.of(classes))),
                "host.Main",
                folder.resolve("cache").toString()));
    bundles.forEach(bundle -> arguments.add(bundle.toAbsolutePath().toString()));
    return arguments;
  }

  /** Returns the common jars that are bundles; the four others are inside of the provider's. */
  private static List<Path> bundles() {
    return Jars.common().stream()
        .filter(
            jar -> jar.getFileName().toString().matches("(jakarta\\.activation|mailclad-verify).*"))
        .toList();
  }

  private static Path compile(Path folder) throws Exception {
    Path host =
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("Main.java"), HOST);
    Path program =
        Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("Main.java"), PROGRAM);
    Path classes = folder.resolve("classes");
    List<Path> libraries =
        Jars.all(Jars.in("felix"), Jars.in("split-2.1.5"), List.of(Jars.mailclad(), Jars.verify()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "--release",
              "17",
              "-d",
              classes.toString(),
              "-cp",
              Jars.path(libraries));
      assertTrue(
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(host, program))
              .call(),
          said::toString);
    }
    return classes;
  }

  private static Path bundle(Path classes, Path jar) throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            "program",
            "Bundle-Activator",
            "program.Main",
            "Import-Package",
            "jakarta.mail,io.github.mailclad,io.github.mailclad.check,org.osgi.framework")
        .forEach(main::putValue);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("program/Main.class"));
      out.write(Files.readAllBytes(classes.resolve("program/Main.class")));
      out.closeEntry();
    }
    return jar;
  }
}
