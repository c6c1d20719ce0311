package io.github.mailclad.audit;

/** The result of one check at one place. Only {@link #PASS} says that a requirement is met. */
public enum Status {
  /** The requirement is met. */
  PASS,
  /** A recommendation is not followed, or a failure is near. */
  WARN,
  /** A requirement is violated. */
  FAIL,
  /** A fact that is neither good nor bad. */
  INFO,
  /** The check does not apply to this server. */
  NOT_APPLICABLE,
  /** The check would need what an audit from outside does not have. */
  NOT_OBSERVABLE,
  /** The check could not be completed, for example because the server did not answer. */
  ERROR;

  /** Returns whether the result is a deviation: {@link #WARN} or {@link #FAIL}. */
  public boolean isDeviation() {
    return this == WARN || this == FAIL;
  }
}
