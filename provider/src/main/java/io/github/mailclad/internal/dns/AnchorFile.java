package io.github.mailclad.internal.dns;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of DNSSEC trust anchors. */
public final class AnchorFile {
  private static final long LARGEST_FILE = 1 << 20;

  private AnchorFile() {}

  /**
   * Returns the text of a file. The file is read on every call, because a changed file means
   * another resolver.
   *
   * @throws IOException if it cannot be read; the message says why
   */
  public static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder; name a file in it");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no such file");
    }
    if (Files.size(file) > LARGEST_FILE) {
      throw new IOException("the file is too large");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("this process may not read it; change its owner or its permissions");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IOException("it is not a text", e);
    }
  }

  /**
   * Checks that a resolver can use a file. Needs {@link DnsLibrary#isPresent()}.
   *
   * @throws IOException if it cannot; the message says why
   */
  public static void check(Path file) throws IOException {
    try {
      Anchors.parse(read(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
