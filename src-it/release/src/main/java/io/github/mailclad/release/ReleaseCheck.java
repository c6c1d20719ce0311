package io.github.mailclad.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stages a release twice, checks the first one, compares both and the release before, and builds
 * programs that use it.
 *
 * <p>The key of the release is in the environment, as the GPG plugin of Maven reads it: {@code
 * MAVEN_GPG_KEY} and {@code MAVEN_GPG_PASSPHRASE}. Without it the release is signed with a key that
 * is thrown away.
 */
public final class ReleaseCheck {
  private final Path root;
  private final Path work;
  private final Maven maven;
  private final SigningKey key;

  private ReleaseCheck(Path root, Path work, Maven maven, SigningKey key) {
    this.root = root;
    this.work = work;
    this.maven = maven;
    this.key = key;
  }

  /**
   * Runs the check, and prints one line with its figures.
   *
   * @param arguments the root of the sources, a folder to work in, the executable of Maven, the
   *     version of the POMs, and the version to stage, which may be left out
   * @throws IllegalStateException if there is a problem
   */
  public static void main(String... arguments) throws Exception {
    String version = arguments[3];
    String wanted =
        arguments.length > 4 && !arguments[4].isEmpty()
            ? arguments[4]
            : version.replace("-SNAPSHOT", "");
    String armoured = System.getenv("MAVEN_GPG_KEY");
    SigningKey key =
        armoured == null
            ? SigningKey.throwAway()
            : new SigningKey(armoured, System.getenv().getOrDefault("MAVEN_GPG_PASSPHRASE", ""));
    new ReleaseCheck(
            Path.of(arguments[0]), Path.of(arguments[1]), new Maven(Path.of(arguments[2])), key)
        .run(version, wanted);
  }

  private void run(String version, String wanted) throws Exception {
    delete(work);
    StagedRepository staged = stage("first", version, wanted);
    var problems = new ArrayList<>(staged.problems());
    problems.addAll(
        new InterfaceCheck(root, work.resolve("interfaces"), maven)
            .problems(staged.jars(), wanted, work.resolve("first")));
    problems.addAll(staged.differences(stage("second", version, wanted)));
    if (problems.isEmpty()) {
      problems.addAll(consumerProblems(wanted));
    }
    problems.forEach(System.out::println);
    System.out.printf(
        "release: %d artefacts staged, %d problems%n", staged.artefacts(), problems.size());
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.size() + " problems of the release");
    }
  }

  private StagedRepository stage(String name, String version, String wanted) throws Exception {
    SourceCopy sources = SourceCopy.of(root, work.resolve(name), version, wanted);
    Path staging = work.resolve(name + "-staged");
    maven.run(
        sources.folder(),
        Map.of("MAVEN_GPG_KEY", key.armoured(), "MAVEN_GPG_PASSPHRASE", key.passphrase()),
        List.of(
            "-Prelease",
            "-pl",
            String.join(",", sources.published()),
            "-am",
            "-Dmaven.test.skip=true",
            // the user's repository gets nothing of it
            "-Dmaven.install.skip=true",
            "-DaltDeploymentRepository=staged::" + staging.toUri(),
            "deploy"));
    return new StagedRepository(staging, key);
  }

  /** Builds each program of the folder {@code src-it/consumers} on the staged release alone. */
  private List<String> consumerProblems(String wanted) throws Exception {
    Path users =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    Path repository = LocalRepository.beside(users, work.resolve("repository"));
    List<String> settings =
        List.of(
            "-Dmaven.repo.local=" + repository,
            "-Dmailclad.version=" + wanted,
            "-Dmailclad.repository=" + work.resolve("first-staged").toUri(),
            "-Dmailclad.catalogue=" + work.resolve("first/jbang-catalog.json"));
    var problems = new ArrayList<String>();
    Path programs = work.resolve("consumers");
    SourceCopy.of(root.resolve("src-it/consumers"), programs, "", "");
    for (Path folder : list(programs)) {
      try {
        maven.run(folder, Map.of(), with(settings, "verify"));
        if (Files.readString(folder.resolve("pom.xml")).contains("spring-boot-maven-plugin")) {
          develop(folder, settings);
        }
      } catch (IOException e) {
        problems.add(folder.getFileName() + ": " + e.getMessage());
      }
    }
    return problems;
  }

  /**
   * Runs a program of Spring Boot as a developer does, by the goal that docs/testing.md names.
   *
   * @throws IOException if it fails, or does not send a mail and refuse a server
   */
  private void develop(Path folder, List<String> settings) throws Exception {
    List<String> output =
        maven.run(
            folder,
            Map.of(),
            with(
                settings,
                "spring-boot:test-run",
                "-Dspring-boot.run.arguments=--mailclad-test.server=start"));
    for (String line : List.of("received: News", "refused: a server with another name")) {
      if (!output.contains(line)) {
        throw new IOException("spring-boot:test-run did not print \"" + line + "\"");
      }
    }
  }

  private static List<String> with(List<String> settings, String... further) {
    return Stream.concat(settings.stream(), Stream.of(further)).toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
