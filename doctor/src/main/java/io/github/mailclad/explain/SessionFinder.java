package io.github.mailclad.explain;

import io.github.mailclad.explain.Application.Claim;
import io.github.mailclad.explain.MailSession.Property;
import io.github.mailclad.explain.MailSession.Writing;
import io.github.mailclad.explain.MailSession.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the mail sessions that settings describe, for each application that is known. */
final class SessionFinder {
  private static final List<String> TRANSPORTS =
      List.of("smtp", "smtps", "submission", "submissions");
  private static final List<String> STORES = List.of("imap", "imaps", "pop3", "pop3s");

  private SessionFinder() {}

  /** Returns the sessions of the settings of one document, later settings before earlier ones. */
  static List<MailSession> sessions(List<WrittenSetting> settings) {
    Map<Application, Map<String, List<WrittenSetting>>> claimed = new LinkedHashMap<>();
    for (WrittenSetting setting : settings) {
      for (Application application : Application.values()) {
        Optional<Claim> claim = application.claim(relaxed(setting.key()));
        // Nexus has no prefix, so everything with such a name is kept for it and for others
        claim.ifPresent(
            c ->
                claimed
                    .computeIfAbsent(application, a -> new LinkedHashMap<>())
                    .computeIfAbsent(c.group(), g -> new ArrayList<>())
                    .add(setting));
        if (claim.isPresent() && application != Application.NEXUS) {
          break;
        }
      }
    }
    List<MailSession> found = new ArrayList<>();
    claimed.forEach(
        (application, groups) ->
            groups.forEach((group, written) -> found.addAll(of(application, group, written))));
    found.addAll(MailUri.sessions(settings));
    found.addAll(WildFlySessions.of(settings));
    return found;
  }

  /** Returns a key in lower case with dots if it has the form of an environment variable. */
  private static String relaxed(String key) {
    return key.matches("(?:SPRING_MAIL|SIMPLEJAVAMAIL|GRAILS_MAIL|JAVAMAIL)_[A-Z0-9_]+")
        ? key.toLowerCase(Locale.ROOT).replace('_', '.')
        : key;
  }

  private static List<MailSession> of(
      Application application, String group, List<WrittenSetting> written) {
    List<String> rests =
        written.stream()
            .flatMap(setting -> application.claim(relaxed(setting.key())).stream())
            .map(Claim::rest)
            .toList();
    if (!application.isMeant(rests)) {
      return List.of();
    }
    SessionBuilder builder = new SessionBuilder(application);
    written.forEach(
        setting ->
            application
                .claim(relaxed(setting.key()))
                .ifPresent(claim -> builder.add(claim.rest(), setting)));
    boolean environment = written.stream().allMatch(s -> !relaxed(s.key()).equals(s.key()));
    List<MailSession> sessions = new ArrayList<>();
    for (String protocol : protocols(builder)) {
      Map<String, Property> properties = builder.build(protocol);
      Writing writing = writing(application, group, protocol, environment);
      MailSession session = new MailSession(application.label(), protocol, properties, writing);
      if (isAboutConnections(session)) {
        sessions.add(session);
      }
    }
    return sessions;
  }

  private static Writing writing(
      Application application, String group, String protocol, boolean environment) {
    return new Writing() {
      @Override
      public Optional<Written> of(String property, String value) {
        Optional<Written> written = application.written(group, protocol, property, value);
        // the name of a variable has no hyphen, so these settings cannot be written there
        return environment
            ? written
                .filter(w -> w.key().indexOf('-') < 0)
                .map(
                    w -> new Written(w.key().toUpperCase(Locale.ROOT).replace('.', '_'), w.value()))
            : written;
      }

      @Override
      public boolean takesAll() {
        return application.takesSessionProperties() && !environment;
      }
    };
  }

  /** Returns whether a session says more than a user name: something about a connection. */
  private static boolean isAboutConnections(MailSession session) {
    return session.properties().entrySet().stream()
        .filter(entry -> entry.getValue().source() != null)
        .anyMatch(
            entry -> !entry.getKey().matches("mail\\.(?:[a-z0-9]+\\.)?(?:user|password|from)"));
  }

  private static List<String> protocols(SessionBuilder session) {
    List<String> found = new ArrayList<>();
    List<String> named = session.names();
    Optional<String> transport = session.transport();
    Optional<String> store = session.store();
    boolean sends =
        transport.isPresent()
            || session.hasOwnNames()
            || named.stream().anyMatch(TRANSPORTS::contains);
    if (sends || named.stream().noneMatch(STORES::contains)) {
      found.add(transport.orElseGet(() -> only(named, TRANSPORTS).orElse("smtp")));
    }
    store.ifPresentOrElse(
        found::add, () -> named.stream().filter(STORES::contains).distinct().forEach(found::add));
    return found;
  }

  private static Optional<String> only(List<String> named, List<String> known) {
    List<String> found = named.stream().filter(known::contains).distinct().toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Returns whether a text is the name of a mail protocol. */
  static boolean isProtocol(String text) {
    return Stream.concat(TRANSPORTS.stream(), STORES.stream()).anyMatch(text::equals);
  }
}
