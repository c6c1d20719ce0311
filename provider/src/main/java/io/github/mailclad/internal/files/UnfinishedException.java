package io.github.mailclad.internal.files;

import java.io.IOException;

/**
 * What is read looks as if another process is still writing it: it is empty, it ends in the middle,
 * or two files of a pair do not belong together. The message tells people which of these it is.
 */
public final class UnfinishedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Content that does not stand as it is, for that reason. */
  public UnfinishedException(String message) {
    super(message);
  }
}
