package io.github.mailclad.internal.trust;

/**
 * A counter of the work of one validation, with a limit for each kind of work. The limits are far
 * above the needs of an honest server. They are low enough that a hostile server costs only
 * milliseconds. Not thread-safe; use one for each validation.
 */
final class WorkCounter {
  /** The largest number of certificates in a path, without the end-entity and the anchor. */
  static final int LONGEST_PATH = 16;

  static final int MOST_CERTIFICATES = 64;
  static final int MOST_OCTETS_OF_ONE = 512 << 10;
  static final int MOST_OCTETS = 1 << 20;
  static final int MOST_STEPS = 2_000;
  static final int MOST_SIGNATURES = 100;
  static final int MOST_PATHS = 64;
  static final int MOST_CONSTRAINTS = 1_024;
  static final int MOST_COMPARISONS = 1 << 20;
  static final int MOST_POLICY_MAPPINGS = 256;
  static final int MOST_POLICY_OCTETS = 8 << 10;

  private int steps;
  private int signatures;
  private int paths;
  private long comparisons;

  /** An exceeded limit. */
  static final class WorkLimitException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a limit. */
    WorkLimitException(String what) {
      super(what, null, false, false);
    }

    /** Returns the exceeded limit in words. */
    String limit() {
      return String.valueOf(getMessage());
    }
  }

  /** Counts one examined candidate. */
  void step() throws WorkLimitException {
    steps++;
    within(steps, MOST_STEPS, "more than %d candidates for an issuer");
  }

  /** Counts one verified signature. */
  void signature() throws WorkLimitException {
    signatures++;
    within(signatures, MOST_SIGNATURES, "more than %d signatures to verify");
  }

  /** Counts one complete path that is checked. */
  void path() throws WorkLimitException {
    paths++;
    within(paths, MOST_PATHS, "more than %d paths to a trust anchor");
  }

  /** Counts comparisons of names with constraints. */
  void comparisons(long count) throws WorkLimitException {
    comparisons += count;
    within(comparisons, MOST_COMPARISONS, "more than %d names to compare with name constraints");
  }

  /** Returns the number of verified signatures. */
  int signatures() {
    return signatures;
  }

  /** Returns the number of examined candidates. */
  int steps() {
    return steps;
  }

  /** Returns the number of comparisons of names with constraints. */
  long comparisons() {
    return comparisons;
  }

  static void within(long count, long most, String what) throws WorkLimitException {
    if (count > most) {
      throw new WorkLimitException(what.formatted(most));
    }
  }
}
