package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.internal.text.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the executable jar, and makes a Java runtime and an image of it: profile {@code executable}.
 */
class ExecutableJarIT {
  /** The modules of reflection and security providers, which jdeps does not find. */
  private static final String OTHER_MODULES = ",jdk.crypto.ec,java.naming,java.security.sasl";

  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

  @TempDir private Path folder = Path.of("unset");

  /** The output of a program and its exit code. */
  record Result(int code, String output) {}

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static Path jar() {
    return Path.of(Objects.requireNonNull(System.getProperty("mailclad.doctor.jar")));
  }

  private static Path target() {
    return Objects.requireNonNull(jar().toAbsolutePath().getParent());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void works(List<String> program) throws Exception {
    List<String> version = new ArrayList<>(program);
    version.add("--version");
    Result named = run(version);
    assertTrue(named.output().contains(Release.VERSION), named::output);
    List<String> explain = new ArrayList<>(program);
    explain.add("explain");
    List<String> unsafe = new ArrayList<>(explain);
    unsafe.add(file("application.yml", "spring.mail.host: a.example\nspring.mail.port: 25\n"));
    Result found = run(unsafe);
    assertEquals(1, found.code(), found::output);
    assertTrue(found.output().contains("[no-tls]"), found::output);
    List<String> safe = new ArrayList<>(explain);
    safe.add(file("a.properties", "mail.smtp.ssl.enable=true\nmail.smtp.port=465\n"));
    assertEquals(0, run(safe).code());
    List<String> published = new ArrayList<>(program);
    published.addAll(List.of("publish", "example.org", "--server", "mail.example.org"));
    assertEquals(0, run(published).code());
  }

  @Test
  void theJarRunsAlone() throws Exception {
    works(List.of(JDK.resolve("java").toString(), "-jar", jar().toString()));
  }

  /** Without it each sign-in is refused, and only at run time. */
  @Test
  void theJarHasTheLibraryOfTheSignIn() throws Exception {
    try (JarFile all = new JarFile(jar().toFile())) {
      assertNotNull(all.getEntry("com/nimbusds/oauth2/sdk/device/DeviceCodeGrant.class"));
    }
  }

  @Test
  void theServiceFilesOfTheJarAreMerged() throws Exception {
    Result result =
        run(
            List.of(
                JDK.resolve("java").toString(),
                "-jar",
                jar().toString(),
                "classpath",
                jar().toString()));
    long served = result.output().lines().filter(line -> line.startsWith("pass    ")).count();
    assertEquals(8, served, result::output);
  }

  @Test
  void anImageWithItsOwnRuntimeRuns() throws Exception {
    Result modules =
        run(
            List.of(
                JDK.resolve("jdeps").toString(),
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                "17",
                jar().toString()));
    assertEquals(0, modules.code(), modules::output);
    Path image = target().resolve("image");
    delete(image);
    Path runtime = image.resolve("runtime");
    Result linked =
        run(
            List.of(
                JDK.resolve("jlink").toString(),
                "--add-modules",
                modules.output().trim() + OTHER_MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString()));
    assertEquals(0, linked.code(), linked::output);
    works(List.of(runtime.resolve("bin/java").toString(), "-jar", jar().toString()));
    Path input = Files.createDirectories(image.resolve("input"));
    Files.copy(jar(), input.resolve("doctor.jar"));
    Result packed =
        run(
            List.of(
                JDK.resolve("jpackage").toString(),
                "--type",
                "app-image",
                "--name",
                "doctor",
                "--runtime-image",
                runtime.toString(),
                "--input",
                input.toString(),
                "--main-jar",
                "doctor.jar",
                "--dest",
                image.toString()));
    assertEquals(0, packed.code(), packed::output);
    works(List.of(image.resolve("doctor/bin/doctor").toString()));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
