package io.github.mailclad.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A copy of the sources, which a release is built from.
 *
 * @param folder the root of the copy
 */
record SourceCopy(Path folder) {
  private static final Set<String> VERSIONED =
      Set.of("pom.xml", "Release.java", "jbang-catalog.json");
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".vscode");

  /** Copies the sources, without what a build leaves there, and gives them another version. */
  static SourceCopy of(Path root, Path folder, String version, String wanted) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(from.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(folder.resolve(root.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            Path to = folder.resolve(root.relativize(from));
            String name = from.getFileName().toString();
            // what .ci/release changes, too
            if (VERSIONED.contains(name)) {
              Files.writeString(to, Files.readString(from).replace(version, wanted));
            } else {
              Files.copy(from, to);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new SourceCopy(folder);
  }

  /** Returns the modules that are published, as paths from the root. */
  Set<String> published() throws IOException {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      List<Path> poms = files.filter(file -> file.endsWith("pom.xml")).toList();
      var modules = new TreeSet<String>();
      for (Path pom : poms) {
        if (Files.readString(pom).contains("<maven.deploy.skip>false</maven.deploy.skip>")) {
          modules.add(folder.relativize(pom.getParent()).toString());
        }
      }
      return modules;
    }
  }
}
