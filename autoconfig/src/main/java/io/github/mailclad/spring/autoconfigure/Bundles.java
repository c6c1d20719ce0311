package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.TreeSet;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.PropertyResolver;

/**
 * The SSL bundles of the application, found by the configuration properties that name them.
 *
 * @param all the bundles
 * @param environment the source of the properties of the bundles
 */
record Bundles(SslBundles all, PropertyResolver environment) {

  /**
   * Returns a bundle that could be read.
   *
   * @param name its name
   * @param property the configuration property that names it
   * @param subject the owner of the settings, in words for people
   * @throws MailSettingsException if there is no such bundle, or it cannot be read
   */
  SslBundle read(String name, String property, String subject) {
    try {
      SslBundle bundle = all.getBundle(name);
      bundle.getManagers().getTrustManagers();
      bundle.getManagers().getKeyManagers();
      return bundle;
    } catch (NoSuchSslBundleException e) {
      throw new MailSettingsException(subject, List.of(missing(name, property)), e);
    } catch (RuntimeException e) {
      throw new MailSettingsException(subject, List.of(unreadable(name, property, e)), e);
    }
  }

  private SettingProblem missing(String name, String property) {
    TreeSet<String> names = new TreeSet<>(all.getBundleNames());
    return new SettingProblem(
        property,
        "there is no SSL bundle \"%s\"".formatted(name),
        (names.isEmpty() ? "define it" : "set it to one of %s, or define it".formatted(names))
            + " (spring.ssl.bundle.pem.%s.truststore.certificate)".formatted(name)
            + (names.isEmpty() ? "" : "." + NearestName.question(name, names, "")));
  }

  private SettingProblem unreadable(String name, String property, RuntimeException e) {
    Throwable reason = e;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new SettingProblem(
        property,
        "the SSL bundle \"%s\" cannot be read: %s".formatted(name, reason.getMessage()),
        "check " + propertiesOf(name).trustStore() + ", and its other properties");
  }

  BundleProperties propertiesOf(String name) {
    return new BundleProperties(name, environment);
  }
}
