package io.github.mailclad.account;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that lets one thread of one process at a time change an account in a folder. The system
 * releases the locks of a process when it ends, also if it is killed.
 *
 * @param folder the folder of the lock file; it has to exist
 * @param patience the maximum time to wait for others
 * @param safe the path check that already checked the folder, and checks the lock file
 */
record FolderLock(Path folder, Duration patience, SafePath safe) {
  private static final String NAME = "lock";
  private static final long SHORTEST_WAIT = 500_000;
  private static final long LONGEST_WAIT = 3_000_000;

  /** The work during which no other thread or process changes the account. */
  @FunctionalInterface
  interface FileWork<T> {
    /** Does the work. */
    T run() throws IOException;
  }

  /**
   * Does the work as soon as no other thread or process changes the account.
   *
   * @throws IOException if others hold the lock for too long, or the work throws one
   */
  <T> T holding(String account, FileWork<T> work) throws IOException {
    Path file = folder.resolve(NAME);
    String inThisJvm = monitor();
    // one octet for each account, at a position in a file that is empty
    long octet = Long.parseUnsignedLong(AccountText.sha256(account).substring(0, 15), 16);
    long start = System.nanoTime();
    do {
      // Closing any channel to a file frees all locks that the process has on it (POSIX): no other
      // thread may open one while this one holds a lock.
      synchronized (inThisJvm) {
        try (FileChannel channel = open(file);
            FileLock lock = channel.tryLock(octet, 1, false)) {
          if (lock != null) {
            return work.run();
          }
        } catch (OverlappingFileLockException e) {
          throw new IOException(
              file + " is locked by another class loader or store in this process", e);
        }
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_WAIT, LONGEST_WAIT));
    } while (System.nanoTime() - start < patience.toNanos());
    throw new IOException(
        "another process has held %s for more than %d ms".formatted(file, patience.toMillis()));
  }

  private FileChannel open(Path file) throws IOException {
    if (!Files.notExists(file, NOFOLLOW_LINKS)) {
      // opening a pipe waits, and another user could make us wait with a lock of its own
      safe.requireFile(file);
    }
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
        OwnerOnly.file(file));
  }

  /**
   * Returns one object in this JVM for each folder: also if several class loaders have a copy of
   * this class, and under each name of the folder. Only an interned string is such an object.
   */
  private String monitor() throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return (FolderLock.class.getName() + Objects.requireNonNullElse(key, folder.toRealPath()))
        .intern();
  }
}
