package io.github.mailclad.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A local repository of Maven with all that the user's has, but nothing of Mailclad: a consumer
 * finds Mailclad in the staged release or nowhere, and leaves nothing of it in the user's.
 */
final class LocalRepository {
  private LocalRepository() {}

  /** Makes one of links. Returns its folder. */
  static Path beside(Path users, Path folder) throws IOException {
    Path of = users;
    Path to = folder;
    for (String own : new String[] {"io", "github", "mailclad"}) {
      Files.createDirectories(to);
      if (Files.isDirectory(of)) {
        try (Stream<Path> entries = Files.list(of)) {
          for (Path entry : entries.toList()) {
            if (!entry.getFileName().toString().equals(own)) {
              Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
          }
        }
      }
      of = of.resolve(own);
      to = to.resolve(own);
    }
    return folder;
  }
}
