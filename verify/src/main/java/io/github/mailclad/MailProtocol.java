package io.github.mailclad;

import java.util.Optional;

/** A mail protocol, independent of how TLS starts. */
public enum MailProtocol {
  /** IMAP (RFC 9051, RFC 3501). */
  IMAP,
  /** POP3 (RFC 1939). */
  POP3,
  /** Message submission: SMTP for the mail of a user (RFC 6409). */
  SUBMISSION;

  /**
   * Returns the protocol that Jakarta Mail calls by this name, such as {@code smtps}; empty for
   * every other name. Names are case-sensitive.
   */
  public static Optional<MailProtocol> named(String name) {
    return switch (name) {
      case "imap", "imaps" -> Optional.of(IMAP);
      case "pop3", "pop3s" -> Optional.of(POP3);
      case "submission", "submissions", "smtp", "smtps" -> Optional.of(SUBMISSION);
      default -> Optional.empty();
    };
  }
}
