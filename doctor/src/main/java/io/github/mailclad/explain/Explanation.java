package io.github.mailclad.explain;

import java.util.List;

/**
 * One mail session of a configuration, explained.
 *
 * @param place the first setting of the session
 * @param application the application that the settings belong to
 * @param protocol the protocol name
 * @param angus what plain Angus does
 * @param mailclad what Mailclad does
 * @param traps the traps, in the order of their weight
 */
public record Explanation(
    WrittenSetting place,
    String application,
    String protocol,
    PlainAngus angus,
    MailcladVerdict mailclad,
    List<Trap> traps) {
  public Explanation {
    traps = List.copyOf(traps);
  }

  /** Returns whether a trap makes the configuration unsafe or unusable. */
  public boolean hasFailures() {
    return traps.stream().anyMatch(trap -> trap.rule().isFailing());
  }
}
