package io.github.mailclad.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/** Folders of a test that servers enter after they have changed to their own users. */
public final class Folders {
  /** A user of every machine, of whom no other program has files. */
  private static final String MAIL_USER = "mail";

  private Folders() {}

  /** Lets all users enter and read a folder. */
  public static void readable(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Gives a folder with all that it has to the user of mail. */
  static void ofMail(Path directory) throws IOException {
    UserPrincipal mail =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(MAIL_USER);
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.setOwner(file, mail);
    }
  }
}
