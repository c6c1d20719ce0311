package io.github.mailclad;

import io.github.mailclad.Refusal.SettingProblem;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The words of one refusal for the person who has to do something about it: settings have the names
 * under which they were written, and the protocol's name stands where the refusal itself has {@code
 * <protocol>}.
 *
 * @param code the {@linkplain Refusal#code() code}
 * @param summary what happened, in one sentence without a subject
 * @param details what was expected and presented, a line each; possibly none
 * @param remedy what to set, or whom to ask for what
 * @param problems the problems of {@link Refusal.UnsafeSettings}, each with the words of this text;
 *     empty for every other refusal
 */
public record RefusalText(
    String code, String summary, List<String> details, String remedy, List<SettingProblem> problems)
    implements Serializable {

  /** Copies the lists. */
  public RefusalText {
    details = List.copyOf(details);
    problems = List.copyOf(problems);
  }

  /** The words of a refusal that belongs to no session: settings have their general names. */
  public static RefusalText of(Refusal refusal) {
    return of(
        refusal, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * The words of a refusal for a session.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @param names the names of settings as they were written
   */
  public static RefusalText of(Refusal refusal, String protocol, SettingNames names) {
    UnaryOperator<String> own = text -> names.inText(text, protocol);
    boolean aboutSettings =
        refusal instanceof Refusal.UnsafeSettings || refusal instanceof Refusal.CleartextPort;
    return of(
        refusal,
        text -> SettingKeys.KEYS_ONLY.translated(text, protocol, names),
        aboutSettings ? own : text -> SettingKeys.QUOTING.translated(text, protocol, names),
        own);
  }

  private static RefusalText of(
      Refusal refusal,
      UnaryOperator<String> keys,
      UnaryOperator<String> facts,
      UnaryOperator<String> advice) {
    List<SettingProblem> problems =
        refusal instanceof Refusal.UnsafeSettings unsafe
            ? unsafe.problems().stream()
                .map(
                    p ->
                        new SettingProblem(
                            keys.apply(p.key()),
                            facts.apply(p.problem()),
                            advice.apply(p.remedy())))
                .toList()
            : List.of();
    return new RefusalText(
        refusal.code(),
        facts.apply(refusal.summary()),
        problems.isEmpty()
            ? refusal.details().stream().map(facts).toList()
            : problems.stream().map(SettingProblem::toString).toList(),
        advice.apply(refusal.remedy()),
        problems);
  }

  /** This text with one more advice after the remedy. */
  public RefusalText and(String advice) {
    return new RefusalText(code, summary, details, remedy + "; " + advice, problems);
  }

  /**
   * All of it, in several lines: subject, summary and code; details; remedy.
   *
   * @param subject what was refused, usually {@code host:port}
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
}
