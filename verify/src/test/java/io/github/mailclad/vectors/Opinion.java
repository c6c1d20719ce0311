package io.github.mailclad.vectors;

/** The opinion of a verifier, or of the author of a vector, on one case. */
sealed interface Opinion {

  /** The server is the expected one. */
  record Accepts() implements Opinion {}

  /**
   * The server is not.
   *
   * @param why the reason on one line, with the code of the refusal if Mailclad gave it
   */
  record Refuses(String why) implements Opinion {}

  /**
   * The verifier broke down, which is no verdict and agrees with nothing.
   *
   * @param why the exception
   */
  record BreaksDown(String why) implements Opinion {}

  /** The verifier is not made for such a case and was not asked, which agrees with nothing. */
  record NotAsked() implements Opinion {}

  /** Returns whether both accept, or both refuse for any reason. */
  default boolean agreesWith(Opinion other) {
    return getClass() == other.getClass() && (this instanceof Accepts || this instanceof Refuses);
  }

  /** The opinion in a word or two, for a table. */
  default String word() {
    if (this instanceof BreaksDown) {
      return "breaks down";
    }
    if (this instanceof NotAsked) {
      return "is not asked";
    }
    return this instanceof Accepts ? "accepts" : "refuses";
  }

  /** Returns the reason, if there is one. */
  default String why() {
    if (this instanceof BreaksDown down) {
      return down.why();
    }
    return this instanceof Refuses refuses ? refuses.why() : "";
  }
}
