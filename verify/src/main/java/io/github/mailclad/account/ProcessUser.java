package io.github.mailclad.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The user of a process as the system's file system knows it.
 *
 * @param id the user's number where the system has such numbers, else the principal
 */
record ProcessUser(Object id) {
  private static final Integer ROOT = 0;
  private static final Path STATUS = Path.of("/proc/self/status");

  /** The user, determined once: a Java process does not change its user. */
  private static final ProcessUser CURRENT = new ProcessUser(find());

  /** Returns the user of this process; if it cannot be determined, a user that owns nothing. */
  static ProcessUser current() {
    return CURRENT;
  }

  /**
   * Returns whether an entry is trusted: this user or the administrator created it. Where users
   * have no numbers (Windows), only an entry that an administrator created belongs to a group.
   */
  boolean trusts(FolderEntry entry) {
    Object owner = entry.owner();
    return owner == null
        || owner.equals(id)
        || owner.equals(ROOT)
        || owner instanceof GroupPrincipal;
  }

  private static Object find() {
    try {
      return FolderEntry.isUnix(FileSystems.getDefault()) && Files.isReadable(STATUS)
          ? number().orElseGet(Object::new)
          : ownerOfNewFile();
    } catch (IOException | RuntimeException e) {
      return new Object() {
        @Override
        public String toString() {
          return "an unknown user: " + e;
        }
      };
    }
  }

  /**
   * Returns the user with which files are created: the last number of the {@code Uid} line in
   * proc(5).
   */
  private static Optional<Object> number() throws IOException {
    List<String> lines = Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1);
    return lines.stream()
        .filter(line -> line.startsWith("Uid:"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")).skip(4).limit(1))
        .<Object>map(Integer::parseUnsignedInt)
        .findFirst();
  }

  private static Object ownerOfNewFile() throws IOException {
    Path file = Files.createTempFile("mailclad", null);
    try {
      Object owner = FolderEntry.of(file).owner();
      return owner == null ? new Object() : owner;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public String toString() {
    return id instanceof Integer number ? "user " + number : id.toString();
  }
}
