package io.github.mailclad.vectors;

/**
 * One vector with all that was said to it.
 *
 * @param id the vector's own
 * @param expected what its author says
 * @param ours what Mailclad says
 * @param jvm what the running JVM says
 */
record Judged(String id, Opinion expected, Opinion ours, Opinion jvm) {

  /** Returns whether Mailclad differs from the author. */
  boolean deviates() {
    return !ours.agreesWith(expected);
  }

  /** Returns whether the JVM agrees with the author and Mailclad does not. */
  boolean isBehindTheJvm() {
    return deviates() && jvm.agreesWith(expected);
  }

  /** One line for a table of everything. */
  String row() {
    return String.join(
        "\t", id, expected.word(), ours.word(), ours.why(), "JVM " + jvm.word(), jvm.why());
  }
}
