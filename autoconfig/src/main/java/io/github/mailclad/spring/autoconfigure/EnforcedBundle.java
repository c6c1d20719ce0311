package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SettingNames;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.autoconfigure.BundleSettings.Given;
import jakarta.mail.URLName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.ssl.SslBundle;

/**
 * An SSL bundle that applies to some services of a session, and is applied again after each reload.
 * The provider reads a session's properties for each connection, and never resumes a TLS session
 * that began under other trust anchors or another key.
 *
 * @param name the name of the bundle
 * @param property the configuration property that names it
 * @param subject the owner of the settings, in words for people
 * @param services the services, with the user name to whose connections its key belongs
 * @param bundles the source of the bundle
 */
record EnforcedBundle(
    String name, String property, String subject, List<URLName> services, Bundles bundles) {
  private static final List<String> OF_THE_BUNDLE =
      List.of(".security.trust-anchors", ".security.client-certificate");

  /**
   * Puts the bundle into the properties, now and after each reload.
   *
   * @param names the configuration property that a session property comes from
   * @throws MailSettingsException if there is no such bundle, or the properties name trust anchors
   *     or a client certificate too
   */
  void into(Properties session, SettingNames names) {
    List<SettingProblem> twice =
        session.stringPropertyNames().stream()
            .filter(key -> OF_THE_BUNDLE.stream().anyMatch(key::endsWith))
            .sorted()
            .map(key -> twice(key, names))
            .toList();
    if (!twice.isEmpty()) {
      throw new MailSettingsException(subject, twice);
    }
    Map<String, Given> given = new HashMap<>();
    services.forEach(s -> given.put(s.getProtocol(), Given.in(session, s.getProtocol())));
    SslBundle bundle = bundles.read(name, property, subject);
    if (BundleSettings.of(bundle).anchors().isEmpty()) {
      throw new MailSettingsException(subject, List.of(empty()));
    }
    put(bundle, session, given);
    bundles.all().addBundleUpdateHandler(name, reloaded -> put(reloaded, session, given));
  }

  private SettingProblem empty() {
    return new SettingProblem(
        property,
        "there is no trust anchor in SSL bundle \"%s\"".formatted(name),
        "add the certificate of the servers' authority to "
            + bundles.propertiesOf(name).trustStore());
  }

  private SettingProblem twice(String key, SettingNames names) {
    BundleProperties made = bundles.propertiesOf(name);
    return new SettingProblem(
        names.asWritten(key),
        "contradicts the SSL bundle \"%s\" of %s".formatted(name, property),
        "remove one of them; the bundle uses "
            + (key.endsWith("trust-anchors") ? made.trustStore() : made.keyStore()));
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
