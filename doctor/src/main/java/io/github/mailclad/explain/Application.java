package io.github.mailclad.explain;

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
 * An application with mail settings of its own: which session properties it makes of them. The
 * facts are those of the applications' documentation and source code of 2026.
 */
enum Application {
  SPRING_BOOT(
      "Spring Boot",
      "spring.mail.",
      "properties.",
      "",
      "host=host port=port username=user password=password protocol=@protocol ssl.enabled=ssl.enable"),
  KEYCLOAK(
      "Keycloak",
      "smtpServer.",
      null,
      "timeout=10000 connectiontimeout=10000 writetimeout=10000",
      "host=host port=port auth=auth user=user password=password ssl=ssl.enable starttls=starttls.enable"),
  JENKINS(
      "Jenkins",
      "unclassified.mailer.",
      null,
      "timeout=60000 connectiontimeout=60000",
      "smtpHost=host smtpPort=port useSsl=ssl.enable useTls=starttls.enable useTls=starttls.required"
          + " authentication.username=user authentication.password=password"),
  SIMPLE_JAVA_MAIL(
      "Simple Java Mail",
      "simplejavamail.",
      "extraproperties.",
      "timeout=60000 connectiontimeout=60000 writetimeout=60000",
      "smtp.host=host smtp.port=port smtp.username=user smtp.password=password"
          + " transportstrategy=@strategy defaults.trustedhosts=ssl.trust"
          + " defaults.trustallhosts=@trust-all defaults.verifyserveridentity=ssl.checkserveridentity"),
  DSPACE(
      "DSpace",
      "mail.",
      null,
      "",
      "server=host server.port=port server.username=user server.password=password"
          + " extraproperties=@list"),
  XWIKI(
      "XWiki",
      "mail.sender.",
      null,
      "",
      "host=host port=port username=user password=password properties=@list"),
  LIFERAY("Liferay", "mail.session.", "", "", ""),
  GRAILS(
      "Grails",
      "grails.mail.",
      "props.",
      "",
      "host=host port=port username=user password=password"),
  MICRONAUT("Micronaut", "javamail.", "properties.", "", ""),
  NEXUS(
      "Nexus",
      "",
      null,
      "",
      "host=host port=port username=user password=password startTlsEnabled=starttls.enable"
          + " startTlsRequired=starttls.required sslOnConnectEnabled=ssl.enable"
          + " sslServerIdentityCheckEnabled=ssl.checkserveridentity"),
  /** Session properties themselves. */
  SESSION("Jakarta Mail", "", "", "", "");

  private static final Pattern SESSION_KEY =
      Pattern.compile(
          "(?<group>(?:.*[.\\]])?)(?<key>mail\\.(?:(?:smtps?|imaps?|pop3s?|submissions?|security|debug)(?:\\..+)?"
              + "|transport\\.protocol|store\\.protocol|host|user))");

  /** The transport strategies of Simple Java Mail that set these properties to true. */
  private static final Map<String, String> STRATEGIES =
      Map.of("starttls.enable", "SMTP_TLS", "starttls.required", "SMTP_TLS", "ssl.enable", "SMTPS");

  private final String label;
  private final String prefix;
  private final @Nullable String free;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf() and never changed
  private final List<Map.Entry<String, String>> names;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final List<Map.Entry<String, String>> fixed;

  Application(String label, String prefix, @Nullable String free, String fixed, String names) {
    this.label = label;
    this.prefix = prefix;
    this.free = free;
    this.fixed = pairs(fixed);
    this.names = pairs(names);
  }

  private static List<Map.Entry<String, String>> pairs(String text) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String pair : text.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.add(Map.entry(pair.substring(0, equals), pair.substring(equals + 1)));
      }
    }
    return List.copyOf(pairs);
  }

  /**
   * A setting that an application reads.
   *
   * @param group the text before the application's own part of the key, with its prefix
   * @param rest the key without the group
   */
  record Claim(String group, String rest) {}

  /** Returns the name for people. */
  String label() {
    return label;
  }

  /** Returns whether session properties can be written into the application's configuration. */
  boolean takesSessionProperties() {
    return free != null || names.stream().anyMatch(pair -> pair.getValue().equals("@list"));
  }

  /** Returns the properties, by suffix, that the application sets without being asked. */
  Map<String, String> fixed() {
    Map<String, String> all = new LinkedHashMap<>();
    fixed.forEach(pair -> all.put(pair.getKey(), pair.getValue()));
    return all;
  }

  /** Returns the part of a key that this application reads; empty for another key. */
  Optional<Claim> claim(String key) {
    if (this == SESSION) {
      Matcher matcher = SESSION_KEY.matcher(key);
      return matcher.matches()
          ? Optional.of(new Claim(matcher.group("group"), matcher.group("key")))
          : Optional.empty();
    }
    int at = prefix.isEmpty() ? parentEnd(key) : start(key);
    if (at < 0) {
      return Optional.empty();
    }
    Claim claim = new Claim(key.substring(0, at), key.substring(at));
    return targets(claim.rest()).isEmpty() && sessionKey(claim.rest()).isEmpty()
        ? Optional.empty()
        : Optional.of(claim);
  }

  private static int parentEnd(String key) {
    return key.lastIndexOf('.') + 1;
  }

  private int start(String key) {
    int at = key.startsWith(prefix) ? 0 : key.indexOf("." + prefix) + 1;
    return at == 0 && !key.startsWith(prefix) ? -1 : at + prefix.length();
  }

  /** Returns the suffixes, or instructions with an @, that a key of the application sets. */
  List<String> targets(String rest) {
    return names.stream()
        .filter(pair -> pair.getKey().equals(rest))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Returns the session property that a key of the application names in full. */
  Optional<String> sessionKey(String rest) {
    if (free == null || !rest.startsWith(free)) {
      return Optional.empty();
    }
    String key = rest.substring(free.length());
    return key.startsWith("mail.") ? Optional.of(key) : Optional.empty();
  }

  /**
   * Returns whether these keys of one group are settings of this application and not of a program
   * with similar names.
   */
  boolean isMeant(List<String> rests) {
    return switch (this) {
      case NEXUS -> rests.contains("startTlsEnabled") || rests.contains("sslOnConnectEnabled");
      case DSPACE -> rests.contains("server");
      default -> true;
    };
  }

  /**
   * Returns the setting that sets a session property; empty if the application has none.
   *
   * @param group the group of the application's settings
   * @param protocol the protocol name of the session
   * @param key the key of the session property
   * @param value its value
   */
  Optional<Written> written(String group, String protocol, String key, String value) {
    String start = "mail." + protocol + ".";
    String suffix = key.startsWith(start) ? key.substring(start.length()) : "";
    if (this == SIMPLE_JAVA_MAIL && STRATEGIES.containsKey(suffix)) {
      return Optional.of(new Written(group + "transportstrategy", STRATEGIES.get(suffix)));
    }
    if (this == XWIKI && !suffix.equals("host") && !suffix.equals("port")) {
      return Optional.of(new Written(group + "properties = " + key, value));
    }
    Optional<Written> own =
        names.stream()
            .filter(pair -> pair.getValue().equals(suffix))
            .map(pair -> new Written(group + pair.getKey(), value))
            .findFirst();
    return own.or(
        () ->
            free == null ? Optional.empty() : Optional.of(new Written(group + free + key, value)));
  }
}
