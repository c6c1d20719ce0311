package io.github.mailclad.account;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a folder as the file system describes it: a symbolic link itself, not its target.
 *
 * @param path the path of the entry
 * @param kind the kind of the entry
 * @param owner the number of its owner where the system has such numbers, else the principal; null
 *     where the file system is the application's own, whose users are not the system's
 * @param mode its permission bits, {@link #STICKY} included; 0 where the file system has none
 */
record FolderEntry(Path path, EntryKind kind, @Nullable Object owner, int mode) {
  /**
   * The bit of a folder in which only an entry's owner and the folder's owner can rename or remove
   * the entry.
   */
  static final int STICKY = 01000;

  private static final int ALL_BITS = 07777;
  private static final int OTHERS_WRITE = 022;
  private static final String UNIX = "unix";

  /** The kind of an entry. */
  enum EntryKind {
    FILE,
    FOLDER,
    LINK,
    /** A pipe, a socket, a device. */
    OTHER
  }

  /** Returns whether a file system has user numbers and all permission bits. */
  static boolean isUnix(FileSystem system) {
    return system.supportedFileAttributeViews().contains(UNIX);
  }

  /**
   * Returns the entry at that path.
   *
   * @throws java.nio.file.NoSuchFileException if the path does not exist
   */
  static FolderEntry of(Path path) throws IOException {
    FileSystem system = path.getFileSystem();
    if (isUnix(system)) {
      Map<String, Object> read =
          Files.readAttributes(
              path, UNIX + ":uid,mode,isRegularFile,isDirectory,isSymbolicLink", NOFOLLOW_LINKS);
      if (!(read.get("mode") instanceof Integer bits)) {
        throw new IOException("the permissions of " + path + " are not known");
      }
      return new FolderEntry(
          path,
          kind(
              Boolean.TRUE.equals(read.get("isRegularFile")),
              Boolean.TRUE.equals(read.get("isDirectory")),
              Boolean.TRUE.equals(read.get("isSymbolicLink"))),
          Objects.requireNonNullElseGet(read.get("uid"), Object::new),
          bits & ALL_BITS);
    }
    Class<? extends BasicFileAttributes> known =
        system.supportedFileAttributeViews().contains("posix")
            ? PosixFileAttributes.class
            : BasicFileAttributes.class;
    BasicFileAttributes read = Files.readAttributes(path, known, NOFOLLOW_LINKS);
    return new FolderEntry(
        path,
        kind(read.isRegularFile(), read.isDirectory(), read.isSymbolicLink()),
        system.equals(FileSystems.getDefault()) ? Files.getOwner(path, NOFOLLOW_LINKS) : null,
        read instanceof PosixFileAttributes posix ? mode(posix) : 0);
  }

  private static EntryKind kind(boolean file, boolean folder, boolean link) {
    return file
        ? EntryKind.FILE
        : folder ? EntryKind.FOLDER : link ? EntryKind.LINK : EntryKind.OTHER;
  }

  private static int mode(PosixFileAttributes posix) {
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      mode = (mode << 1) | (posix.permissions().contains(permission) ? 1 : 0);
    }
    return mode;
  }

  /**
   * Returns whether its group or every user may write to it; with an ACL, also any user named
   * there.
   */
  boolean isWritableByOthers() {
    return kind != EntryKind.LINK && (mode & OTHERS_WRITE) != 0;
  }

  /** Returns whether others may add entries to it, and cannot change the existing ones. */
  boolean isSticky() {
    return kind == EntryKind.FOLDER && (mode & STICKY) != 0;
  }

  /** Returns its permission bits in words for people. */
  String permissions() {
    String letters = "rwxrwxrwx";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < letters.length(); i++) {
      text.append((mode & (0400 >> i)) == 0 ? '-' : letters.charAt(i));
    }
    return text.toString();
  }

  /** Returns its owner in words for people. */
  String ownerName() {
    String number = owner instanceof Integer uid ? "user " + uid : String.valueOf(owner);
    return name()
        .filter(name -> !name.equals(String.valueOf(owner)))
        .map(name -> name + " (" + number + ")")
        .orElse(number);
  }

  private Optional<String> name() {
    try {
      return Optional.of(Files.getOwner(path, NOFOLLOW_LINKS).getName());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
