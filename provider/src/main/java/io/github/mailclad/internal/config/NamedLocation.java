package io.github.mailclad.internal.config;

import io.github.mailclad.Location;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the text of a setting says about where something is: a file name, {@code file:} and a file
 * name, {@code classpath:} and the name of a resource, or PEM itself. Nothing is opened.
 */
sealed interface NamedLocation {

  /** The location that is meant. */
  record Known(Location location) implements NamedLocation {}

  /**
   * The text names no location.
   *
   * @param problem why, without the text, which may be a key
   */
  record Unknown(String problem) implements NamedLocation {}

  /** A file name in a URL has at least two letters before the colon; a drive has one. */
  Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*", Pattern.DOTALL);

  /** No system has longer file names. */
  int LONGEST_NAME = 4096;

  /** Reads the text of a setting. */
  static NamedLocation of(String text) {
    if (text.contains("-----BEGIN ")) {
      return new Known(new Location.OfText(withLines(text)));
    }
    if (text.isBlank()) {
      return new Unknown("is empty");
    }
    if (text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
      return new Unknown("is neither a file name nor PEM");
    }
    if (text.startsWith("classpath:")) {
      String name = text.substring("classpath:".length()).replaceFirst("^/+", "");
      return name.isEmpty()
          ? new Unknown("names no resource of the class path")
          : new Known(new Location.OfResource(name));
    }
    if (text.startsWith("file:")) {
      return ofFileUrl(text);
    }
    return URL.matcher(text).matches()
        ? new Unknown("is a URL, and nothing is fetched")
        : ofFileName(text);
  }

  /** PEM in one line of a properties file or an environment variable has its line ends escaped. */
  private static String withLines(String text) {
    return text.contains("\n") ? text : text.replace("\\r", "").replace("\\n", "\n");
  }

  private static NamedLocation ofFileUrl(String text) {
    String name = text.substring("file:".length());
    try {
      // what is no URL is a file name with a blank, as people write it
      return name.startsWith("/") && !name.contains(" ")
          ? new Known(new Location.OfFile(Path.of(URI.create(text))))
          : ofFileName(name);
    } catch (IllegalArgumentException e) {
      return new Unknown("is not a URL of a file of this machine");
    }
  }

  private static NamedLocation ofFileName(String name) {
    try {
      return new Known(new Location.OfFile(Path.of(name)));
    } catch (InvalidPathException e) {
      return new Unknown("is not a file name");
    }
  }
}
