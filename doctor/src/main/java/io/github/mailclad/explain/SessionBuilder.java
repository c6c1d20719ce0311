package io.github.mailclad.explain;

import io.github.mailclad.explain.MailSession.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the settings of one group, and makes session properties of them. */
final class SessionBuilder {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}:]*)(?::-?([^{}]*))?}");

  private final Application application;
  private final Map<String, Property> bySuffix = new LinkedHashMap<>();
  private final Map<String, Property> byKey = new LinkedHashMap<>();
  private Optional<String> protocol = Optional.empty();
  private Optional<Property> strategy = Optional.empty();

  SessionBuilder(Application application) {
    this.application = application;
  }

  /** Adds a setting; a later one of the same name replaces it. */
  void add(String rest, WrittenSetting setting) {
    Optional<String> value = resolved(setting.value());
    if (value.isEmpty()) {
      return;
    }
    Property property = new Property(value.get(), setting);
    application
        .sessionKey(rest)
        .or(() -> application == Application.SESSION ? Optional.of(rest) : Optional.empty())
        .ifPresent(key -> byKey.put(key, property));
    for (String target : application.targets(rest)) {
      switch (target) {
        case "@protocol" -> protocol = value.filter(SessionFinder::isProtocol);
        case "@strategy" -> strategy = Optional.of(property);
        case "@trust-all" -> {
          if (value.get().equalsIgnoreCase("true")) {
            bySuffix.put("ssl.trust", new Property("*", setting));
          }
        }
        case "@list" -> addList(value.get(), setting);
        default -> bySuffix.put(target, property);
      }
    }
  }

  private void addList(String list, WrittenSetting setting) {
    for (String pair : list.split("[,\\n]", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        byKey.put(
            pair.substring(0, equals).trim(),
            new Property(pair.substring(equals + 1).trim(), setting));
      }
    }
  }

  /**
   * Returns a value with the defaults of its placeholders; empty if a placeholder has none: its
   * value is elsewhere.
   */
  static Optional<String> resolved(String value) {
    Matcher placeholder = PLACEHOLDER.matcher(value);
    StringBuilder text = new StringBuilder();
    while (placeholder.find()) {
      String otherwise = placeholder.group(2);
      if (otherwise == null) {
        return Optional.empty();
      }
      placeholder.appendReplacement(text, Matcher.quoteReplacement(otherwise));
    }
    return Optional.of(placeholder.appendTail(text).toString());
  }

  /** Returns the protocol name for sending, if a setting has it. */
  Optional<String> transport() {
    if (strategy.isPresent()) {
      return strategy.map(s -> s.value().equalsIgnoreCase("SMTPS") ? "smtps" : "smtp");
    }
    return protocol.or(() -> named("mail.transport.protocol"));
  }

  /** Returns the protocol name for reading, if a setting has it. */
  Optional<String> store() {
    return named("mail.store.protocol");
  }

  private Optional<String> named(String key) {
    return Optional.ofNullable(byKey.get(key))
        .map(Property::value)
        .map(String::trim)
        .filter(SessionFinder::isProtocol);
  }

  /** Returns whether the application's own keys, which are about sending, are set. */
  boolean hasOwnNames() {
    return !bySuffix.isEmpty();
  }

  /** Returns the protocol names of the session properties. */
  List<String> names() {
    List<String> found = new ArrayList<>();
    for (String key : byKey.keySet()) {
      String[] parts = key.split("\\.", 3);
      if (parts.length == 3 && SessionFinder.isProtocol(parts[1])) {
        found.add(parts[1]);
      }
    }
    return found;
  }

  /** Returns the properties of a session for one protocol. */
  Map<String, Property> build(String name) {
    Map<String, Property> all = new LinkedHashMap<>();
    String prefix = "mail." + name + ".";
    application
        .fixed()
        .forEach((suffix, value) -> all.put(prefix + suffix, new Property(value, null)));
    bySuffix.forEach((suffix, property) -> all.put(prefix + suffix, property));
    strategy.ifPresent(property -> all.putAll(ofStrategy(prefix, property)));
    all.putAll(byKey);
    return all;
  }

  /** Returns what Simple Java Mail sets for its transport strategies. */
  private static Map<String, Property> ofStrategy(String prefix, Property strategy) {
    Map<String, Property> all = new LinkedHashMap<>();
    switch (strategy.value()) {
      case "SMTP" -> {
        all.put(prefix + "starttls.enable", new Property("true", strategy.source()));
        all.put(prefix + "starttls.required", new Property("false", strategy.source()));
      }
      case "SMTP_TLS", "SMTP_OAUTH2" -> {
        all.put(prefix + "starttls.enable", new Property("true", strategy.source()));
        all.put(prefix + "starttls.required", new Property("true", strategy.source()));
      }
      default -> {}
    }
    return all;
  }
}
