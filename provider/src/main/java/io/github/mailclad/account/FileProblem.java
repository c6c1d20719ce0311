package io.github.mailclad.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * The problem of a file, in words for people: the message of most exceptions has only the file's
 * name.
 */
final class FileProblem {
  private static final Map<Class<?>, String> WORDS =
      Map.of(
          AccessDeniedException.class,
          "this process is denied access to %s",
          FileAlreadyExistsException.class,
          "there is something else in the place of %s",
          FileSystemLoopException.class,
          "the symbolic links on the way to %s have no end",
          NoSuchFileException.class,
          "there is no %s",
          NotDirectoryException.class,
          "%s is not a folder");

  private FileProblem() {}

  /** Returns the words for an exception. */
  static String of(IOException e) {
    if (e instanceof FileSystemException about && about.getFile() != null) {
      String words = WORDS.get(e.getClass());
      return words == null ? String.valueOf(about.getMessage()) : words.formatted(about.getFile());
    }
    return e.getClass().equals(IOException.class)
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + ", " + e.getMessage();
  }
}
