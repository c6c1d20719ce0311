package io.github.mailclad.boot;

/**
 * The end of an application that did not start.
 *
 * @param log what it logged
 * @param thrown what its {@code main} would have thrown
 */
record FailedStart(String log, RuntimeException thrown) {
  private static final String TITLE = "APPLICATION FAILED TO START";

  /** Returns the report for the person who started it: the problem and the remedy. */
  String analysis() {
    int begin = log.indexOf(TITLE);
    if (begin < 0 || !log.contains("Action:")) {
      throw new AssertionError("nothing was explained: " + log, thrown);
    }
    return log.substring(begin);
  }
}
