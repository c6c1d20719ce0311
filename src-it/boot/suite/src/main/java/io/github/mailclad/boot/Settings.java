package io.github.mailclad.boot;

import io.github.mailclad.fixtures.Issued;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The configuration of an application. Immutable. */
record Settings(Map<String, String> all) {
  /** The bundle of {@link #trusting}. */
  static final String BUNDLE = "private";

  Settings {
    all = new LinkedHashMap<>(all);
  }

  /** Nothing but how the application is run. */
  static Settings none() {
    return new Settings(Map.of("spring.main.banner-mode", "off"));
  }

  /** Mail by {@code spring.mail}, to that submission server, in a bundle that trusts it. */
  static Settings of(SubmissionServer server) {
    return none()
        .with("spring.mail.host", "localhost")
        .with("spring.mail.port", server.port())
        .with("spring.mail.username", SubmissionServer.USER)
        .with("spring.mail.password", SubmissionServer.PASSWORD)
        .with("spring.mail.ssl.bundle", BUNDLE)
        .trusting(server.authority());
  }

  Settings with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(all);
    more.put(key, value.toString());
    return new Settings(more);
  }

  Settings without(String key) {
    Map<String, String> fewer = new LinkedHashMap<>(all);
    fewer.remove(key);
    return new Settings(fewer);
  }

  /** Returns settings with a bundle that trusts these authorities alone. */
  Settings trusting(Issued... authorities) {
    StringBuilder pem = new StringBuilder();
    Stream.of(authorities).forEach(a -> pem.append(a.pem()));
    return with("spring.ssl.bundle.pem." + BUNDLE + ".truststore.certificate", pem);
  }

  String[] arguments() {
    return all.entrySet().stream()
        .map(e -> "--" + e.getKey() + "=" + e.getValue())
        .toArray(String[]::new);
  }
}
