package io.github.mailclad.refusal;

import io.github.mailclad.internal.text.Ascii;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason for which a server does not log a user in now, or does not take a message now,
 * according to its reply: codes of SMTP (RFC 5321, RFC 3463), of IMAP (RFC 5530) and of POP3 (RFC
 * 2449, RFC 3206), and the texts of large providers that have no code.
 */
public enum ServerLimit {
  /** Too many logins in a short time. */
  LOGINS(
      "the server counts too many logins in a short time",
      "wait some minutes, and log in less often: keep stores and transports open for longer; mail.smtp.security.keep-connections does so for submission",
      "login attempts|login rate|rate limit|too many (auth|logins)"),
  /** Too many connections of the user, of the client's address, or in all. */
  CONNECTIONS(
      "the server counts too many connections",
      "close stores, folders and transports that are not in use, and open fewer at a time (threads, mail.imap.connectionpoolsize); other programs of the user count too",
      "(simultaneous|concurrent) connections|too many (connections|concurrent)"
          + "|number of connections|(connections?|thread) limit"),
  /** Anything else that may be over soon. */
  UNAVAILABLE(
      "the server cannot log the user in now",
      "try again later; neither the user nor the secret was rejected",
      "(?!)");

  /** Codes in brackets at the beginning of a reply of IMAP or POP3, and what they mean. */
  private static final Pattern BRACKETS = Pattern.compile("\\[([A-Z/-]{1,40})[^\\]]{0,200}\\].*");

  /** A temporary failure of SMTP. */
  private static final Pattern TEMPORARY =
      Pattern.compile("(4[0-9]{2})(?:[ -](4\\.[0-9]{1,3}\\.[0-9]{1,3})(?: .*)?|[ -].*)?");

  /** The user has to change the password first (RFC 4954, section 6). */
  private static final String TRANSITION = "4.7.12";

  private final String words;
  private final String remedy;
  private final Pattern signs;

  ServerLimit(String words, String remedy, String signs) {
    this.words = words;
    this.remedy = remedy;
    this.signs = Pattern.compile(signs);
  }

  String words() {
    return words;
  }

  String remedy() {
    return remedy;
  }

  /**
   * Returns the limit that a reply is about; empty if it is a failure that stays.
   *
   * @param reply a reply of SMTP with its code, or one of IMAP or POP3 after {@code NO} or {@code
   *     -ERR}; one line
   */
  public static Optional<ServerLimit> in(String reply) {
    String upper = Ascii.upperCase(reply);
    Matcher brackets = BRACKETS.matcher(upper);
    String code = brackets.matches() ? brackets.group(1) : "";
    Matcher smtp = TEMPORARY.matcher(reply);
    boolean temporary = smtp.matches();
    boolean permanent =
        (temporary && TRANSITION.equals(smtp.group(2))) || reply.matches("[1235][0-9]{2}([ -].*)?");
    if (permanent || code.equals("AUTHENTICATIONFAILED") || code.equals("AUTH")) {
      return Optional.empty();
    }
    String lower = Ascii.lowerCase(reply);
    for (ServerLimit limit : values()) {
      if (limit.signs.matcher(lower).find()) {
        return Optional.of(limit);
      }
    }
    return switch (code) {
      case "LOGIN-DELAY" -> Optional.of(LOGINS);
      case "LIMIT" -> Optional.of(CONNECTIONS);
      case "UNAVAILABLE", "INUSE", "IN-USE", "SYS/TEMP" -> Optional.of(UNAVAILABLE);
      default -> temporary ? Optional.of(UNAVAILABLE) : Optional.empty();
    };
  }

  /** Returns the part of a reply that programs read: its codes, without the text. */
  static String status(String reply) {
    Matcher smtp = TEMPORARY.matcher(reply);
    if (smtp.matches()) {
      return smtp.group(1) + (smtp.group(2) == null ? "" : " " + smtp.group(2));
    }
    int end = BRACKETS.matcher(Ascii.upperCase(reply)).matches() ? reply.indexOf(']') + 1 : 0;
    return reply.substring(0, end);
  }
}
