package io.github.mailclad.samples.web.refusals;

import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * A refusal in words for a page.
 *
 * @param subject what was refused: a server, or an account
 * @param summary what happened
 * @param details what was expected and presented, a line each
 * @param remedy what to do
 * @param code the code, by which {@code docs/refusals.md} has it
 */
public record RefusalView(
    String subject, String summary, List<String> details, String remedy, String code) {
  public RefusalView {
    details = List.copyOf(details);
  }

  /** The words for a refusal. */
  public static RefusalView of(String subject, Refusal refusal) {
    return new RefusalView(
        subject,
        sentence(refusal.summary()),
        refusal.details(),
        sentence(refusal.remedy()),
        refusal.code());
  }

  /** Begins with a capital, unless it begins with a name. */
  private static String sentence(String words) {
    String first = words.split("\\s", 2)[0];
    boolean isName = first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
    return words.isEmpty() || isName
        ? words + "."
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }
}
