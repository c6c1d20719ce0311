package io.github.mailclad.explain;

import java.nio.file.Path;

/**
 * A setting as a person wrote it.
 *
 * @param key the whole key, with the keys around it: for example {@code spring.mail.host}
 * @param value the text; it may be a secret
 * @param file the file
 * @param line the line on which it begins, from 1
 */
public record WrittenSetting(String key, String value, Path file, int line) {

  /** Returns the place and the key only, because the value may be a secret. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + key;
  }
}
