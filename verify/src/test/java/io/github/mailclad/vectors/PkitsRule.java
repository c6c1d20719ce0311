package io.github.mailclad.vectors;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A rule of ours because of which cases of PKITS end otherwise than NIST says. */
public enum PkitsRule {
  NO_DSA(
      "No DSA (RFC 9325, section 4.5).",
      List.of("40104-valid_dsa_signatures_test4", "40105-valid_dsa_parameter_inheritance_test5")),
  AUTHORITY_AS_SERVER(
      "The certificate of an authority identifies a server only where it is itself the trust anchor or the pinned one.",
      List.of(
          "40608-valid_pathlenconstraint_test8",
          "40614-valid_pathlenconstraint_test14",
          "40806-overlapping_policies_test6",
          "41413-valid_onlycontainscacerts_crl_test13")),
  SOME_REASONS(
      "A list for some reasons can only revoke: several such lists are not added up.",
      List.of("41418-valid_onlysomereasons_test18", "41419-valid_onlysomereasons_test19")),
  DELTA_REVOKES_ONLY(
      "A delta CRL revokes what it lists, and takes no hold back. The JDK does not use delta CRLs either, and accepts test 4, which revokes by one.",
      List.of("41505-valid_deltacrl_test5"));

  private final String sentence;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> cases;

  PkitsRule(String sentence, List<String> cases) {
    this.sentence = sentence;
    this.cases = List.copyOf(cases);
  }

  /** The rule in full. */
  public String sentence() {
    return sentence;
  }

  /** The cases, by number and name. */
  public List<String> cases() {
    return cases;
  }

  /** Every case that deviates, with its rule. */
  public static Map<String, PkitsRule> byCase() {
    Map<String, PkitsRule> rules = new TreeMap<>();
    for (PkitsRule rule : values()) {
      rule.cases.forEach(each -> rules.put(each, rule));
    }
    return rules;
  }
}
