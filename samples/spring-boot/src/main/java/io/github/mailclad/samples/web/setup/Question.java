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
 * @param agree the answer that gives something up
 */
public record Question(
    String title, String text, List<String> facts, String decline, String agree) {
  public Question {
    facts = List.copyOf(facts);
  }

  static Question of(Warning warning) {
    if (warning instanceof Warning.TargetOutsideDomain) {
      return new Question(
          "Are these your provider's servers?",
          warning.text(),
          List.of(),
          "No, or I do not know",
          "Yes, my provider told me so");
    }
    if (warning instanceof Warning.MinimumDisabled minimum) {
      return minimum.cause() == Warning.MinimumDisabled.Cause.CERTIFICATE
          ? new Question(
              "Use servers that cannot prove their identity?",
              warning.text(),
              List.of(),
              "Do not use them",
              "Show me their certificates")
          : new Question(
              "Do without a minimum of confidentiality?",
              warning.text(),
              List.of(),
              "Keep the minimum",
              "Give the minimum up");
    }
    if (warning instanceof Warning.PinRisk pin) {
      return new Question(
          "Accept this certificate yourself?",
          warning.text(),
          facts(pin.certificate()),
          "Do not accept it",
          "I compared the fingerprint: accept it");
    }
    if (warning instanceof Warning.CleartextConfiguration) {
      return new Question(
          "Use this server without encryption?",
          warning.text(),
          List.of(),
          "Do not use it",
          "Use it, although others can read everything");
    }
    if (warning instanceof Warning.CleartextTest) {
      return new Question(
          "Send your password where others can read it?",
          warning.text(),
          List.of(),
          "Do not send it",
          "Send it, this once");
    }
    return new Question(
        "Is that what you want?", warning.text(), List.of(), "No", "Yes, I want that");
  }

  private static List<String> facts(CertificateSummary certificate) {
    return List.of(
        "Issued to: " + certificate.subject(),
        "Issued by: " + certificate.issuer(),
        "Valid: " + certificate.notBefore() + " to " + certificate.notAfter(),
        "SHA-256 fingerprint: " + certificate.sha256().replaceAll("(..)(?=.)", "$1:"));
  }
}
