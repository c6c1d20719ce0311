package io.github.mailclad.refusal;

import java.io.Serializable;

/**
 * One problem of the session's properties.
 *
 * @param key the property, or the keys that contradict each other
 * @param problem the problem
 * @param remedy the value to set instead
 */
public record SettingProblem(String key, String problem, String remedy) implements Serializable {
  @Override
  public String toString() {
    return key + ": " + problem + "; " + remedy;
  }
}
