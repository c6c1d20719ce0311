package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TokenSupplier;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.autoconfigure.MailSettingsException.Problem;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Access;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.AccessProtocol;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Submission;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Makes the session of one account: its servers, its requirements, its credentials. What is wrong
 * with the account itself is a {@link MailSettingsException}; what is wrong with its session
 * properties is found by the {@link SessionCheck}.
 */
final class AccountSession {
  private final String name;
  private final Account account;
  private final String login;
  private final Properties properties = new Properties();
  private final Map<String, String> origins = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final @Nullable URLName submission;
  private final @Nullable URLName access;
  private final Session session;

  AccountSession(String name, Account account, MailcladProperties common, BeanFactory beans) {
    this.name = name;
    this.account = account;
    this.login = login();
    if (!account.canSubmit() && !account.canRead()) {
      problems.add(
          new Problem(
              option("submission.host"),
              "is not set, and servers are found for an address that is the user name too",
              "set submission.host, access.host or both, or the address without a username"));
    }
    this.submission = account.canSubmit() ? submission(account.submission()) : null;
    this.access = account.canRead() ? access(account.access()) : null;
    if (account.address() != null) {
      properties.setProperty("mail.from", account.address());
    }
    if (account.dane() != null) {
      put("mail.security.dane", word(account.dane()), "dane");
    }
    if (!account.pins().isEmpty()) {
      put("mail.security.pins", String.join(" ", account.pins()), "pins");
    }
    if (account.tokenSupplier() != null) {
      properties.put(
          "mail.security.token-supplier",
          beans.getBean(account.tokenSupplier(), TokenSupplier.class));
    }
    beans
        .getBeanProvider(SecureResolver.class)
        .ifAvailable(resolver -> properties.put("mail.security.resolver", resolver));
    common.properties().forEach((key, value) -> add(key, value, "mailclad.properties." + key));
    account.properties().forEach((key, value) -> add(key, value, option("properties." + key)));
    if (!problems.isEmpty()) {
      throw new MailSettingsException("account \"" + name + "\"", problems);
    }
    this.session = Session.getInstance(properties, new Credentials());
  }

  private String login() {
    String named = account.username() == null ? account.address() : account.username();
    if (named == null) {
      throw new MailSettingsException(
          "account \"" + name + "\"",
          List.of(
              new Problem(
                  option("address"), "nobody knows whose account it is", "set the address")));
    }
    return named;
  }

  private URLName submission(Submission out) {
    String protocol = out.tlsStart() == TlsStart.STARTTLS ? "submission" : "submissions";
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty("mail.transport.protocol.rfc822", protocol);
    if (account.password() != null || account.tokenSupplier() != null) {
      // without it a server that offers no login would be used without one
      put("mail." + protocol + ".auth", "true", "password");
    }
    return service(
        "submission", protocol, out.host(), out.port(), out.tlsStart(), out.accountPin());
  }

  private URLName access(Access in) {
    String kind = in.protocol() == AccessProtocol.IMAP ? "imap" : "pop3";
    String protocol = in.tlsStart() == TlsStart.STARTTLS ? kind : kind + "s";
    properties.setProperty("mail.store.protocol", protocol);
    return service("access", protocol, in.host(), in.port(), in.tlsStart(), in.accountPin());
  }

  private URLName service(
      String part,
      String protocol,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable TlsStart start,
      @Nullable String accountPin) {
    String prefix = "mail." + protocol + ".";
    for (String key : List.of("host", "port", "security.tls-start", "security.account-pin")) {
      origins.put(prefix + key, option(part + "." + key.replace("security.", "")));
    }
    origins.put(prefix + "security.minimum-level", option("minimum-level"));
    if (host != null) {
      put(prefix + "host", host, part + ".host");
    }
    put(prefix + "user", login, "username");
    if (port != null) {
      put(prefix + "port", port.toString(), part + ".port");
    }
    if (start != null) {
      put(prefix + "security.tls-start", word(start), part + ".tls-start");
    }
    if (account.minimumLevel() != null
        && account.minimumLevel() != ConfidentialityLevel.AUTHENTICATED) {
      put(prefix + "security.minimum-level", word(account.minimumLevel()), "minimum-level");
    }
    if (accountPin != null) {
      put(prefix + "security.account-pin", accountPin, part + ".account-pin");
    }
    return new URLName(protocol, host, port == null ? -1 : port, null, login, null);
  }

  private void put(String key, String value, String option) {
    properties.setProperty(key, value);
    origins.put(key, option(option));
  }

  /** What a person wrote out never silently wins over, or loses against, what stands elsewhere. */
  private void add(String key, String value, String origin) {
    Object known = properties.get(key);
    if (known != null && !known.equals(value)) {
      problems.add(
          new Problem(
              origin,
              "contradicts %s, which says %s"
                  .formatted(configured(key), known instanceof String ? known : "something else"),
              "remove one of them"));
    }
    properties.setProperty(key, value);
    origins.put(key, origin);
  }

  private String option(String key) {
    return "mailclad.accounts." + name + "." + key;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The configuration property that sets a session property. */
  String configured(String sessionKey) {
    return Objects.requireNonNullElseGet(
        origins.get(sessionKey), () -> option("properties." + sessionKey));
  }

  AccountSession remembering(AccountStore store) {
    properties.putIfAbsent("mail.security.account-store", store);
    return this;
  }

  AccountSession telling(SecurityListener listener) {
    properties.put("mail.security.listener", listener);
    return this;
  }

  /** The session's properties; they are live. */
  Properties properties() {
    return properties;
  }

  /** Submission, and access to the mailbox, as far as it has them. */
  List<URLName> services() {
    return Stream.of(submission, access).flatMap(Stream::ofNullable).toList();
  }

  /** The account for the inventory. */
  MailEntry entry() {
    return new MailEntry(name, MailEntry.Kind.ACCOUNT, login, session, services());
  }

  /** A sender in the account's session; empty if it submits nothing. */
  Optional<JavaMailSenderImpl> sender() {
    if (submission == null) {
      return Optional.empty();
    }
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setSession(session);
    sender.setProtocol(submission.getProtocol());
    sender.setHost(submission.getHost());
    sender.setPort(submission.getPort());
    sender.setUsername(login);
    sender.setPassword(account.password());
    sender.setDefaultEncoding("UTF-8");
    return Optional.of(sender);
  }

  /** Gives the password to the account's own two services. */
  private final class Credentials extends Authenticator {
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      String protocol = getRequestingProtocol();
      boolean ours = services().stream().anyMatch(s -> s.getProtocol().equals(protocol));
      return ours && account.password() != null
          ? new PasswordAuthentication(login, account.password())
          : null;
    }
  }
}
