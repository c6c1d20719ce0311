package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.internal.text.ServerWords;
import jakarta.mail.Session;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.logging.Level;
import org.eclipse.angus.mail.util.MailLogger;

/**
 * The log of a service's decisions. Details go to Angus's own logger, so that {@code mail.debug}
 * shows them between the protocol lines. Warnings go to the platform's logger, which reaches an
 * operator whether or not mail is being debugged. Never logs a secret.
 */
final class GuardLog {
  private static final System.Logger WARNINGS = System.getLogger("io.github.mailclad");

  private final Session user;
  private final MailLogger details;

  /** Creates the log of a service in a session of the application. */
  GuardLog(Session user) {
    this.user = user;
    details = new MailLogger(GuardLog.class, "DEBUG MAILCLAD", user.getDebug(), user.getDebugOut());
  }

  /**
   * Sets the debug switch of another session as the application's session has it. A session prints
   * a greeting when debugging begins; the greeting of the application's session is enough.
   */
  void debugAlsoIn(Session session) {
    if (session.getDebug() != user.getDebug()) {
      session.setDebugOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
      session.setDebug(user.getDebug());
    }
    session.setDebugOut(user.getDebugOut());
  }

  /** Logs a detail in two parts. Its text is made only if it is logged. */
  void fine(String beginning, Object rest) {
    if (details.isLoggable(Level.FINE)) {
      details.log(Level.FINE, ServerWords.lines(beginning + rest));
    }
  }

  /** Logs an event. A server that a profile on trial would refuse is logged once. */
  void event(SecurityEvent event) {
    if (!(event instanceof SecurityEvent.ProfileObjection)
        || CompositionRoot.SHARED.announcements().isFirst(event.text())) {
      warning(event.text());
    }
  }

  void warning(String message) {
    WARNINGS.log(System.Logger.Level.WARNING, ServerWords.lines(message));
  }
}
