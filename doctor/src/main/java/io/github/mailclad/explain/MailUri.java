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

/** The endpoint URIs of Camel's mail component, and what Camel makes of them. */
final class MailUri {
  /** The URI; the port and the options may be missing. */
  private static final Pattern URI =
      Pattern.compile(
          "\\b(?<scheme>imaps?|pop3s?|smtps?):(?://)?(?:(?<user>[^\\s@/?\"'<>]*)@)?"
              + "(?<host>\\{\\{[^}]*}}|\\$\\{[^}]*}|\\[[0-9a-fA-F:.]+]|[\\w.-]+)(?::(?<port>\\d{1,5}))?"
              + "(?:/[^\\s?\"'<>]*)?(?<options>\\?[^\\s\"'<>]*)?");

  private static final Map<String, String> PORTS =
      Map.of(
          "smtp", "25", "smtps", "465", "imap", "143", "imaps", "993", "pop3", "110", "pop3s",
          "995");

  private MailUri() {}

  static List<MailSession> sessions(List<WrittenSetting> settings) {
    List<MailSession> found = new ArrayList<>();
    for (WrittenSetting setting : settings) {
      Matcher uri = URI.matcher(setting.value());
      while (uri.find()) {
        boolean known = uri.group().contains("//") || uri.group("options") != null;
        if (known) {
          found.add(session(uri, setting));
        }
      }
    }
    return found;
  }

  private static MailSession session(Matcher uri, WrittenSetting setting) {
    String scheme = uri.group("scheme");
    String prefix = "mail." + scheme + ".";
    Map<String, Property> all = new LinkedHashMap<>();
    all.put(prefix + "connectiontimeout", new Property("30000", null));
    all.put(prefix + "timeout", new Property("30000", null));
    all.put(prefix + "auth", new Property("true", null));
    String host = uri.group("host");
    if (host.indexOf('{') < 0) {
      all.put(prefix + "host", new Property(host.replaceAll("[\\[\\]]", ""), setting));
    }
    String port = Optional.ofNullable(uri.group("port")).orElse(PORTS.getOrDefault(scheme, "25"));
    all.put(prefix + "port", new Property(port, setting));
    String options = Optional.ofNullable(uri.group("options")).orElse("?").substring(1);
    for (String option : options.split("&amp;|&", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        add(scheme, option.substring(0, equals), option.substring(equals + 1), setting, all);
      }
    }
    return new MailSession("Camel", scheme, all, new Options());
  }

  private static void add(
      String scheme,
      String option,
      String value,
      WrittenSetting setting,
      Map<String, Property> all) {
    String prefix = "mail." + scheme + ".";
    String additional = "additionalJavaMailProperties.";
    Property property = new Property(value, setting);
    if (option.startsWith("mail.")) {
      all.put(option, property);
    } else if (option.startsWith(additional)) {
      all.put(option.substring(additional.length()), property);
    } else if (option.equals("connectionTimeout")) {
      all.put(prefix + "connectiontimeout", property);
      all.put(prefix + "timeout", property);
    } else if (option.equals("dummyTrustManager") && value.equals("true")) {
      all.put(
          prefix + "socketFactory.class",
          new Property("org.apache.camel.component.mail.security.DummySSLSocketFactory", setting));
      all.put(prefix + "socketFactory.fallback", new Property("false", setting));
    }
  }

  /** Session properties are options of the URI. */
  private static final class Options implements Writing {
    @Override
    public Optional<Written> of(String property, String value) {
      return Optional.of(new Written(property, value));
    }

    @Override
    public boolean takesAll() {
      return true;
    }
  }

  /**
   * Returns a text with one option of each of its URIs changed.
   *
   * @param text the text around a URI, or a URI
   * @param key the key of the session property
   * @param value the value; empty to remove the option
   */
  static String changed(String text, String key, Optional<String> value) {
    Matcher uri = URI.matcher(text);
    if (!uri.find()) {
      return text;
    }
    String rest = text.substring(uri.end());
    String whole = uri.group();
    if (key.endsWith(".port")) {
      String port = value.map(v -> ":" + v).orElse("");
      int end = uri.end("host") - uri.start();
      int after = uri.group("port") == null ? end : uri.end("port") - uri.start();
      whole = whole.substring(0, end) + port + whole.substring(after);
    } else {
      whole = withOption(whole, key, value);
    }
    return text.substring(0, uri.start()) + whole + rest;
  }

  private static String withOption(String uri, String key, Optional<String> value) {
    int question = uri.indexOf('?');
    String and = uri.contains("&amp;") ? "&amp;" : "&";
    List<String> options = new ArrayList<>();
    if (question >= 0) {
      for (String option : uri.substring(question + 1).split("&amp;|&", -1)) {
        String name = option.replaceFirst("=.*", "").replace("additionalJavaMailProperties.", "");
        if (!name.equals(key)
            && !(name.equals("dummyTrustManager") && key.contains("socketFactory"))) {
          options.add(option);
        }
      }
    }
    value.ifPresent(v -> options.add(key + "=" + v));
    String start = question >= 0 ? uri.substring(0, question) : uri;
    return options.isEmpty() ? start : start + "?" + String.join(and, options);
  }
}
