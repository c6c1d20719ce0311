package io.github.mailclad.account;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Creates files and folders that only their owner may read and write. Where the file system has no
 * POSIX permissions, they get the default permissions of the file system.
 */
final class OwnerOnly {
  private OwnerOnly() {}

  /** Returns the attributes of a new file beside that path. */
  static FileAttribute<?>[] file(Path beside) {
    return attributes(beside, "rw-------");
  }

  /** Creates a folder and its missing parents, and writes them to the disk. */
  static void makeFolder(Path folder) throws IOException {
    Path there = folder;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    Files.createDirectories(folder, attributes(folder, "rwx------"));
    for (Path made = folder; made != null && !made.equals(there); made = made.getParent()) {
      force(made.getParent());
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Writes the names in a folder to the disk, where a folder can be opened for that. */
  static void force(@Nullable Path folder) throws IOException {
    if (folder == null || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
