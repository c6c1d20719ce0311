package io.github.mailclad.refusal;

import io.github.mailclad.SettingNames;
import io.github.mailclad.internal.text.SettingKeys;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A refusal in words for the person who has to act. Settings have general names, with {@code
 * <protocol>} for the protocol's name, or the names under which they were written for a session.
 *
 * @param code the stable code
 * @param summary the event, in one sentence without a subject
 * @param details the expected and the presented values, a line each; possibly empty
 * @param remedy the setting to change, or the request to make and to whom
 * @param problems the problems of {@link SettingsRefusal.UnsafeSettings} in the same words; empty
 *     for every other refusal
 */
public record RefusalText(
    String code, String summary, List<String> details, String remedy, List<SettingProblem> problems)
    implements Serializable {
  private static final int MOST_NAMES = 12;

  public RefusalText {
    details = List.copyOf(details);
    problems = List.copyOf(problems);
  }

  /** Creates the text of a refusal that is not about single settings. */
  RefusalText(String code, String summary, List<String> details, String remedy) {
    this(code, summary, details, remedy, List.of());
  }

  /** Creates the text of a refusal without details. */
  RefusalText(String code, String summary, String remedy) {
    this(code, summary, List.of(), remedy);
  }

  /**
   * Returns this text in the words of a session.
   *
   * @param facts the keys to translate in the summary and the details
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @param names the names of settings as they were written
   */
  RefusalText inSession(SettingKeys facts, String protocol, SettingNames names) {
    return translated(
        text -> SettingKeys.KEYS_ONLY.translated(text, protocol, names::asWritten),
        text -> facts.translated(text, protocol, names::asWritten),
        text -> names.inText(text, protocol));
  }

  private RefusalText translated(
      UnaryOperator<String> keys, UnaryOperator<String> facts, UnaryOperator<String> advice) {
    List<SettingProblem> translated =
        problems.stream()
            .map(
                p ->
                    new SettingProblem(
                        keys.apply(p.key()), facts.apply(p.problem()), advice.apply(p.remedy())))
            .toList();
    return new RefusalText(
        code,
        facts.apply(summary),
        problems.isEmpty() ? details.stream().map(facts).toList() : linesOf(translated),
        advice.apply(remedy),
        translated);
  }

  /** Returns this text with additional advice after the remedy. */
  public RefusalText and(String advice) {
    return new RefusalText(code, summary, details, remedy + "; " + advice, problems);
  }

  /**
   * Returns all of it, in several lines: subject, summary and code; details; remedy.
   *
   * @param subject the subject of the refusal, usually {@code host:port}
   */
  public String explain(String subject) {
    StringBuilder text =
        new StringBuilder(subject)
            .append(" refused: ")
            .append(summary)
            .append("  [")
            .append(code)
            .append(']');
    details.forEach(line -> text.append("\n  ").append(line));
    return text.append("\n  ").append(remedy).toString();
  }

  /** Returns the first names of a list, and the number of the others. */
  static String someOf(List<?> names) {
    String shown =
        names.stream().limit(MOST_NAMES).map(Object::toString).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? shown
        : shown + " and " + (names.size() - MOST_NAMES) + " more";
  }

  static List<String> linesOf(List<SettingProblem> problems) {
    return problems.stream().map(SettingProblem::toString).toList();
  }
}
