package io.github.mailclad.angus;

import jakarta.mail.MessagingException;

/** Reports that a kept connection ended before a message was sent on it. */
final class StaleConnectionException extends MessagingException {
  private static final long serialVersionUID = 1;

  StaleConnectionException(String reason, Exception cause) {
    super(reason, cause);
  }

  StaleConnectionException(String reason) {
    super(reason);
  }
}
