package io.github.mailclad.test.spring;

import io.github.mailclad.test.MailServer;
import io.github.mailclad.test.MailUser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Starts a mail server where the property {@code mailclad-test.server} is {@code start}, as {@link
 * AutoConfigureMailServer} sets it in tests. While you develop, {@code mvn spring-boot:test-run
 * -Dspring-boot.run.arguments=--mailclad-test.server=start} sets it.
 */
public final class MailServerInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String PROPERTY = "mailclad-test.server";
  static final String START = "start";
  private static final String BUNDLE = "mailclad-test-server";
  private static final String ACCOUNTS = "mailclad.accounts.";

  /** Creates the initializer; Spring Boot calls it. */
  public MailServerInitializer() {}

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (!START.equals(environment.getProperty(PROPERTY))) {
      return;
    }
    MailServer server = MailServer.start();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource(BUNDLE, properties(environment, server)));
    context.getBeanFactory().registerSingleton("mailServer", server);
    ((DefaultSingletonBeanRegistry) context.getBeanFactory())
        .registerDisposableBean("mailServer", server::close);
  }

  private static Map<String, Object> properties(
      ConfigurableEnvironment environment, MailServer server) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put(
        "spring.ssl.bundle.pem." + BUNDLE + ".truststore.certificate", server.authority());
    addSender(properties, environment, server);
    for (String account : accounts(environment)) {
      addAccount(properties, environment, server, ACCOUNTS + account + ".");
    }
    return properties;
  }

  private static void addSender(
      Map<String, Object> properties, ConfigurableEnvironment environment, MailServer server) {
    MailUser user = server.user(environment.getProperty("spring.mail.username", "alice"));
    String protocol = environment.getProperty("spring.mail.protocol", "smtp");
    properties.put("spring.mail.host", server.host());
    properties.put("spring.mail.port", server.submissionsPort());
    properties.put("spring.mail.username", user.address());
    properties.put("spring.mail.password", user.password());
    properties.put("spring.mail.ssl.bundle", BUNDLE);
    properties.put("spring.mail.properties.mail." + protocol + ".security.tls-start", "implicit");
  }

  private static void addAccount(
      Map<String, Object> properties,
      ConfigurableEnvironment environment,
      MailServer server,
      String prefix) {
    String address = environment.getProperty(prefix + "address", "alice");
    MailUser user = server.user(environment.getProperty(prefix + "username", address));
    boolean pop3 = "pop3".equals(environment.getProperty(prefix + "access.protocol"));
    properties.put(prefix + "submission.host", server.host());
    properties.put(prefix + "submission.port", server.submissionsPort());
    properties.put(prefix + "submission.tls-start", "implicit");
    properties.put(prefix + "access.host", server.host());
    properties.put(prefix + "access.port", pop3 ? server.pop3sPort() : server.imapsPort());
    properties.put(prefix + "access.tls-start", "implicit");
    properties.put(prefix + "ssl.bundle", BUNDLE);
    if (!environment.containsProperty(prefix + "token-supplier")) {
      properties.put(prefix + "password", user.password());
    }
  }

  /** Returns the names of the accounts that property sources spell as in the documentation. */
  private static Set<String> accounts(ConfigurableEnvironment environment) {
    var accounts = new TreeSet<String>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> known) {
        for (String name : known.getPropertyNames()) {
          if (name.startsWith(ACCOUNTS)) {
            accounts.add(name.substring(ACCOUNTS.length()).split("\\.", 2)[0]);
          }
        }
      }
    }
    return accounts;
  }
}
