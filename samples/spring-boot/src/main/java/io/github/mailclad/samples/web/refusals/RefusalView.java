package io.github.mailclad.samples.web.refusals;

import io.github.mailclad.refusal.RefusalText;
import java.util.List;
import java.util.Locale;

/**
 * A refusal in words for a page.
 *
 * @param subject the refused server or account
 * @param summary the event
 * @param details the expected and presented values, a line each
 * @param remedy the remedy
 * @param code the code, as in {@code docs/refusals.md}
 */
public record RefusalView(
    String subject, String summary, List<String> details, String remedy, String code) {
  public RefusalView {
    details = List.copyOf(details);
  }

  /** Returns a refusal for a page. */
  public static RefusalView of(String subject, RefusalText text) {
    return new RefusalView(
        subject, sentence(text.summary()), text.details(), sentence(text.remedy()), text.code());
  }

  /** Returns a text with a capital first letter, unless it begins with a name. */
  private static String sentence(String words) {
    String first = words.split("\\s", 2)[0];
    boolean isName = first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
    return words.isEmpty() || isName
        ? words + "."
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }
}
