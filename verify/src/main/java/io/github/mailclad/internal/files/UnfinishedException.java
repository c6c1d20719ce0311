package io.github.mailclad.internal.files;

import java.io.IOException;

/**
 * The failure to read content that another process seems to be still writing: it is empty, it ends
 * in the middle, or two files of a pair do not belong together. The message says which of these it
 * is, in words for people.
 */
public final class UnfinishedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with its reason. */
  public UnfinishedException(String message) {
    super(message);
  }
}
