package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;

/**
 * How a server begins, as the first line of its greeting tells; the same in the clear and in TLS.
 */
public sealed interface Greeting {

  /** It waits for commands. */
  record Welcome() implements Greeting {}

  /** It says that the user is logged in already (RFC 9051, section 7.1.4). */
  record Preauthenticated() implements Greeting {}

  /**
   * It wants no connection.
   *
   * @param status the part of its reply that machines read
   */
  record TurnedAway(String status) implements Greeting {}

  /**
   * It does not greet as a server of this service does.
   *
   * @param expected what was expected, as people call it
   * @param spoken what it speaks instead, as people call it
   */
  record Other(String expected, String spoken) implements Greeting {
    /** Where the protocol is not known. */
    static final String UNKNOWN = "something else";

    /** Whether it is known what is spoken instead. */
    public boolean isKnown() {
      return !spoken.equals(UNKNOWN);
    }
  }

  /** What that line, without its end, tells. */
  static Greeting of(MailService service, String line) {
    return switch (service.protocol()) {
      case IMAP -> FirstLine.imap(line);
      case POP3 -> FirstLine.pop3(line);
      case SUBMISSION -> FirstLine.submission(line);
    };
  }
}
