package io.github.mailclad.samples.web.setup;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.setup.Warning;
import java.util.List;

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

  static WarningView of(Warning warning) {
    if (warning instanceof Warning.PinRisk pin) {
      return new WarningView(
          warning.prompt(),
          warning.text(),
          facts(pin.certificate()),
          "Do not accept it",
          "I compared the fingerprint: accept it");
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

  private static WarningView withoutFacts(Warning warning, String decline, String agree) {
    return new WarningView(warning.prompt(), warning.text(), List.of(), decline, agree);
  }

  private static List<String> facts(CertificateSummary certificate) {
    return List.of(
        "Issued to: " + certificate.subject(),
        "Issued by: " + certificate.issuer(),
        "Valid: " + certificate.notBefore() + " to " + certificate.notAfter(),
        "SHA-256 fingerprint: " + certificate.sha256().replaceAll("(..)(?=.)", "$1:"));
  }
}
