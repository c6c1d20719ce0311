package io.github.mailclad.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicInterfacesTest {
  private static final String SOURCE =
      "package io.github.mailclad; public class Some { public static int one() { return 1; }"
          + " public int two(String text) { return 2; } int three() { return 3; } }";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'public int two(String text) { return 2; }', '', io.github.mailclad.Some#two: METHOD_REMOVED",
    "two(String text), two(Object text), io.github.mailclad.Some#two: METHOD_REMOVED",
    "public int two, int two, io.github.mailclad.Some#two: METHOD_LESS_ACCESSIBLE",
    "public class, public final class, io.github.mailclad.Some: CLASS_NOW_NOT_EXTENDABLE",
  })
  void nameWhatBreaksPrograms(String present, String instead, String change) throws Exception {
    assertTrue(SOURCE.contains(present), present);
    List<String> broken =
        jar("before", SOURCE).brokenBy(jar("now", SOURCE.replace(present, instead)));
    assertTrue(broken.contains(change), broken.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "int three() { return 3; }, ''",
    "int three(), public int three()",
    "return 2;, return 4;",
  })
  void areNotBrokenByOtherChanges(String present, String instead) throws Exception {
    assertTrue(SOURCE.contains(present), present);
    assertEquals(
        List.of(), jar("before", SOURCE).brokenBy(jar("now", SOURCE.replace(present, instead))));
  }

  @ParameterizedTest
  @CsvSource({
    "io.github.mailclad.internal, false",
    "io.github.mailclad.internal.tls, false",
    "io.github.mailclad.javax.internal.tls, false",
    "io.github.mailclad.angus, false",
    "io.github.mailclad.mail, true",
    "io.github.mailclad.internals, true",
  })
  void leaveOutWhatOnlyMailcladMayUse(String packageName, boolean counts) throws Exception {
    String source = SOURCE.replace("package io.github.mailclad;", "package " + packageName + ";");
    PublicInterfaces before = jar("before", source);
    PublicInterfaces now = jar("now", source.replace("public int two", "int two"));
    assertEquals(counts, !before.brokenBy(now).isEmpty());
    assertEquals(counts, before.copyWithoutOneMethod(folder.resolve("copy.jar")).isPresent());
  }

  @Test
  void findTheMethodThatACopyLacks() throws Exception {
    PublicInterfaces before = jar("before", SOURCE);
    Path copy = folder.resolve("copy.jar");
    assertEquals(Optional.of("io.github.mailclad.Some"), before.copyWithoutOneMethod(copy));
    assertEquals(
        List.of("io.github.mailclad.Some#one: METHOD_REMOVED"),
        before.brokenBy(new PublicInterfaces(copy, "1.0")));
    assertEquals(List.of(), before.brokenBy(before));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.0, 1.3.0, false",
    "1.2.0, 2.0.0, true",
    "0.1.0, 0.1.1, false",
    "0.1.0, 0.2.0, true",
    "0.9.0, 1.0.0, true"
  })
  void mayBreakAsSemanticVersioningSays(String before, String now, boolean may) {
    assertEquals(may, InterfaceCheck.mayBreak(before, now));
  }

  /** Maven is a script here, which copies a jar where Maven would: the release before. */
  @Test
  void areComparedWithTheNewestTag() throws Exception {
    Path root = folder.resolve("root");
    Files.createDirectories(root.resolve("bom"));
    Files.writeString(root.resolve("bom/pom.xml"), "<artifactId>mailclad</artifactId>");
    git(root, "init", "-q");
    git(root, "add", ".");
    git(root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "first");
    PublicInterfaces before = jar("before", SOURCE);
    Path now = jar("now", SOURCE.replace("public int two", "int two")).jar();
    Path script = folder.resolve("maven");
    Files.writeString(
        script,
        """
        #!/bin/sh
        for each; do case $each in -DoutputDirectory=*) to=${each#*=};; esac; done
        mkdir -p $to && cp %s $to/mailclad-0.9.1.jar
        """
            .formatted(before.jar()));
    assertTrue(script.toFile().setExecutable(true));
    var check = new InterfaceCheck(root, folder.resolve("work"), new Maven(script));

    Map<String, Path> jars = new TreeMap<>(Map.of("mailclad", now, "mailclad-new", now));
    assertEquals(List.of(), check.problems(jars, "0.9.2", root), "no tag: it tries itself");
    for (String tag : List.of("v0.9.1", "v0.9.0", "v0.10.0", "v0.9.2-rc1")) {
      git(root, "tag", tag);
    }
    assertEquals(Optional.of("0.9.1"), check.previous("0.9.2"));
    assertEquals(
        List.of(
            "mailclad breaks programs for 0.9.1: io.github.mailclad.Some#two: METHOD_LESS_ACCESSIBLE"),
        check.problems(jars, "0.9.2", root));
    Files.delete(before.jar());
    List<String> problems = check.problems(jars, "0.9.2", root);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("no mailclad 0.9.1 to compare with"), problems.get(0));
  }

  @Test
  void cannotBeTriedWithoutAMethod() throws Exception {
    Path jar = jar("now", "package io.github.mailclad; public interface Empty { }").jar();
    var check = new InterfaceCheck(folder, folder.resolve("work"), new Maven(folder));
    List<String> problems = check.problems(Map.of("mailclad", jar), "0.1.0", folder);
    assertEquals(
        List.of("no artefact has a method to try the comparison of interfaces with"), problems);
  }

  private static void git(Path root, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), command::toString);
  }

  private PublicInterfaces jar(String name, String source) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    var said = new StringWriter();
    var file =
        new SimpleJavaFileObject(
            URI.create(
                "string:///"
                    + source.replaceFirst("(?s).* (class|interface) (\\w+).*", "$2")
                    + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    assertTrue(
        compiler.getTask(said, null, null, options, null, List.of(file)).call(), said::toString);
    Path jar = folder.resolve(name + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        out.write(Files.readAllBytes(each));
      }
    }
    assertFalse(said.toString().contains("error"), said::toString);
    return new PublicInterfaces(jar, "1.0");
  }
}
