package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that Mailclad's messages are in the application's own log. */
class LoggingTest {
  private final SubmissionServer server = SubmissionServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void thePlanAndTheOutcomeAreLoggedWhereAsked() {
    Settings settings = Settings.of(server).with("logging.level.io.github.mailclad", "DEBUG");
    try (App app = App.start(settings)) {
      app.sendText();

      app.assertLogged("localhost:" + server.port());
      app.assertLogged("AUTHENTICATED");
      assertFalse(app.log().contains(SubmissionServer.PASSWORD), app::log);
    }
  }

  @Test
  void atTheStartEachSenderHasALine() {
    try (App app = App.start(Settings.of(server))) {
      app.assertLogged(
          "mailSender: submissions localhost:"
              + server.port()
              + ", verified, SSL bundle "
              + Settings.BUNDLE);
    }
  }

  @Test
  void nothingIsLoggedForAConnectionOtherwise() {
    try (App app = App.start(Settings.of(server))) {
      String atStart = app.log();
      app.sendText();

      String since = app.log().substring(atStart.length());
      assertFalse(since.contains("localhost:" + server.port()), since);
    }
  }
}
