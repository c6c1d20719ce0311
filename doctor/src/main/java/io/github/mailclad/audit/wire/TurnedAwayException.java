package io.github.mailclad.audit.wire;

import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;

/** The server does not want the connection, for example by a reply 421 or {@code * BYE}. */
public final class TurnedAwayException extends IOException {
  private static final long serialVersionUID = 1;

  TurnedAwayException(String reply) {
    super("the server turned the connection away: " + Escaped.text(reply));
  }
}
