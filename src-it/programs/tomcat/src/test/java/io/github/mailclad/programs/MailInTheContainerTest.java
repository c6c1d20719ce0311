package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tomcat with the mail jars, and a web application with Mailclad that reads by POP3 only: nothing
 * of Mailclad would be loaded if the container did not call its check.
 */
class MailInTheContainerTest {
  private static final String SERVICE =
      "META-INF/services/jakarta.servlet.ServletContainerInitializer";
  private static final String ANGUS = "pop3 org.eclipse.angus.mail.pop3.POP3Store";
  private static final String UNSECURED = "pop3: org.eclipse.angus.mail.pop3.POP3Store in angus-";
  private static final String REQUIRED = "-Dio.github.mailclad.takeover=required";

  /** The order of class loaders. */
  private enum First {
    CONTAINER,
    APPLICATION
  }

  @TempDir Path folder;

  @Test
  void logsAtTheStartThatAngusServesPop3() throws Exception {
    String printed = run(First.CONTAINER);

    assertTrue(printed.contains("state STARTED"), printed);
    assertTrue(printed.contains(ANGUS), printed);
    assertTrue(printed.contains(UNSECURED), printed);
    assertTrue(printed.contains("put Mailclad and its jars beside them"), printed);
    assertEquals(2, printed.split("does not serve all mail", -1).length, printed);
  }

  @Test
  void doesNotStartTheApplicationIfMailcladIsRequired() throws Exception {
    String printed = run(First.CONTAINER, REQUIRED);

    assertTrue(!printed.contains("state STARTED") && printed.contains("state "), printed);
    assertTrue(printed.contains(REQUIRED + ": Mailclad does not serve all mail"), printed);
    assertTrue(printed.contains(UNSECURED), printed);
  }

  @Test
  void isSilentAndServesWhereTheApplicationIsAskedFirst() throws Exception {
    String printed = run(First.APPLICATION, REQUIRED);

    assertTrue(printed.contains("state STARTED"), printed);
    assertTrue(printed.contains("pop3 io.github.mailclad.angus.POP3Store"), printed);
    assertTrue(!printed.contains("Mailclad does"), printed);
  }

  /** This is why the check exists. */
  @Test
  void withoutTheCheckNothingIsLogged() throws Exception {
    String printed = run(First.CONTAINER, List.of(SERVICE), REQUIRED);

    assertTrue(printed.contains("state STARTED"), printed);
    assertTrue(printed.contains(ANGUS), printed);
    assertTrue(!printed.contains("Mailclad does"), printed);
  }

  private String run(First first, String... options) throws IOException {
    return run(first, List.of(), options);
  }

  private String run(First first, List<String> left, String... options) throws IOException {
    List<Path> ours = List.of(origin(ProviderCheck.class), origin(SecuredService.class));
    Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
    for (int i = 0; i < ours.size(); i++) {
      pack(ours.get(i), libraries.resolve("mailclad-" + i + ".jar"), left);
    }
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    String others =
        Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(entry -> !ours.contains(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            others,
            MailContainer.class.getName(),
            folder.toString(),
            Boolean.toString(first == First.CONTAINER)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroy();
    }
  }

  private static Path origin(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** Writes a jar of a jar, or of a folder of classes, without some entries. */
  private static void pack(Path origin, Path jar, List<String> left) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      if (Files.isDirectory(origin)) {
        try (Stream<Path> files = Files.walk(origin)) {
          for (Path each : files.filter(Files::isRegularFile).toList()) {
            String name = origin.relativize(each).toString().replace(File.separatorChar, '/');
            add(out, name, Files.readAllBytes(each), left);
          }
        }
        return;
      }
      try (JarFile in = new JarFile(origin.toFile())) {
        for (JarEntry entry : in.stream().filter(e -> !e.isDirectory()).toList()) {
          add(out, entry.getName(), in.getInputStream(entry).readAllBytes(), left);
        }
      }
    }
  }

  private static void add(JarOutputStream out, String name, byte[] content, List<String> left)
      throws IOException {
    if (!left.contains(name)) {
      out.putNextEntry(new JarEntry(name));
      out.write(content);
      out.closeEntry();
    }
  }
}
