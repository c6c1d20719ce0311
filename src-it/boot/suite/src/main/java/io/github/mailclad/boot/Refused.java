package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.mail.InsecureConnectionException;
import org.junit.jupiter.api.function.Executable;
import org.springframework.mail.MailSendException;

/** Mail that was refused. */
final class Refused {
  private Refused() {}

  /** The refusal, found in what Spring makes of it. */
  static InsecureConnectionException by(Executable sending) {
    Throwable thrown = assertThrows(MailSendException.class, sending);
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof InsecureConnectionException refused) {
        return refused;
      }
    }
    throw new AssertionError("not refused, but", thrown);
  }

  /** Checks that it is refused for that reason. */
  static InsecureConnectionException as(String code, Executable sending) {
    InsecureConnectionException refused = by(sending);
    assertEquals(code, refused.refusal().code(), refused.getMessage());
    return refused;
  }
}
