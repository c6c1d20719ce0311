package io.github.mailclad.it.servers;

import java.util.List;
import java.util.Map;

/**
 * The actions of an application, to be compared on both sides.
 *
 * @param name in the words of the documentation
 * @param settings properties of the protocol, without their prefix
 * @param differences the differences that are expected, each at its servers; without them the
 *     results are the same
 */
record Scenario(
    String name, Map<String, String> settings, Actions actions, List<Difference> differences) {

  /** The actions themselves. */
  interface Actions {
    void run(Compared application) throws Exception;
  }

  /** A scenario with the default settings and the same results. */
  static Scenario of(String name, Actions actions) {
    return of(name, Map.of(), actions);
  }

  /** A scenario with the same results. */
  static Scenario of(String name, Map<String, String> settings, Actions actions) {
    return new Scenario(name, settings, actions, List.of());
  }

  /** Returns the differences that are expected at this server. */
  List<Difference> differences(String server) {
    return differences.stream().filter(each -> each.isAt(server)).toList();
  }

  Scenario differing(Difference... expected) {
    return new Scenario(name, settings, actions, List.of(expected));
  }

  @Override
  public String toString() {
    return name;
  }
}
