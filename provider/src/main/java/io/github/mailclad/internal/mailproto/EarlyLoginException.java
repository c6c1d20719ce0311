package io.github.mailclad.internal.mailproto;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that is not as it was at the last login, found after an early login was sent. Nothing
 * more is sent on the connection.
 */
public final class EarlyLoginException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Surprise surprise;

  /** The difference that was found. */
  public enum Surprise {
    /** The server logged the user in before it read the login (RFC 9051, section 7.1.4). */
    PREAUTHENTICATED("the server says that the user is logged in already"),
    /** The server does not want the connection. */
    TURNED_AWAY("the server turned the connection away"),
    /** The server offers other logins. A new connection can take them into account. */
    CHANGED("the server offers other logins than at the last one");

    private final String text;

    Surprise(String text) {
      this.text = text;
    }
  }

  EarlyLoginException(Surprise surprise) {
    super(surprise.text + "; the connection was closed after an early login");
    this.surprise = surprise;
  }

  /** Returns the difference that a failure is about; empty for another failure. */
  public static Optional<Surprise> surpriseIn(Exception failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof EarlyLoginException early) {
        return Optional.of(early.surprise);
      }
    }
    return Optional.empty();
  }
}
