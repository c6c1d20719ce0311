package io.github.mailclad;

import java.nio.file.Path;

/**
 * The location of the certificates, keys or lists that a setting names. Its text never contains a
 * secret.
 */
public sealed interface Location {

  /**
   * A file of this machine. It is read again when it changes.
   *
   * @param path the file
   */
  record OfFile(Path path) implements Location {
    /** Written out, because the generated method costs the first connection milliseconds. */
    @Override
    public int hashCode() {
      return path.hashCode();
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A resource on the class path, found by the context class loader of the thread that connects.
   *
   * @param name its name, without a slash at the beginning
   */
  record OfResource(String name) implements Location {
    @Override
    public String toString() {
      return "classpath:" + name;
    }
  }

  /**
   * The setting's own text, which is PEM.
   *
   * @param text the text; it may contain a private key
   */
  record OfText(String text) implements Location {
    /** Returns a fixed description, never the text. */
    @Override
    public String toString() {
      return "the PEM text of the setting";
    }
  }
}
