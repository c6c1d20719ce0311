package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SettingNames;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.refusal.RefusalText;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The check at start-up for settings for which every connection would be refused.
 *
 * @param session the session of an entry
 * @param names the configuration property that each session property comes from
 */
record SessionCheck(Session session, SettingNames names) {

  /** Returns the problems of one service. */
  List<SettingProblem> problems(URLName service) {
    List<SettingProblem> problems = new ArrayList<>();
    String protocol = service.getProtocol();
    servedByAnother(protocol).ifPresent(problems::add);
    String host = service.getHost();
    SettingsCheck checked =
        host == null || host.isEmpty()
            ? SettingsCheck.of(session, protocol)
            : SettingsCheck.of(
                session,
                protocol,
                new SettingsCheck.Destination(
                    host, service.getPort(), names.asWritten("mail." + protocol + ".port")));
    if (checked instanceof SettingsCheck.Invalid invalid) {
      problems.addAll(problems(invalid, protocol));
    }
    return problems;
  }

  private List<SettingProblem> problems(SettingsCheck.Invalid invalid, String protocol) {
    RefusalText text = invalid.text();
    if (invalid.refusal() instanceof SettingsRefusal.UnsafeSettings unsafe) {
      return IntStream.range(0, text.problems().size())
          .mapToObj(i -> problem(text.problems().get(i), unsafe.problems().get(i), protocol))
          .toList();
    }
    boolean isOfPort =
        invalid.refusal() instanceof SettingsRefusal.CleartextPort
            || invalid.refusal() instanceof TlsStartRefusal.ImplicitTlsPort;
    return List.of(
        new SettingProblem(
            names.asWritten("mail." + protocol + (isOfPort ? ".port" : ".host")),
            text.summary() + " [" + text.code() + "]",
            text.remedy()));
  }

  /** Suggests another key under the prefix of the mistyped one. */
  private static SettingProblem problem(SettingProblem text, SettingProblem raw, String protocol) {
    boolean isVerbatim = text.key().endsWith(raw.key());
    String place =
        isVerbatim ? text.key().substring(0, text.key().length() - raw.key().length()) : "";
    SettingNames ofTheSamePlace = key -> place + key;
    return new SettingProblem(
        text.key(),
        text.problem(),
        isVerbatim && raw.remedy().startsWith("did you mean ")
            ? ofTheSamePlace.inText(raw.remedy(), protocol)
            : text.remedy());
  }

  /** Returns whether Mailclad serves the protocol and no property names another class for it. */
  boolean isOurs(String protocol) {
    return !isTakenAway(protocol)
        && ProviderCheck.of(session).providers().stream()
            .anyMatch(provider -> provider.protocol().equals(protocol));
  }

  /** Returns whether a property names the class of another provider for the protocol. */
  private boolean isTakenAway(String protocol) {
    String named = session.getProperty("mail." + protocol + ".class");
    return named != null && !named.startsWith("io.github.mailclad.");
  }

  /** Finds out whether the class path or a property gives the protocol to another class. */
  private Optional<SettingProblem> servedByAnother(String protocol) {
    String key = "mail." + protocol + ".class";
    if (isTakenAway(protocol)) {
      return Optional.of(
          new SettingProblem(
              names.asWritten(key),
              "names another mail provider, which would not secure the connections",
              "remove it"));
    }
    ProviderCheck check = ProviderCheck.of(session);
    return check.providers().stream()
        .filter(w -> w.protocol().equals(protocol) && !w.isMailclad())
        .map(
            w ->
                new SettingProblem(
                    names.asWritten(key),
                    "Mailclad does not serve this protocol: " + w,
                    Stream.concat(
                            check.obstacles().stream(),
                            Stream.of(
                                "docs/loading.md describes where the jars belong; to use the other provider on purpose, set this property to its class"))
                        .collect(Collectors.joining("; "))))
        .findFirst();
  }
}
