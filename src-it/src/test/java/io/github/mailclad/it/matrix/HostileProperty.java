package io.github.mailclad.it.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;

/**
 * A property of Angus that touches security, with the values that an attacker of one's own
 * configuration would choose.
 *
 * @param suffix what follows {@code mail.<protocol>.}
 */
record HostileProperty(String suffix, List<Value> values) {
  /**
   * One value.
   *
   * @param shown in messages
   * @param make makes it; it is given the port of a server in plain text
   */
  record Value(String shown, IntFunction<Object> make) {}

  /** A property with one value. */
  record Setting(String suffix, Value value) {
    @Override
    public String toString() {
      return suffix + "=" + value.shown();
    }
  }

  private static final SocketFactory PLAIN = SocketFactory.getDefault();

  /** The catalogue (all keys that Angus 2.0.5 reads, and two that it does not know yet). */
  static final List<HostileProperty> ALL =
      List.of(
          texts("ssl.enable", "false", "yes"),
          texts("ssl.trust", "*", "localhost"),
          with("ssl.checkserveridentity", text("false"), text("no"), object(false)),
          with("ssl.hostnameverifier", object("accepts all", (HostnameVerifier) (h, s) -> true)),
          texts("ssl.hostnameverifier.class", TrustAll.Verifier.class.getName()),
          with(
              "ssl.socketFactory",
              object("trusts all", TrustAll.context().getSocketFactory()),
              object("trusts all hosts", TrustAll.angusFactory()),
              object("plain", PLAIN)),
          texts(
              "ssl.socketFactory.class",
              TrustAll.Factory.class.getName(),
              "javax.net.ssl.SSLSocketFactory",
              "no.such.Factory"),
          with("ssl.socketFactory.port", trapPort()),
          with(
              "socketFactory",
              object("plain", PLAIN),
              object("trusts all", TrustAll.context().getSocketFactory())),
          texts(
              "socketFactory.class",
              TrustAll.Factory.class.getName(),
              "javax.net.ssl.SSLSocketFactory",
              "no.such.Factory"),
          with("socketFactory.fallback", text("true"), object(true)),
          with("socketFactory.port", trapPort()),
          texts("starttls.enable", "true", "false"),
          texts("starttls.required", "false", "true"),
          texts("ssl.protocols", "SSLv3 TLSv1 TLSv1.1", "TLSv1.1"),
          texts(
              "ssl.ciphersuites",
              "TLS_RSA_WITH_AES_128_GCM_SHA256",
              "TLS_RSA_WITH_NULL_SHA256",
              "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"),
          texts("usesocketchannels", "true"),
          texts("connectiontimeout", "4000"),
          texts("timeout", "4000"),
          texts("writetimeout", "4000"),
          texts("auth", "false", "true"),
          texts("ehlo", "false"),
          texts("auth.mechanisms", "PLAIN", "LOGIN", "XOAUTH2"),
          texts("auth.login.disable", "true"),
          texts("auth.plain.disable", "true"),
          texts("sasl.enable", "true"),
          texts("sasl.mechanisms", "EXTERNAL", "PLAIN"),
          texts("sasl.usecanonicalhostname", "true"),
          texts("apop.enable", "true"),
          texts("ssl.foo", "bar"),
          texts("starttls.optional", "true"));

  /** Combinations in which any two values of any two properties meet, or one with none. */
  static final List<List<Setting>> PAIRS = pairs();

  /** Each property alone at each value. */
  static final List<List<Setting>> SINGLES = singles();

  /** Addresses of web servers that an attacker owns, each with what it takes to be asked. */
  static final List<List<Setting>> WEB = web();

  private static List<List<Setting>> web() {
    List<Setting> client =
        List.of(
            setting("security.oauth-client-id", "client"),
            setting("security.oauth-refresh-token", "refresh"),
            setting("security.oauth-scope", "mail"));
    Setting all = setting("security.discovery", "all");
    List<List<Setting>> web = new ArrayList<>();
    for (String place : List.of("http://localhost:%d/", "https://localhost:%d/", "//:%d/")) {
      Value address = new Value(place, port -> place.formatted(port));
      web.add(with(client, new Setting("security.oauth-token-endpoint", address)));
      web.add(with(client, new Setting("security.oauth-issuer", address)));
      web.add(List.of(all, new Setting("security.discovery-directory", address)));
    }
    web.add(List.of(all));
    web.add(List.of(setting("security.discovery", "srv-pacc")));
    web.add(List.of(setting("security.discovery", "http")));
    return List.copyOf(web);
  }

  private static List<Setting> with(List<Setting> some, Setting more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private static List<List<Setting>> singles() {
    return ALL.stream()
        .flatMap(p -> p.values().stream().map(v -> List.of(new Setting(p.suffix(), v))))
        .toList();
  }

  private static List<List<Setting>> pairs() {
    List<List<Setting>> combinations = new ArrayList<>();
    for (List<Integer> row : AllPairs.of(ALL.stream().map(p -> p.values().size() + 1).toList())) {
      List<Setting> settings = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (row.get(i) > 0) {
          HostileProperty property = ALL.get(i);
          settings.add(new Setting(property.suffix(), property.values().get(row.get(i) - 1)));
        }
      }
      combinations.add(List.copyOf(settings));
    }
    return combinations;
  }

  /** One object as a setting. */
  static Setting setting(String suffix, String shown, Object value) {
    return new Setting(suffix, object(shown, value));
  }

  /** One text as a setting, for tests that want just this one. */
  static Setting setting(String suffix, String value) {
    return new Setting(suffix, text(value));
  }

  /** One of the catalogue's settings, by its property and the value as shown. */
  static Setting named(String suffix, String shown) {
    return ALL.stream()
        .filter(p -> p.suffix().equals(suffix))
        .flatMap(p -> p.values().stream())
        .filter(v -> v.shown().equals(shown))
        .map(v -> new Setting(suffix, v))
        .findFirst()
        .orElseThrow();
  }

  private static HostileProperty texts(String suffix, String... values) {
    return new HostileProperty(suffix, Arrays.stream(values).map(HostileProperty::text).toList());
  }

  private static HostileProperty with(String suffix, Value... values) {
    return new HostileProperty(suffix, Stream.of(values).toList());
  }

  private static Value text(String value) {
    return new Value(value, port -> value);
  }

  private static Value object(Object value) {
    return object(value.getClass().getSimpleName() + " " + value, value);
  }

  private static Value object(String shown, Object value) {
    return new Value(shown, port -> value);
  }

  private static Value trapPort() {
    return new Value("port of a plain server", Integer::toString);
  }
}
