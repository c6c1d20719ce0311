package io.github.mailclad.audit;

import java.util.List;

/** The checks that only the operator can make, as questions of a report. */
final class Questionnaire {
  private static final List<Question> QUESTIONS =
      List.of(
          question(
              "certificate-issuance",
              "authorities verify the domain before they issue",
              "the authority decides what it issues",
              "R7817-4.1-1"),
          question(
              "content-filtering",
              "submitted mail is still examined for malware",
              "needs a message with malware, which is never sent",
              "D-6-2"),
          question(
              "external-login",
              "an accepted client certificate enables SASL EXTERNAL",
              "needs a client certificate that the operator issues",
              "D-4.2-3"),
          question(
              "login-oracle",
              "logins in the clear are denied alike",
              "needs a password in the clear, which an audit never sends",
              "D-4.1-4",
              "D-4.1-5"),
          question(
              "mx-signed",
              "MX records are signed",
              "concerns mail between domains, which is not audited",
              "D-4.5.1-1"),
          question(
              "other-services",
              "other services of the provider support TLS",
              "only mail services are audited",
              "D-4-2",
              "D-4-3"),
          question(
              "password-change",
              "passwords that were used in the clear are changed",
              "only the operator knows the users",
              "D-4.1-6"),
          question(
              "provider-integrity",
              "the provider itself is not compromised",
              "TLS protects the way to a server, not its content",
              "D-8-1"),
          question(
              "tls-logging",
              "logins are logged with their cipher suite",
              "only the operator sees the logs",
              "D-4-16"),
          question(
              "transition",
              "the transition to TLS may be gradual",
              "the operator decides on the way and on exceptions",
              "D-4.1-1",
              "D-4.1-2",
              "D-4.1-7",
              "D-4.1-10"));

  private Questionnaire() {}

  /**
   * One check with the reason for which an audit from outside cannot make it.
   *
   * @param check the check
   * @param reason the reason, without a full stop
   */
  record Question(Check check, String reason) {}

  /** Returns all questions, by the identifiers of their checks. */
  static List<Question> questions() {
    return QUESTIONS;
  }

  private static Question question(String id, String title, String reason, String... requirements) {
    return new Question(new Check(id, title, List.of(requirements), Profile.RFC8314), reason);
  }
}
