package io.github.mailclad;

import java.nio.file.Path;

/** Where the certificates, keys or lists are that a setting names. No text of it is a secret. */
public sealed interface Location {

  /**
   * A file of this machine; what was read from it is read again when it changes.
   *
   * @param path the file
   */
  record OfFile(Path path) implements Location {
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
   * @param text the text; it may have a private key in it
   */
  record OfText(String text) implements Location {
    /** Never the text. */
    @Override
    public String toString() {
      return "the PEM text of the setting";
    }
  }
}
