package io.github.mailclad.samples.web.setup;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.Warning;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A warning as a page shows it, with its two answers. The first one changes nothing.
 *
 * @param title the question
 * @param text the warning
 * @param facts the facts for the decision, a line each
 * @param decline the answer that changes nothing
 * @param agree the answer that takes the risk
 */
record WarningView(String title, String text, List<String> facts, String decline, String agree) {
  WarningView {
    facts = List.copyOf(facts);
  }

  /**
   * Returns the view of a warning.
   *
   * @param compared the SHA-256 fingerprints of certificates that the person accepted before
   */
  static WarningView of(Warning warning, Set<String> compared) {
    if (warning instanceof Warning.PinRisk pin) {
      boolean isKnown = compared.contains(pin.certificate().sha256());
      return new WarningView(
          warning.prompt(),
          isKnown ? again(pin) : risk(pin),
          facts(pin.certificate()),
          "Do not accept it",
          isKnown ? "Accept it here, too" : "I compared the fingerprint: accept it");
    }
    if (warning instanceof Warning.MinimumDisabled minimum) {
      return minimum.cause() == Warning.MinimumDisabled.Cause.CERTIFICATE
          ? withoutFacts(warning, "Do not use them", "Show me their certificates")
          : withoutFacts(warning, "Keep the minimum level", "Use it without a minimum level");
    }
    if (warning instanceof Warning.TargetOutsideDomain) {
      return withoutFacts(warning, "No, or I do not know", "Yes, my provider names them");
    }
    return warning instanceof Warning.CleartextTest
        ? withoutFacts(warning, "Do not send it", "Send it, this once")
        : withoutFacts(warning, "Do not use it", "Use it, although others can read everything");
  }

  /**
   * Returns the views of an open question and those after it, if all are about a server without
   * TLS; otherwise that of the open question alone.
   *
   * @param compared the SHA-256 fingerprints of certificates that the person accepted before
   */
  static List<WarningView> of(SetupStep.Confirmation open, Set<String> compared) {
    return warnings(open).stream().map(warning -> of(warning, compared)).toList();
  }

  /** Returns the warnings that one page shows, each with an answer of its own. */
  static List<Warning> warnings(SetupStep.Confirmation open) {
    Warning first = open.question().warning();
    List<Warning> all = Stream.concat(Stream.of(first), open.further().stream()).toList();
    return all.stream().allMatch(WarningView::isAboutMissingTls) ? all : List.of(first);
  }

  private static boolean isAboutMissingTls(Warning warning) {
    return warning instanceof Warning.CleartextConfiguration
        || warning instanceof Warning.CleartextTest
        || (warning instanceof Warning.MinimumDisabled minimum
            && minimum.cause() == Warning.MinimumDisabled.Cause.NO_TLS);
  }

  private static WarningView withoutFacts(Warning warning, String decline, String agree) {
    return new WarningView(warning.prompt(), warning.text(), List.of(), decline, agree);
  }

  /** Names the fingerprint once, among the facts. */
  private static String risk(Warning.PinRisk pin) {
    return ("%s cannot prove that it is your provider's server: %s. An attacker in between would get the password of"
            + " %s and could read all its traffic from now on. First compare the fingerprint below with your"
            + " provider. The account will not count as confidential.")
        .formatted(pin.endpoint(), pin.refusal().summary(), pin.account());
  }

  private static String again(Warning.PinRisk pin) {
    return "%s presents the same certificate, which you compared already."
        .formatted(pin.endpoint());
  }

  private static List<String> facts(CertificateSummary certificate) {
    return List.of(
        "Issued to: " + certificate.subject(),
        "Issued by: " + certificate.issuer(),
        "Valid: " + certificate.notBefore() + " to " + certificate.notAfter(),
        "SHA-256 fingerprint: " + certificate.sha256().replaceAll("(..)(?=.)", "$1:"));
  }
}
