package io.github.mailclad.internal.config;

import io.github.mailclad.Location;
import io.github.mailclad.internal.text.Escaped;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Parses a setting with a location: a file name, {@code file:} and a file name, {@code classpath:}
 * and the name of a resource, or PEM itself. Opens nothing.
 */
final class NamedLocation {
  /** The pattern of a URL, with at least two letters before the colon; a drive has one letter. */
  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*", Pattern.DOTALL);

  /** The longest file name; no system has longer ones. */
  private static final int LONGEST_NAME = 4096;

  private NamedLocation() {}

  /**
   * Returns the location.
   *
   * @throws UnusableValue if the text is not a location; the message does not contain the text,
   *     which may be a key
   */
  static Location of(String text) {
    if (text.contains("-----BEGIN ")) {
      return new Location.OfText(withLines(text));
    }
    if (text.isBlank()) {
      throw new UnusableValue("is empty");
    }
    if (text.length() > LONGEST_NAME || Escaped.hasControl(text)) {
      throw new UnusableValue("is neither a file name nor PEM");
    }
    if (text.startsWith("classpath:")) {
      return ofResource(text.substring("classpath:".length()).replaceFirst("^/+", ""));
    }
    if (text.startsWith("file:")) {
      return ofFileUrl(text);
    }
    if (URL.matcher(text).matches()) {
      throw new UnusableValue("is a URL, and Mailclad fetches no files");
    }
    return ofFileName(text);
  }

  /**
   * Returns PEM with its line ends. In one line of a properties file or an environment variable,
   * they are escaped.
   */
  private static String withLines(String text) {
    return text.contains("\n") ? text : text.replace("\\r", "").replace("\\n", "\n");
  }

  private static Location ofResource(String name) {
    if (name.isEmpty()) {
      throw new UnusableValue("names no resource of the class path");
    }
    return new Location.OfResource(name);
  }

  private static Location ofFileUrl(String text) {
    String name = text.substring("file:".length());
    if (!name.startsWith("/") || name.contains(" ")) {
      // not a URL, but a file name with a space, as people write it
      return ofFileName(name);
    }
    try {
      return new Location.OfFile(Path.of(URI.create(text)));
    } catch (IllegalArgumentException e) {
      throw new UnusableValue("is not a URL of a file of this machine");
    }
  }

  private static Location ofFileName(String name) {
    try {
      return new Location.OfFile(Path.of(name));
    } catch (InvalidPathException e) {
      throw new UnusableValue("is not a file name");
    }
  }
}
