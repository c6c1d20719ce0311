package io.github.mailclad.angus;

import io.github.mailclad.internal.text.ServerWords;
import jakarta.mail.Session;
import java.util.logging.Level;
import org.eclipse.angus.mail.util.MailLogger;

/**
 * Where a service says what it decides: details by Angus's own logger, so that {@code mail.debug}
 * shows them between the protocol lines; warnings by the platform's logger, which reaches an
 * operator whether or not mail is being debugged. Never a secret.
 */
final class GuardLog {
  private static final System.Logger WARNINGS = System.getLogger("io.github.mailclad");

  private final MailLogger details;

  GuardLog(Session session) {
    details =
        new MailLogger(GuardLog.class, "DEBUG MAILCLAD", session.getDebug(), session.getDebugOut());
  }

  void fine(String message) {
    details.log(Level.FINE, ServerWords.lines(message));
  }

  void warning(String message) {
    WARNINGS.log(System.Logger.Level.WARNING, ServerWords.lines(message));
  }
}
