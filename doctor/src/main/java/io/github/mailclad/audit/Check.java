package io.github.mailclad.audit;

import java.util.List;

/**
 * One check of the catalogue.
 *
 * @param id the stable identifier, in lower case with hyphens; also the key of the remedy
 * @param title the rule, in one sentence without a full stop
 * @param requirements the identifiers of the requirements that it observes
 * @param profile the smallest profile that contains it
 */
public record Check(String id, String title, List<String> requirements, Profile profile) {
  public Check {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not an identifier of a check: " + id);
    }
    requirements = List.copyOf(requirements);
  }
}
