package io.github.mailclad.internal.config;

/** An unusable value of a setting, with the reason. */
final class UnusableValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  UnusableValue(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** Returns the problem as the predicate of a sentence about the setting, without its value. */
  String problem() {
    return problem;
  }
}
