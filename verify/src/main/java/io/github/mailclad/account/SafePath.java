package io.github.mailclad.account;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The check of the path to a folder that other users of the machine can neither change nor have
 * created first. Everything on the path, symbolic links included, belongs to the process's user or
 * to root, and others may not write to it. A sticky folder, in which others may create entries but
 * not change those of others, may be on the path, but may not be the folder itself. Each entry is
 * checked after its parent, so a checked entry stays as it is (the rule of OpenSSH's StrictModes,
 * with sticky folders).
 *
 * <p>Where the file system has no user numbers, the folder and its files are checked, and not the
 * path to the folder.
 *
 * @param user the user of the process
 */
record SafePath(ProcessUser user) {
  private static final int MOST_LINKS = 40;

  /**
   * Returns the path of a folder without links; empty if it does not exist and the path has no
   * other problem.
   *
   * @param wanted the absolute path of the folder
   * @throws IOException if others may change it or the path to it; if a link has no target; if it
   *     is not a folder
   */
  Optional<Path> folder(Path wanted) throws IOException {
    Path root = wanted.getRoot();
    if (!FolderEntry.isUnix(wanted.getFileSystem()) || root == null) {
      return Files.notExists(wanted, NOFOLLOW_LINKS)
          ? Optional.empty()
          : Optional.of(requireKept(wanted.toRealPath()));
    }
    requireParent(FolderEntry.of(root), wanted);
    Walk walk = new Walk(root, wanted);
    while (!walk.left.isEmpty()) {
      boolean ofLink = walk.ofLinks > 0;
      Path next = walk.step();
      Optional<FolderEntry> entry = entry(next, ofLink);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      requireOwn(entry.get());
      if (entry.get().kind() == FolderEntry.EntryKind.LINK) {
        walk.follow(next);
      } else if (walk.left.isEmpty()) {
        return Optional.of(requireKept(next));
      } else {
        requireParent(entry.get(), wanted);
        walk.at = next;
      }
    }
    return Optional.of(requireKept(walk.at));
  }

  /** The current position on the path, and the names that are left. */
  private static final class Walk {
    private final Path wanted;
    private final Deque<Path> left = new ArrayDeque<>();
    private Path at;
    private int ofLinks;
    private int links;

    Walk(Path root, Path wanted) {
      this.wanted = wanted;
      this.at = root;
      wanted.forEach(left::add);
    }

    /** Returns the next entry; for {@code ..}, the parent. */
    Path step() {
      ofLinks = Math.max(0, ofLinks - 1);
      return at.resolve(left.remove()).normalize();
    }

    void follow(Path link) throws IOException {
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(wanted.toString());
      }
      Path target = Files.readSymbolicLink(link);
      Path root = target.getRoot();
      at = root == null ? at : root;
      List<Path> names = new ArrayList<>();
      target.forEach(names::add);
      Collections.reverse(names);
      names.forEach(left::addFirst);
      ofLinks += names.size();
    }
  }

  /**
   * Returns an entry; empty if it does not exist. The target of a link has to exist: an account
   * must not be forgotten because a file system is not mounted.
   */
  private static Optional<FolderEntry> entry(Path path, boolean ofLink) throws IOException {
    try {
      return Optional.of(FolderEntry.of(path));
    } catch (NoSuchFileException e) {
      if (ofLink) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Returns if other users cannot replace the entry's part of the path to the folder. */
  private void requireParent(FolderEntry entry, Path wanted) throws IOException {
    requireFolder(entry);
    if (entry.isWritableByOthers() && !entry.isSticky()) {
      throw new IOException(
          "%s may be written to by others (%s), who could put another folder in the place of %s: remove that permission (chmod go-w %1$s), or name a folder elsewhere"
              .formatted(entry.path(), entry.permissions(), wanted));
    }
  }

  /**
   * Returns if only the process's user and root can change the content of a folder.
   *
   * @throws IOException if others may change it; the files in it could then be from any of them
   */
  private Path requireKept(Path folder) throws IOException {
    FolderEntry entry = FolderEntry.of(folder);
    requireFolder(entry);
    requireUnwritable(entry);
    return folder;
  }

  private void requireFolder(FolderEntry entry) throws IOException {
    requireOwn(entry);
    if (entry.kind() != FolderEntry.EntryKind.FOLDER) {
      throw new NotDirectoryException(entry.path().toString());
    }
  }

  /**
   * Returns if a path in such a folder is a file that only the process's user and root can change.
   *
   * @throws IOException if it is not such a file; {@link NoSuchFileException} if it does not exist
   */
  void requireFile(Path path) throws IOException {
    FolderEntry entry = FolderEntry.of(path);
    if (entry.kind() != FolderEntry.EntryKind.FILE) {
      throw new IOException(path + " is not a file");
    }
    requireOwn(entry);
    requireUnwritable(entry);
  }

  private void requireOwn(FolderEntry entry) throws IOException {
    if (!user.trusts(entry)) {
      throw new IOException(
          "%s belongs to %s, and this process is %s: what other users created is not trusted; give it to that user (chown), or name a folder that does not exist yet"
              .formatted(entry.path(), entry.ownerName(), user));
    }
  }

  private static void requireUnwritable(FolderEntry entry) throws IOException {
    if (entry.isWritableByOthers()) {
      throw new IOException(
          "%s may be written to by others (%s): remove that permission (chmod go-w %1$s), or name a folder that does not exist yet"
              .formatted(entry.path(), entry.permissions()));
    }
  }
}
