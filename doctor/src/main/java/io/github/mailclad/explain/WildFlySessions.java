package io.github.mailclad.explain;

import io.github.mailclad.explain.MailSession.Property;
import io.github.mailclad.explain.MailSession.Writing;
import io.github.mailclad.explain.MailSession.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mail sessions of WildFly's {@code standalone.xml}, with the socket bindings that they name.
 */
final class WildFlySessions {
  private static final Pattern SERVER =
      Pattern.compile(
          ".*mail-session#\\d+\\.(?<server>(?<kind>smtp|imap|pop3|custom)-server#\\d+)\\.(?<name>[\\w-]+)");
  private static final Pattern BINDING =
      Pattern.compile(
          ".*(?<binding>outbound-socket-binding#\\d+)(?:\\.remote-destination#\\d+)?\\.(?<name>[\\w-]+)");

  private WildFlySessions() {}

  static List<MailSession> of(List<WrittenSetting> settings) {
    Map<String, Map<String, WrittenSetting>> servers = grouped(settings, SERVER, "server");
    Map<String, Map<String, WrittenSetting>> bindings = grouped(settings, BINDING, "binding");
    List<MailSession> found = new ArrayList<>();
    servers.forEach(
        (server, attributes) -> {
          String kind = server.substring(0, server.indexOf('-'));
          Optional<String> protocol =
              kind.equals("custom")
                  ? Optional.ofNullable(attributes.get("name")).map(WrittenSetting::value)
                  : Optional.of(kind);
          protocol
              .filter(SessionFinder::isProtocol)
              .ifPresent(name -> found.add(session(name, attributes, bindings)));
        });
    return found;
  }

  private static Map<String, Map<String, WrittenSetting>> grouped(
      List<WrittenSetting> settings, Pattern pattern, String group) {
    Map<String, Map<String, WrittenSetting>> all = new LinkedHashMap<>();
    for (WrittenSetting setting : settings) {
      Matcher key = pattern.matcher(setting.key());
      if (key.matches()) {
        all.computeIfAbsent(key.group(group), g -> new LinkedHashMap<>())
            .put(key.group("name"), setting);
      }
    }
    return all;
  }

  private static MailSession session(
      String protocol,
      Map<String, WrittenSetting> attributes,
      Map<String, Map<String, WrittenSetting>> bindings) {
    String prefix = "mail." + protocol + ".";
    Map<String, Property> all = new LinkedHashMap<>();
    Optional.ofNullable(attributes.get("outbound-socket-binding-ref"))
        .flatMap(ref -> binding(ref.value(), bindings))
        .ifPresent(
            binding ->
                List.of("host", "port")
                    .forEach(name -> put(prefix + name, binding.get(name), all)));
    WrittenSetting ssl = attributes.get("ssl");
    if (ssl != null && ssl.value().equals("true")) {
      put(prefix + "ssl.enable", ssl, all);
    } else {
      put(prefix + "starttls.enable", attributes.get("tls"), all);
    }
    put(prefix + "user", attributes.get("username"), all);
    WrittenSetting any = attributes.values().iterator().next();
    String element = any.key().substring(0, any.key().lastIndexOf('.') + 1);
    return new MailSession("WildFly", protocol, all, new Attributes(prefix, element));
  }

  private static Optional<Map<String, WrittenSetting>> binding(
      String name, Map<String, Map<String, WrittenSetting>> bindings) {
    return bindings.values().stream()
        .filter(binding -> binding.containsKey("name") && binding.get("name").value().equals(name))
        .findFirst();
  }

  private static void put(String key, @Nullable WrittenSetting setting, Map<String, Property> all) {
    if (setting != null) {
      SessionBuilder.resolved(setting.value())
          .ifPresent(value -> all.put(key, new Property(value, setting)));
    }
  }

  /**
   * The attributes of a server.
   *
   * @param prefix the start of the session's keys
   * @param element the path of the server's element
   */
  private record Attributes(String prefix, String element) implements Writing {
    @Override
    public Optional<Written> of(String property, String value) {
      return switch (property.startsWith(prefix) ? property.substring(prefix.length()) : "") {
        case "ssl.enable" -> Optional.of(new Written(element + "ssl", value));
        case "starttls.enable" -> Optional.of(new Written(element + "tls", value));
        default -> Optional.empty();
      };
    }

    @Override
    public boolean takesAll() {
      return false;
    }
  }
}
