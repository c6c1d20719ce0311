package io.github.mailclad.explain;

import io.github.mailclad.explain.MailSession.Property;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest change of session properties with which plain Angus and Mailclad both connect
 * with TLS to a verified server only. Mailclad's reader decides about each step.
 */
final class SmallestFix {
  private static final Set<String> YES = Set.of("yes", "on", "1", "y", "t", "true");
  private static final int MOST_STEPS = 60;

  private final MailSession session;
  private final Map<String, Property> properties;

  private SmallestFix(MailSession session) {
    this.session = session;
    this.properties = new LinkedHashMap<>(session.properties());
  }

  /**
   * A change of one session property.
   *
   * @param key the session property
   * @param value the new value; null to remove the property
   * @param source the setting with the old value; null if it was not set
   */
  record Change(String key, @Nullable String value, @Nullable WrittenSetting source) {}

  /** Returns the changes; empty if there is nothing to change. */
  static List<Change> of(MailSession session) {
    SmallestFix fix = new SmallestFix(session);
    fix.removeLoggedSecrets();
    if (!fix.isSafe()) {
      fix.repairBooleans();
      fix.removeWeakTrust();
      if (fix.needsStart()) {
        fix.start();
      }
      fix.removeWhatIsRefused();
    }
    return fix.changes();
  }

  private boolean isSafe() {
    MailSession now = session.with(properties);
    return PlainAngus.of(now).isSafe()
        && isPortRight(now)
        && !isOld(now)
        && MailcladVerdict.of(now).isUsable();
  }

  private static boolean isPortRight(MailSession now) {
    PlainAngus angus = PlainAngus.of(now);
    boolean implicit = angus.tls() == PlainAngus.Tls.IMPLICIT;
    return implicit ? !isClearPort(angus.port()) : !Set.of(465, 993, 995).contains(angus.port());
  }

  private boolean needsStart() {
    MailSession now = session.with(properties);
    return !PlainAngus.of(now).tls().isCertain()
        || !isPortRight(now)
        || MailcladVerdict.of(now).code().equals("cleartext-port");
  }

  private void removeLoggedSecrets() {
    for (String key : List.of("mail.debug.auth", "mail.debug.auth.password")) {
      Property property = properties.get(key);
      if (property != null && property.value().equalsIgnoreCase("true")) {
        properties.remove(key);
      }
    }
  }

  /** Writes the words that people use for a boolean as Angus reads them. */
  private void repairBooleans() {
    for (SettingProblem problem : MailcladVerdict.of(session.with(properties)).problems()) {
      Property property = properties.get(problem.key());
      if (property != null && problem.problem().contains("neither true nor false")) {
        boolean yes = YES.contains(property.value().trim().toLowerCase(Locale.ROOT));
        set(problem.key(), Boolean.toString(yes));
      }
    }
  }

  private void removeWeakTrust() {
    for (String suffix : List.of("ssl.trust", "ssl.socketFactory.class", "socketFactory.class")) {
      String key = session.key(suffix);
      Property property = properties.get(key);
      if (property != null && !property.value().equals(PlainAngus.PLATFORM_FACTORY)) {
        properties.remove(key);
      }
    }
    if (session.with(properties).isFalse("ssl.checkserveridentity")) {
      if (session.writing().takesAll()) {
        properties.remove(session.key("ssl.checkserveridentity"));
      } else {
        set(session.key("ssl.checkserveridentity"), "true");
      }
    }
    if (isOld(session.with(properties))) {
      properties.remove(session.key("ssl.protocols"));
    }
  }

  private static boolean isOld(MailSession session) {
    return session.get("ssl.protocols").filter(Traps::hasOldVersion).isPresent();
  }

  private void start() {
    for (String suffix : List.of("class", "port", "fallback")) {
      properties.remove(session.key("socketFactory." + suffix));
      properties.remove(session.key("ssl.socketFactory." + suffix));
    }
    MailSession now = session.with(properties);
    if (wantsStartTls(now)) {
      if (session.protocol().equals("smtp") && now.get("port").isEmpty()) {
        set(session.key("port"), "587");
      }
      properties.remove(session.key("ssl.enable"));
      set(session.key("starttls.enable"), "true");
      set(session.key("starttls.required"), "true");
      set(session.key("security.tls-start"), "starttls");
      return;
    }
    if (!session.protocol().endsWith("s")) {
      set(session.key("ssl.enable"), "true");
    }
    if (session.protocol().startsWith("pop3")) {
      // with implicit TLS, Angus would still demand STARTTLS
      properties.remove(session.key("starttls.required"));
    }
    String port = Integer.toString(PlainAngus.defaultPort(session.protocol(), true));
    if (now.get("port").isPresent() ? isClearPort(PlainAngus.of(now).port()) : isGuessed(now)) {
      set(session.key("port"), port);
    }
    properties.remove(session.key("security.tls-start"));
  }

  /** Returns whether an application without session properties may have another port in mind. */
  private boolean isGuessed(MailSession now) {
    return !now.writing().takesAll();
  }

  private boolean wantsStartTls(MailSession now) {
    if (session.protocol().endsWith("s") || !session.writing().takesAll()) {
      return false;
    }
    boolean asked =
        now.isTrue("starttls.enable")
            || now.isTrue("starttls.required")
            || now.get("security.tls-start").filter(text -> text.equals("starttls")).isPresent();
    int port = now.get("port").isPresent() ? PlainAngus.of(now).port() : 0;
    if (Set.of(465, 993, 995).contains(port)) {
      return false;
    }
    return asked || (port == 587 && !now.isTrue("ssl.enable"));
  }

  private static boolean isClearPort(int port) {
    return Set.of(25, 110, 143, 587).contains(port);
  }

  /** Removes what Mailclad's reader still refuses, one round after the other. */
  private void removeWhatIsRefused() {
    for (int step = 0; step < MOST_STEPS; step++) {
      MailcladVerdict verdict = MailcladVerdict.of(session.with(properties));
      Optional<String> refused =
          verdict.problems().stream()
              .map(SettingProblem::key)
              .filter(properties::containsKey)
              .findFirst();
      if (refused.isEmpty()) {
        return;
      }
      properties.remove(refused.get());
    }
  }

  private void set(String key, String value) {
    Property old = properties.get(key);
    if (old == null || !old.value().equals(value)) {
      properties.put(key, new Property(value, old == null ? null : old.source()));
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    session
        .properties()
        .forEach(
            (key, old) -> {
              if (!properties.containsKey(key)) {
                changes.add(new Change(key, null, old.source()));
              }
            });
    properties.forEach(
        (key, now) -> {
          Property old = session.properties().get(key);
          if (old == null || !Objects.equals(old.value(), now.value())) {
            changes.add(new Change(key, now.value(), old == null ? null : old.source()));
          }
        });
    return changes;
  }
}
