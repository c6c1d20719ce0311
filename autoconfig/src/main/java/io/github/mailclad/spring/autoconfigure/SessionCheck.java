package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.Refusal;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.autoconfigure.MailSettingsException.Problem;
import io.github.mailclad.takeover.ProviderCheck;
import io.github.mailclad.takeover.SettingsCheck;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells at start-up what every connection of an entry would be refused for. */
final class SessionCheck {
  private static final Pattern SESSION_PROPERTY =
      Pattern.compile("\\bmail\\.[a-z0-9]+\\.[A-Za-z0-9.-]*[A-Za-z0-9]");

  private SessionCheck() {}

  /**
   * Checks an entry, all of its services.
   *
   * @param subject whose settings they are, in words for people
   * @param configured the configuration property that a session property comes from
   * @throws MailSettingsException with everything that is wrong
   */
  static void check(MailEntry entry, String subject, UnaryOperator<String> configured) {
    List<Problem> problems =
        entry.services().stream()
            .flatMap(service -> problems(entry.session(), service, configured))
            .distinct()
            .toList();
    if (!problems.isEmpty()) {
      throw new MailSettingsException(subject, problems);
    }
  }

  private static Stream<Problem> problems(
      Session session, URLName service, UnaryOperator<String> configured) {
    List<Problem> problems = new ArrayList<>();
    String protocol = service.getProtocol();
    servedByAnother(session, protocol, configured).ifPresent(problems::add);
    String host = service.getHost();
    SettingsCheck checked =
        host == null || host.isEmpty()
            ? SettingsCheck.of(session, protocol)
            : SettingsCheck.of(
                session,
                protocol,
                new SettingsCheck.Destination(
                    host, service.getPort(), configured.apply("mail." + protocol + ".port")));
    if (checked instanceof SettingsCheck.Unsound unsound) {
      problems.addAll(problems(unsound.refusal(), protocol, configured));
    }
    return problems.stream();
  }

  private static List<Problem> problems(
      Refusal refusal, String protocol, UnaryOperator<String> configured) {
    if (refusal instanceof Refusal.UnsafeSettings unsafe) {
      return unsafe.problems().stream()
          .map(p -> problem(p.key(), p.problem(), p.remedy(), configured))
          .toList();
    }
    String property = refusal instanceof Refusal.CleartextPort ? "port" : "host";
    return List.of(
        problem(
            "mail." + protocol + "." + property,
            refusal.summary() + " [" + refusal.code() + "]",
            refusal.remedy(),
            configured));
  }

  /** The names of session properties in a text become those that a person writes. */
  private static Problem problem(
      String key, String problem, String remedy, UnaryOperator<String> configured) {
    String used =
        key.startsWith("mail.security.")
            ? "mail."
            : key.replaceFirst("^(mail\\.[a-z0-9]+\\.).*", "$1");
    UnaryOperator<String> translated =
        text ->
            SESSION_PROPERTY
                .matcher(text.replace("mail.<protocol>.", used))
                .replaceAll(m -> Matcher.quoteReplacement(configured.apply(m.group())));
    return new Problem(configured.apply(key), translated.apply(problem), translated.apply(remedy));
  }

  /** Whether it is a protocol that Mailclad serves, and nobody else was named for it. */
  static boolean isOurs(Session session, String protocol) {
    return !isTakenAway(session, protocol)
        && ProviderCheck.of(session).winners().stream()
            .anyMatch(winner -> winner.protocol().equals(protocol));
  }

  /** Whether the properties name a class of somebody else for that protocol. */
  private static boolean isTakenAway(Session session, String protocol) {
    String named = session.getProperty("mail." + protocol + ".class");
    return named != null && !named.startsWith("io.github.mailclad.");
  }

  /** The class path, its order or a missing jar may give the protocol to another class, too. */
  private static Optional<Problem> servedByAnother(
      Session session, String protocol, UnaryOperator<String> configured) {
    String key = "mail." + protocol + ".class";
    if (isTakenAway(session, protocol)) {
      return Optional.of(
          new Problem(
              configured.apply(key),
              "takes the account away from Mailclad: its connections would not be secured",
              "remove it"));
    }
    ProviderCheck check = ProviderCheck.of(session);
    return check.winners().stream()
        .filter(w -> w.protocol().equals(protocol) && !w.isMailclad())
        .map(
            w ->
                new Problem(
                    configured.apply(key),
                    "Mailclad does not serve this protocol: " + w,
                    Stream.concat(
                            check.obstacles().stream(),
                            Stream.of(
                                "docs/loading.md says where the jars belong; to do without Mailclad, name that class here"))
                        .collect(Collectors.joining("; "))))
        .findFirst();
  }
}
