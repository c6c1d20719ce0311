package io.github.mailclad.samples.web.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of the form for a new message, valid or not.
 *
 * @param account the account of the sender
 * @param to the recipients
 * @param subject its subject
 * @param text its text
 */
record Draft(String account, String to, String subject, String text) {
  private static final int LONGEST_LINE = 254;
  private static final int LONGEST_TEXT = 100_000;

  Draft(
      @Nullable String account,
      @Nullable String to,
      @Nullable String subject,
      @Nullable String text) {
    this.account = account == null ? "" : account;
    this.to = to == null ? "" : to.strip();
    this.subject = subject == null ? "" : subject;
    this.text = text == null ? "" : text;
  }

  /** Returns the problems to correct before the draft can be sent, by field. */
  Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    if (!isOneAddress(to)) {
      problems.put("to", "Type one whole address, for example alice@example.org.");
    }
    if (subject.length() > LONGEST_LINE || subject.chars().anyMatch(Character::isISOControl)) {
      problems.put("subject", "The subject has to be one line of at most 254 characters.");
    }
    if (text.isBlank()) {
      problems.put("text", "Type a text.");
    } else if (text.length() > LONGEST_TEXT) {
      problems.put("text", "The text may have 100,000 characters at most.");
    }
    return problems;
  }

  private static boolean isOneAddress(String given) {
    try {
      InternetAddress[] parsed = InternetAddress.parse(given, /* strict= */ true);
      return given.length() <= LONGEST_LINE
          && parsed.length == 1
          && parsed[0].getAddress().equals(given)
          && given.indexOf('@') > 0;
    } catch (AddressException e) {
      return false;
    }
  }
}
