package io.github.mailclad.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The file of one account. It is never modified, but replaced as a whole: a reader sees the old or
 * the new content, also if a process ends in between.
 */
record AccountFile(Path path) {
  /** The suffix of the names of such files. */
  static final String SUFFIX = ".account";

  private static final int LONGEST_PREFIX = 40;

  /**
   * Returns the file of that account in a folder. Its name begins with text that resembles the
   * account, for people, followed by a digest: no two accounts share a file, even on file systems
   * that ignore case.
   */
  static AccountFile of(Path folder, String account) {
    String readable = account.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    String prefix = readable.substring(0, Math.min(LONGEST_PREFIX, readable.length()));
    return new AccountFile(folder.resolve(prefix + "-" + AccountText.sha256(account) + SUFFIX));
  }

  /**
   * Returns the content, octet by octet; empty if there is no such file.
   *
   * @param safe the path check that already checked the folder, so that the file that is checked is
   *     the one that is opened
   * @throws IOException if it cannot be read or is not a file, or if another user created it or may
   *     write to it
   */
  Optional<String> text(SafePath safe) throws IOException {
    try {
      // checked before it is opened: opening a pipe waits until another process writes to it
      safe.requireFile(path);
      try (InputStream in = Files.newInputStream(path, NOFOLLOW_LINKS)) {
        return Optional.of(new String(in.readNBytes(AccountText.LONGEST + 1), ISO_8859_1));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces the content. The caller prevents any other change at the same time. */
  void replace(String text) throws IOException {
    // always the same name, so that files that a killed process left do not accumulate
    Path next = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(next);
    try {
      try (FileChannel out =
          FileChannel.open(
              next,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OwnerOnly.file(path))) {
        ByteBuffer octets = ISO_8859_1.encode(text);
        while (octets.hasRemaining()) {
          out.write(octets);
        }
        out.force(true);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
    OwnerOnly.force(path.toAbsolutePath().getParent());
  }

  /** Deletes the file, on the disk too. */
  void delete() throws IOException {
    Files.delete(path);
    OwnerOnly.force(path.toAbsolutePath().getParent());
  }
}
