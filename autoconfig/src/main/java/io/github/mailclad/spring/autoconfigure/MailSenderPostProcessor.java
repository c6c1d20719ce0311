package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Checks every {@link JavaMailSenderImpl} bean before it is used, Boot's own included, enforces the
 * SSL bundle of that one, and lets the application's listeners be told. A sender of another
 * protocol, or one whose protocol is given to somebody else's class, which is the way out, stays as
 * it is, with a warning. A session that a sender was given, from JNDI for example, belongs to
 * others too and is checked but not changed.
 */
final class MailSenderPostProcessor implements BeanPostProcessor {
  private static final Log LOG = LogFactory.getLog(MailSenderPostProcessor.class);
  private static final String SPRING_MAIL = "spring.mail.";

  private static final Map<String, String> OF_BOOT =
      Map.of(
          "host", "spring.mail.host",
          "port", "spring.mail.port",
          "ssl.checkserveridentity", "spring.mail.ssl.verify-hostname",
          "ssl.enable", "spring.mail.ssl.enabled");

  private final ConfigurableListableBeanFactory beans;
  private final Environment environment;
  private final ObjectProvider<SslBundles> bundles;
  private final ObjectProvider<MailInventory> inventory;
  private final ObjectProvider<AccountListener> listeners;
  private final ObjectProvider<MailSenderDecorator> decorators;

  MailSenderPostProcessor(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<MailInventory> inventory,
      ObjectProvider<AccountListener> listeners,
      ObjectProvider<MailSenderDecorator> decorators) {
    this.beans = beans;
    this.environment = environment;
    this.bundles = bundles;
    this.inventory = inventory;
    this.listeners = listeners;
    this.decorators = decorators;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof JavaMailSenderImpl sender ? secured(sender, name) : bean;
  }

  private JavaMailSenderImpl secured(JavaMailSenderImpl sender, String name) {
    Session session = sender.getSession();
    Properties own = sender.getJavaMailProperties();
    boolean ownsSession = isMadeOf(session, own);
    boolean isBoots = isBoots(name);
    String protocol = protocolOf(sender, session);
    if (!SessionCheck.isOurs(session, protocol)) {
      LOG.warn(
          "mail sender \"%s\" is not Mailclad's, by its protocol \"%s\" or by mail.%s.class: its connections are not secured"
              .formatted(name, protocol, protocol));
      return sender;
    }
    URLName service =
        new URLName(protocol, sender.getHost(), sender.getPort(), null, sender.getUsername(), null);
    if (ownsSession) {
      if (isBoots) {
        completeFromEnvironment(own, service);
      }
      own.putIfAbsent("mail.security.listener", new Audience(name, listeners));
    }
    MailEntry entry =
        new MailEntry(
            name,
            MailEntry.Kind.SENDER,
            Objects.requireNonNullElse(sender.getUsername(), ""),
            session,
            List.of(service));
    SessionCheck.check(
        entry,
        "mail sender \"" + name + "\"",
        isBoots && ownsSession ? configured(protocol) : key -> key);
    inventory.getObject().add(entry);
    return Decorators.decorated(name, sender, decorators);
  }

  @SuppressWarnings("ReferenceEquality") // two sessions may have equal properties
  private static boolean isMadeOf(Session session, Properties own) {
    return session.getProperties() == own;
  }

  /** The bean of Boot's own mail configuration, by whichever line of Boot. */
  private boolean isBoots(String name) {
    if (!beans.containsBeanDefinition(name)) {
      return false;
    }
    BeanDefinition definition = beans.getMergedBeanDefinition(name);
    String factory = definition.getFactoryBeanName();
    return factory != null
        && factory.startsWith("org.springframework.boot.")
        && factory.contains("MailSender");
  }

  private static String protocolOf(JavaMailSenderImpl sender, Session session) {
    String named = sender.getProtocol();
    String configured = named == null ? session.getProperty("mail.transport.protocol") : named;
    return configured == null ? JavaMailSenderImpl.DEFAULT_PROTOCOL : configured;
  }

  /**
   * What Boot says only by leaving something out, and what it overwrites, is said by name; and its
   * socket factory, which neither the bundle's options nor a reload reaches, makes room for the
   * bundle itself.
   */
  private void completeFromEnvironment(Properties own, URLName service) {
    String prefix = "mail." + service.getProtocol() + ".ssl.";
    if (isFalse("ssl.verify-hostname")) {
      own.setProperty(prefix + "checkserveridentity", "false");
    }
    if (isFalse("ssl.enabled")) {
      own.setProperty(prefix + "enable", "false");
    }
    String bundle = environment.getProperty(SPRING_MAIL + "ssl.bundle");
    if (bundle != null && !bundle.isEmpty()) {
      own.remove(prefix + "socketFactory");
      own.remove(prefix + "enable", "true");
    }
    for (String overwritten : List.of("enable", "checkserveridentity", "socketFactory")) {
      String written = environment.getProperty(SPRING_MAIL + "properties." + prefix + overwritten);
      if (written != null) {
        own.setProperty(prefix + overwritten, written);
      }
    }
    if (bundle != null && !bundle.isEmpty()) {
      new EnforcedBundle(bundle, List.of(service), bundles.getObject())
          .into(own, configured(service.getProtocol()));
    }
  }

  private boolean isFalse(String key) {
    return Boolean.FALSE.equals(environment.getProperty(SPRING_MAIL + key, Boolean.class));
  }

  /** What a person wrote, which Boot has properties of its own for in some cases. */
  private UnaryOperator<String> configured(String protocol) {
    String prefix = "mail." + protocol + ".";
    return key -> {
      String verbatim = SPRING_MAIL + "properties." + key;
      return environment.containsProperty(verbatim) || !key.startsWith(prefix)
          ? verbatim
          : OF_BOOT.getOrDefault(key.substring(prefix.length()), verbatim);
    };
  }
}
