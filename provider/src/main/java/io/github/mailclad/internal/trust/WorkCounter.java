package io.github.mailclad.internal.trust;

/**
 * What one validation has cost, counted, with a limit for each kind of work. The limits are far
 * above what an honest server needs, and low enough that a hostile one costs milliseconds. Not
 * thread-safe; one for each validation.
 */
final class WorkCounter {
  /** Certificates beside the end-entity that a path may have, the anchor not counted. */
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

  /** A limit was reached. */
  static final class TooMuch extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what there is too much of. */
    TooMuch(String what) {
      super(what, null, false, false);
    }

    /** What there is too much of. */
    String what() {
      return String.valueOf(getMessage());
    }
  }

  /** Counts one candidate that is looked at. */
  void step() throws TooMuch {
    steps++;
    within(steps, MOST_STEPS, "more than %d candidates for an issuer");
  }

  /** Counts one signature that is verified. */
  void signature() throws TooMuch {
    signatures++;
    within(signatures, MOST_SIGNATURES, "more than %d signatures to verify");
  }

  /** Counts one whole path that is judged. */
  void path() throws TooMuch {
    paths++;
    within(paths, MOST_PATHS, "more than %d paths to a trust anchor");
  }

  /** Counts names that are compared with constraints. */
  void comparisons(long count) throws TooMuch {
    comparisons += count;
    within(comparisons, MOST_COMPARISONS, "more than %d names to compare with name constraints");
  }

  /** How many signatures were verified. */
  int signatures() {
    return signatures;
  }

  /** How many candidates were looked at. */
  int steps() {
    return steps;
  }

  /** How many names were compared with constraints. */
  long comparisons() {
    return comparisons;
  }

  static void within(long count, long most, String what) throws TooMuch {
    if (count > most) {
      throw new TooMuch(what.formatted(most));
    }
  }
}
