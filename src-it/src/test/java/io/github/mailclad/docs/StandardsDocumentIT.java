package io.github.mailclad.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requirement, class, test: read from the compiled tests of all modules. */
class StandardsDocumentIT {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", "."));
  private static final Path LIST = ROOT.resolve("../shared/spec/requirements.md");
  private static final String DOCUMENT = "docs/standards.md";

  /** The folders of compiled tests; those of modules that were not built are not there. */
  private static final List<String> FOLDERS =
      List.of(
          "verify/target/test-classes",
          "provider/target/test-classes",
          "accounts/target/test-classes",
          "doctor/target/test-classes",
          "src-it/target/test-classes",
          "src-it/fixtures/target/test-classes");

  private static final Pattern ID =
      Pattern.compile("R\\d{4}|[GLT]\\d{1,2}|(?:[A-Z]|R\\d{4}|PIN|CC|RFC)(?:-[0-9A-Za-z.]+)+");

  private static final String HEAD =
      """
      # Standards

      Which requirement is held by which class, and which test shows it. `D-…` are sections 3 to 5 of what became RFC 8314,
      `B-…` and `F-…` its successor and its final text, `R…` other RFCs by number and section, `P-…` rules of the mail
      protocols, `X-…` measured behaviour of Angus Mail and the JDK that must not be inherited.

      <!-- Written from the tests by StandardsDocumentIT; to write it anew, run it with -Dmailclad.docs=write. -->

      Each requirement is followed by the classes that hold it, and then by its tests.
      """;

  /** The classes and tests of one requirement. */
  private record Held(Set<String> classes, Set<String> tests) {}

  @Test
  void everyRequirementHasARow() throws Exception {
    Map<String, Held> requirements = requirements();
    assertTrue(requirements.size() > 10, "requirements: " + requirements.keySet());
    checkIds(requirements);
    StringBuilder text = new StringBuilder(HEAD);
    requirements.forEach((id, held) -> text.append(group(id, held)));

    Path file = ROOT.resolve(DOCUMENT);
    if (System.getProperty("mailclad.docs", "").equals("write")) {
      Files.writeString(file, text);
    }
    assertEquals(
        text.toString(),
        Files.exists(file) ? Files.readString(file) : "",
        DOCUMENT
            + " differs from the tests; run this one with -Dmailclad.docs=write and commit it");
  }

  private static void checkIds(Map<String, Held> requirements) throws IOException {
    String list = Files.exists(LIST) ? Files.readString(LIST) : "";
    requirements.forEach(
        (id, held) -> {
          assertTrue(ID.matcher(id).matches(), id + " in " + held.tests() + " is no requirement");
          Pattern whole = Pattern.compile("(?<![\\w.-])" + Pattern.quote(id) + "(?![\\w-]|\\.\\d)");
          assertFalse(
              !list.isEmpty() && !whole.matcher(list).find(),
              id + " in " + held.tests() + " is not in the list of requirements");
        });
  }

  private static Map<String, Held> requirements() throws Exception {
    List<URL> urls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path classes = ROOT.resolve(folder);
      if (Files.isDirectory(classes)) {
        urls.add(classes.toUri().toURL());
        names.addAll(annotatedClasses(classes));
      }
    }
    Map<String, Held> found = new TreeMap<>();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), StandardsDocumentIT.class.getClassLoader())) {
      for (String name : names) {
        Class<?> type = Class.forName(name, false, loader);
        collect(type, type.getSimpleName(), found);
        for (Method method : type.getDeclaredMethods()) {
          collect(method, type.getSimpleName() + "." + method.getName(), found);
        }
      }
    }
    return found;
  }

  /** Classes that name the annotation; others may need libraries that are not here. */
  private static List<String> annotatedClasses(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(Requirement.class.descriptorString())) {
          String path = folder.relativize(file).toString().replace('\\', '/');
          names.add(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
    return names;
  }

  private static void collect(AnnotatedElement test, String name, Map<String, Held> found) {
    Requirement requirement = test.getAnnotation(Requirement.class);
    if (requirement == null) {
      return;
    }
    for (String id : requirement.value()) {
      Held held = found.computeIfAbsent(id, i -> new Held(new TreeSet<>(), new TreeSet<>()));
      held.classes().addAll(List.of(requirement.heldBy()));
      held.tests().add(name);
    }
  }

  /** Returns the lines of one requirement: its classes, then a line for each test. */
  private static String group(String id, Held held) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder("**" + id + "**");
    for (String name : held.classes()) {
      if (line.length() + name.length() > 110) {
        text.append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append('`').append(name).append('`');
    }
    text.append(line).append("\n\n");
    held.tests().forEach(test -> text.append("* ").append(test).append('\n'));
    return "\n" + text;
  }
}
