package io.github.mailclad.release;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the public interfaces of a staged release with those of the release before: the newest
 * tag {@code v0.0.0} below its version.
 *
 * <p>Before the first tag it proves that the comparison works: it removes a method from a copy of
 * each artefact, and has to find that.
 */
final class InterfaceCheck {
  private final Path root;
  private final Path work;
  private final Maven maven;

  /**
   * Creates a check.
   *
   * @param root the repository, with its tags
   * @param work a folder to work in
   * @param maven fetches the release before
   */
  InterfaceCheck(Path root, Path work, Maven maven) {
    this.root = root;
    this.work = work;
    this.maven = maven;
  }

  /**
   * Returns one sentence for each incompatible change.
   *
   * @param jars the staged jars by the name of their artefacts
   * @param sources a folder with the POMs of the release, where Maven runs
   */
  List<String> problems(Map<String, Path> jars, String version, Path sources)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    Optional<String> previous = previous(version);
    if (previous.isEmpty()) {
      return problemsOfComparison(jars, version);
    }
    var problems = new ArrayList<String>();
    var changes = new ArrayList<String>();
    String bom = git("show", "v" + previous.get() + ":bom/pom.xml");
    for (Map.Entry<String, Path> each : jars.entrySet()) {
      if (!bom.contains("<artifactId>" + each.getKey() + "</artifactId>")) {
        System.out.println("interfaces: " + each.getKey() + " is new since " + previous.get());
        continue;
      }
      try {
        var before =
            new PublicInterfaces(fetch(each.getKey(), previous.get(), sources), previous.get());
        for (String change : before.brokenBy(new PublicInterfaces(each.getValue(), version))) {
          changes.add(each.getKey() + " breaks programs for " + previous.get() + ": " + change);
        }
      } catch (IOException e) {
        problems.add(
            "no " + each.getKey() + " " + previous.get() + " to compare with: " + e.getMessage());
      }
    }
    System.out.printf(
        "interfaces: compared with %s, %d incompatible changes%n", previous.get(), changes.size());
    if (mayBreak(previous.get(), version)) {
      changes.forEach(System.out::println);
    } else {
      problems.addAll(changes);
    }
    return problems;
  }

  /** Returns the version of the newest tag below that version. */
  Optional<String> previous(String version) throws IOException, InterruptedException {
    return git("tag", "--list", "v*")
        .lines()
        .filter(tag -> tag.matches("v[0-9]+\\.[0-9]+\\.[0-9]+"))
        .map(tag -> tag.substring(1))
        .filter(each -> Version.parse(each).compareTo(Version.parse(version)) < 0)
        .max(Comparator.comparing(Version::parse));
  }

  /**
   * Returns whether a step of versions permits incompatible changes (Semantic Versioning 2.0.0).
   */
  static boolean mayBreak(String before, String now) {
    String[] older = before.split("\\.", -1);
    String[] newer = now.split("\\.", -1);
    boolean sameMajor = older[0].equals(newer[0]);
    return !sameMajor || (newer[0].equals("0") && !older[1].equals(newer[1]));
  }

  private List<String> problemsOfComparison(Map<String, Path> jars, String version)
      throws IOException {
    var problems = new ArrayList<String>();
    int found = 0;
    for (Map.Entry<String, Path> each : jars.entrySet()) {
      var staged = new PublicInterfaces(each.getValue(), version);
      Path copy = work.resolve(each.getKey() + "-without-a-method.jar");
      Optional<String> changed = staged.copyWithoutOneMethod(copy);
      if (changed.isEmpty()) {
        continue;
      }
      List<String> broken = staged.brokenBy(new PublicInterfaces(copy, version));
      if (broken.size() == 1 && broken.get(0).startsWith(changed.get() + "#")) {
        found++;
      } else {
        problems.add(each.getKey() + ": a removed method of " + changed.get() + " gives " + broken);
      }
    }
    if (found == 0) {
      problems.add("no artefact has a method to try the comparison of interfaces with");
    }
    System.out.printf(
        "interfaces: no tag before %s; a removed method was found in %d artefacts%n",
        version, found);
    return problems;
  }

  private Path fetch(String artifact, String version, Path sources)
      throws IOException, InterruptedException {
    Path folder = work.resolve(artifact + "-" + version);
    maven.run(
        sources,
        Map.of(),
        List.of(
            "-N",
            "dependency:copy",
            "-Dartifact=io.github.mailclad:" + artifact + ":" + version,
            "-DoutputDirectory=" + folder));
    return folder.resolve(artifact + "-" + version + ".jar");
  }

  /** Returns what git prints; nothing where the root is no repository. */
  private String git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
