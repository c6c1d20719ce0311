package io.github.mailclad.account;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another user of this machine, who makes files and runs processes. Only root can be another user:
 * elsewhere, tests of it are skipped loudly, and fail with {@code -Dmailclad.servers=required}.
 */
enum OtherUser {
  ALICE(61001),
  MALLORY(61002);

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private final int number;

  OtherUser(int number) {
    this.number = number;
  }

  /** Returns if this process may act as another user. */
  static void orSkip() throws IOException {
    boolean root =
        FolderEntry.isUnix(SETPRIV.getFileSystem()) && ProcessUser.current().id().equals(0);
    if (root && Files.isExecutable(SETPRIV)) {
      return;
    }
    String message = "FILES OF OTHER USERS NOT TESTED: no root, or no " + SETPRIV;
    if ("required".equals(System.getProperty("mailclad.servers"))) {
      fail(message);
    }
    System.err.println(message);
    abort(message);
  }

  /** Gives an entry to this user: a link itself, not its target. */
  Path owns(Path entry) throws IOException {
    Files.setAttribute(entry, "unix:uid", number, NOFOLLOW_LINKS);
    Files.setAttribute(entry, "unix:gid", number, NOFOLLOW_LINKS);
    return entry;
  }

  /** Returns the output of {@link StoreReader} about a folder when this user runs it. */
  String reads(Path folder, Path classes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                SETPRIV.toString(),
                "--reuid=" + number,
                "--regid=" + number,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                StoreReader.class.getName(),
                folder.toString())
            .directory(classes.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      assertEquals(0, process.waitFor());
    }
  }

  /** Copies the classes to where other users can read them. */
  static Path classes(Path to) throws IOException {
    for (Class<?> one : List.of(AccountStore.class, OtherUser.class)) {
      String packages = one.getPackageName().replace('.', '/');
      Path from =
          Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath())
              .resolve(packages.substring(0, packages.lastIndexOf('/')));
      Path below = Objects.requireNonNull(to.resolve(packages).getParent());
      for (Path file : below(from)) {
        Path copy = below.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  private static Set<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }
}
