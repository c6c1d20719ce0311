package io.github.mailclad.explain;

import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.SettingNames;
import io.github.mailclad.TlsStart;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What Mailclad does with a session's properties, as its own reader decides.
 *
 * @param sentences the connection that it opens, or the reason why it opens none
 * @param problems the settings that it refuses; empty if it connects
 * @param notes facts that a person should know
 * @param code the code of the refusal; empty if it connects
 */
public record MailcladVerdict(
    List<String> sentences, List<SettingProblem> problems, List<String> notes, String code) {
  public MailcladVerdict {
    sentences = List.copyOf(sentences);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** Returns whether connections are opened. */
  public boolean isUsable() {
    return code.isEmpty();
  }

  /** Returns the verdict of {@link SettingsCheck}; files that settings name are not read. */
  static MailcladVerdict of(MailSession mail) {
    Properties properties = mail.toProperties();
    properties.put("mail.security.setting-names", (SettingNames) mail::asWritten);
    Session session = Session.getInstance(properties);
    SettingsCheck check = SettingsCheck.withoutFiles(session, mail.protocol());
    if (check instanceof SettingsCheck.Invalid invalid) {
      List<String> sentences = new ArrayList<>();
      sentences.add("refuses to connect: " + invalid.text().summary());
      if (invalid.text().problems().isEmpty()) {
        sentences.add(invalid.text().remedy());
      }
      return new MailcladVerdict(sentences, problems(invalid), List.of(), invalid.text().code());
    }
    SettingsCheck.Valid valid = (SettingsCheck.Valid) check;
    return new MailcladVerdict(sentences(valid.policy()), List.of(), valid.notes(), "");
  }

  /** Returns the problems by session property, in words with the settings as they are written. */
  private static List<SettingProblem> problems(SettingsCheck.Invalid invalid) {
    List<SettingProblem> problems = new ArrayList<>();
    if (invalid.refusal() instanceof SettingsRefusal.UnsafeSettings unsafe) {
      for (int at = 0; at < unsafe.problems().size(); at++) {
        SettingProblem text = invalid.text().problems().get(at);
        String key = unsafe.problems().get(at).key();
        problems.add(new SettingProblem(key, text.problem(), text.remedy()));
      }
    }
    return problems;
  }

  private static List<String> sentences(SecurityPolicy policy) {
    String level = policy.minimumLevel().name().toLowerCase(Locale.ROOT);
    return switch (policy.minimumLevel()) {
      case NONE -> List.of("minimum level none: nothing is guaranteed, each connection is logged");
      case ENCRYPTED, AUTHENTICATED ->
          List.of(
              policy.tlsStart() == TlsStart.STARTTLS
                  ? "STARTTLS, always required"
                  : "TLS from the first octet",
              "minimum level " + level + ": chain and name verified on each connection",
              "TLS has to be complete after %d s, the login after %d s"
                  .formatted(
                      policy.timeouts().handshake().toSeconds(),
                      policy.timeouts().login().toSeconds()));
    };
  }
}
