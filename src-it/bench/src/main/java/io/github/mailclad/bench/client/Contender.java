package io.github.mailclad.bench.client;

/**
 * A client that takes part in a comparison, and what it does there.
 *
 * @param name as the report says it
 * @param role in which column it stands
 * @param action what is measured
 * @param <T> what it does
 */
public record Contender<T>(String name, Role role, T action) {

  /** The column of a client. */
  public enum Role {
    /** Mailclad. */
    OURS,
    /** Angus, hardened by hand. */
    PLAIN,
    /** Another library, or Angus with more settings; the best one counts. */
    PEER,
    /** A client written by hand for just this. */
    MINIMUM
  }

  /** Mailclad. */
  public static <T> Contender<T> ours(T action) {
    return new Contender<>("Mailclad", Role.OURS, action);
  }

  /** Angus, hardened by hand. */
  public static <T> Contender<T> plain(T action) {
    return new Contender<>("Angus", Role.PLAIN, action);
  }

  /** Another library. */
  public static <T> Contender<T> peer(String name, T action) {
    return new Contender<>(name, Role.PEER, action);
  }

  /** The least that a program must send. */
  public static <T> Contender<T> minimum(T action) {
    return new Contender<>("minimum", Role.MINIMUM, action);
  }
}
