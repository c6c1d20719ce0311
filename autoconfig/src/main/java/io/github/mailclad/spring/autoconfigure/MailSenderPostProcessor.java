package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.SettingNames;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.autoconfigure.LoginCheck.Credential;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Checks every {@link JavaMailSenderImpl} bean before it is used, Boot's own included, enforces the
 * SSL bundle of Boot's own, and connects the application's listeners. A sender that Mailclad does
 * not serve, by its protocol or by {@code mail.<protocol>.class}, stays as it is, with a warning. A
 * session that a sender was given, for example from JNDI, is shared and is checked but not changed.
 */
final class MailSenderPostProcessor implements InstantiationAwareBeanPostProcessor {
  private static final Log LOG = LogFactory.getLog(MailSenderPostProcessor.class);
  private static final String SPRING_MAIL = "spring.mail.";
  private static final String BUNDLE = SpringMailNames.BUNDLE;

  private final ConfigurableListableBeanFactory beans;
  private final Environment environment;
  private final ObjectProvider<SslBundles> bundles;
  private final EntryBeans entries;

  MailSenderPostProcessor(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      EntryBeans entries) {
    this.beans = beans;
    this.environment = environment;
    this.bundles = bundles;
    this.entries = entries;
  }

  /**
   * Reads the bundle before Boot makes a socket factory of it, because a failure of Boot does not
   * name the property.
   */
  @Override
  public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
    String bundle = bundle();
    if (bundle != null && JavaMailSenderImpl.class.isAssignableFrom(type) && isBoots(name)) {
      allBundles().read(bundle, BUNDLE, subject(name));
    }
    return null;
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
    if (!new SessionCheck(session, SettingNames.ofSession()).isOurs(protocol)) {
      LOG.warn(
          "mail sender \"%s\" does not use Mailclad, because of its protocol \"%s\" or mail.%s.class: its connections are not secured"
              .formatted(name, protocol, protocol));
      return sender;
    }
    URLName service =
        new URLName(
            protocol,
            hostOf(sender, session, protocol),
            sender.getPort(),
            null,
            sender.getUsername(),
            null);
    boolean isOfSpringMail = isBoots && ownsSession;
    SettingNames names =
        isOfSpringMail ? new SpringMailNames(environment, protocol) : SettingNames.ofSession();
    List<SettingProblem> problems = new ArrayList<>();
    if (ownsSession) {
      if (isBoots) {
        completeFromEnvironment(own, service, subject(name));
      }
      if (isBoots && service.getHost() == null) {
        problems.add(
            new SettingProblem(
                SPRING_MAIL + "host",
                "is empty",
                "set it (an environment variable may be missing)"));
      }
      problems.addAll(credentials(sender, new LoginCheck(own, protocol, names), isBoots));
      if (isBoots) {
        own.putIfAbsent("mail.security.setting-names", names);
      }
      own.putIfAbsent("mail.security.listener", entries.listenerTo(name));
    }
    MailEntry entry =
        new MailEntry(
            name,
            MailEntry.Kind.SENDER,
            Objects.requireNonNullElse(sender.getUsername(), ""),
            session,
            Map.of(MailProtocol.SUBMISSION, service),
            isOfSpringMail ? bundle() : null);
    entries.add(entry, subject(name), names, problems, login(sender, session, protocol));
    return entries.decorated(name, sender);
  }

  private static String subject(String name) {
    return "mail sender \"" + name + "\"";
  }

  /** Returns the host; without one of its own, a sender connects to that of its session. */
  private static @Nullable String hostOf(
      JavaMailSenderImpl sender, Session session, String protocol) {
    String host = sender.getHost();
    if (host != null && !host.isEmpty()) {
      return host;
    }
    String configured = session.getProperty("mail." + protocol + ".host");
    return configured == null ? session.getProperty("mail.host") : configured;
  }

  /** Returns the problems of the credentials. */
  private static List<SettingProblem> credentials(
      JavaMailSenderImpl sender, LoginCheck check, boolean isBoots) {
    Credential user =
        new Credential(isBoots ? SPRING_MAIL + "username" : "setUsername", sender.getUsername());
    Credential password =
        new Credential(isBoots ? SPRING_MAIL + "password" : "setPassword", sender.getPassword());
    // the application may set the password of its own sender later, before it sends
    boolean mayComeLater = !isBoots && sender.getPassword() == null;
    List<SettingProblem> problems = mayComeLater ? List.of() : check.ofSender(user, password);
    if (user.isThere()) {
      // without it, mail would be submitted without the login that a user name asks for
      check.session().putIfAbsent("mail." + check.protocol() + ".auth", "true");
    }
    return problems;
  }

  private static StartUpLine.Login login(
      JavaMailSenderImpl sender, Session session, String protocol) {
    boolean hasUser = sender.getUsername() != null && !sender.getUsername().isEmpty();
    String wanted = session.getProperty("mail." + protocol + ".auth");
    return hasUser || "true".equalsIgnoreCase(wanted)
        ? StartUpLine.Login.CONFIGURED
        : StartUpLine.Login.NONE;
  }

  @SuppressWarnings("ReferenceEquality") // two sessions may have equal properties
  private static boolean isMadeOf(Session session, Properties own) {
    return session.getProperties() == own;
  }

  /** Returns whether the bean is of Boot's own mail configuration, in any line of Boot. */
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
   * Sets what Boot leaves out or overwrites, so that it is checked by name. Replaces Boot's socket
   * factory by the bundle itself, because bundle options and reloads do not reach that factory.
   */
  private void completeFromEnvironment(Properties own, URLName service, String subject) {
    String prefix = "mail." + service.getProtocol() + ".ssl.";
    if (isFalse("ssl.verify-hostname")) {
      own.setProperty(prefix + "checkserveridentity", "false");
    }
    if (isFalse("ssl.enabled")) {
      own.setProperty(prefix + "enable", "false");
    }
    String bundle = bundle();
    if (bundle != null) {
      own.remove(prefix + "socketFactory");
      own.remove(prefix + "enable", "true");
    }
    for (String overwritten : List.of("enable", "checkserveridentity", "socketFactory")) {
      String written = environment.getProperty(SPRING_MAIL + "properties." + prefix + overwritten);
      if (written != null) {
        own.setProperty(prefix + overwritten, written);
      }
    }
    if (bundle != null) {
      new EnforcedBundle(bundle, BUNDLE, subject, List.of(service), allBundles())
          .into(own, new SpringMailNames(environment, service.getProtocol()));
    }
  }

  /** Returns the name of the bundle of {@code spring.mail}; null for none. */
  private @Nullable String bundle() {
    String bundle = environment.getProperty(BUNDLE);
    return bundle == null || bundle.isEmpty() ? null : bundle;
  }

  private Bundles allBundles() {
    return new Bundles(bundles.getObject(), environment);
  }

  private boolean isFalse(String key) {
    return Boolean.FALSE.equals(environment.getProperty(SPRING_MAIL + key, Boolean.class));
  }
}
