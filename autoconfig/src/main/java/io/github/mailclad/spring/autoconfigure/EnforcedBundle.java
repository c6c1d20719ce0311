package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.autoconfigure.BundleSettings.Given;
import io.github.mailclad.spring.autoconfigure.MailSettingsException.Problem;
import jakarta.mail.URLName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * An SSL bundle that holds for some services of a session, and again whenever it is reloaded: the
 * provider reads a session's properties for each connection, and never resumes a TLS session that
 * began under other trust anchors or another key.
 *
 * @param name the name of the bundle
 * @param services the services, with the user name to whose connections its key belongs
 * @param bundles where it comes from
 */
record EnforcedBundle(String name, List<URLName> services, SslBundles bundles) {
  private static final List<String> OF_THE_BUNDLE =
      List.of(".security.trust-anchors", ".security.client-certificate");

  /**
   * Puts the bundle into the properties, now and after each reload.
   *
   * @param configured the configuration property that a session property comes from
   * @throws MailSettingsException if the properties name trust anchors or a client certificate too
   */
  void into(Properties session, UnaryOperator<String> configured) {
    List<Problem> twice =
        session.stringPropertyNames().stream()
            .filter(key -> OF_THE_BUNDLE.stream().anyMatch(key::endsWith))
            .sorted()
            .map(
                key ->
                    new Problem(
                        configured.apply(key),
                        "contradicts the SSL bundle \"%s\", which says that too".formatted(name),
                        "remove one of them"))
            .toList();
    if (!twice.isEmpty()) {
      throw new MailSettingsException("mail", twice);
    }
    Map<String, Given> given = new HashMap<>();
    services.forEach(s -> given.put(s.getProtocol(), Given.in(session, s.getProtocol())));
    put(bundles.getBundle(name), session, given);
    bundles.addBundleUpdateHandler(name, reloaded -> put(reloaded, session, given));
  }

  private void put(SslBundle bundle, Properties session, Map<String, Given> given) {
    BundleSettings settings = BundleSettings.of(bundle);
    for (URLName service : services) {
      String protocol = service.getProtocol();
      String binding = "mail." + protocol + ".security.client-certificate-for";
      if (settings.hasKey() && session.getProperty(binding) == null && service.getHost() != null) {
        session.setProperty(binding, binding(service));
      }
      settings.putInto(session, protocol, given.getOrDefault(protocol, new Given(null, null)));
    }
  }

  private static String binding(URLName service) {
    String user = service.getUsername() == null ? "" : service.getUsername();
    String port = service.getPort() > 0 ? ":" + service.getPort() : "";
    return user + "@" + service.getHost() + port;
  }
}
