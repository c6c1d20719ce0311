package io.github.mailclad.internal.oauth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file of a refresh token that a newer one replaces. A reader sees the old token or the new
 * one, never a part. Only the owner may read the new file.
 *
 * @param file the file; behind a link, its target is replaced
 */
record RotatedFile(Path file) {
  /** Returns the reason why it cannot be replaced; empty if it can. */
  Optional<String> problem() {
    Path folder = folder();
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of("this process may not write into " + folder + ", the folder of the file");
  }

  private Path folder() {
    try {
      Path parent = file.toRealPath().getParent();
      return parent == null ? Path.of("") : parent;
    } catch (IOException e) {
      Path parent = file.toAbsolutePath().getParent();
      return parent == null ? Path.of("") : parent;
    }
  }

  /** Replaces the token in the file, or creates the file. */
  void replace(String token) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = folder();
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] onlyOwner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path fresh = Files.createTempFile(folder, ".refresh-token", ".tmp", onlyOwner);
    try {
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer octets = ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
          out.write(octets);
        }
        out.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
