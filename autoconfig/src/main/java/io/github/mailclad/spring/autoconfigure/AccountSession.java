package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Access;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.AccessProtocol;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Submission;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The session of one account: its servers, its requirements, its credentials. A mistake in the
 * account's own settings is a {@link MailSettingsException}; {@link SessionCheck} finds mistakes in
 * its session properties.
 */
final class AccountSession {
  private final String name;
  private final Account account;
  private final AccountCredentials credentials;
  private final String login;
  private final @Nullable SecurityPolicy policy;
  private final SessionProperties properties;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final @Nullable URLName submission;
  private final @Nullable URLName access;
  private final Session session;

  AccountSession(
      String name, Account account, MailcladProperties common, ListableBeanFactory beans) {
    this.name = name;
    this.account = account;
    this.credentials = new AccountCredentials(account, common.properties(), this::option);
    this.properties = new SessionProperties(option(""));
    this.login = login();
    this.policy = policy(beans);
    for (String key : List.of("dane", "pins", "token-supplier")) {
      properties.name("mail.security." + key, key);
    }
    if (!account.canSubmit() && !account.canRead()) {
      problems.add(
          new SettingProblem(
              option("submission.host"),
              "is not set, and servers are discovered only for an address that is also the user name",
              "set submission.host, access.host or both, or the address without a username"));
    }
    this.submission = account.canSubmit() ? submission(account.submission()) : null;
    this.access = account.canRead() ? access(account.access()) : null;
    if (account.address() != null) {
      properties.put("mail.from", account.address(), "address");
    }
    if (account.dane() != null) {
      properties.put("mail.security.dane", account.dane(), "dane");
    }
    if (!account.pins().isEmpty()) {
      properties.put("mail.security.pins", String.join(" ", account.pins()), "pins");
    }
    problems.addAll(credentials.empty());
    problems.addAll(credentials.putOAuth(properties, beans));
    if (account.tokenSupplier() != null) {
      problems.addAll(
          credentials.putTokenSupplier(account.tokenSupplier(), properties.all(), beans));
    }
    beans
        .getBeanProvider(SecureResolver.class)
        .ifAvailable(resolver -> properties.all().put("mail.security.resolver", resolver));
    addAll(common.properties(), "mailclad.properties.");
    addAll(account.properties(), option("properties."));
    if (!problems.isEmpty()) {
      throw new MailSettingsException(subject(), problems);
    }
    properties.all().put("mail.security.setting-names", properties);
    this.session = Session.getInstance(properties.all(), new Passwords());
  }

  private void addAll(Map<String, String> written, String prefix) {
    written.forEach(
        (key, value) -> properties.add(key, value, prefix + key).ifPresent(problems::add));
  }

  private String login() {
    String named = account.username() == null ? account.address() : account.username();
    if (named == null) {
      throw new MailSettingsException(
          subject(),
          List.of(
              new SettingProblem(
                  option("address"), "is not set", "set the address, or the username")));
    }
    return named;
  }

  /** Returns the policy that a bean has instead of single settings; null for none. */
  private @Nullable SecurityPolicy policy(ListableBeanFactory beans) {
    if (account.policy() == null || account.policy().isEmpty()) {
      return null;
    }
    NamedBean<SecurityPolicy> bean =
        new NamedBean<>(option("policy"), account.policy(), SecurityPolicy.class);
    if (bean.isIn(beans)) {
      return bean.of(beans);
    }
    problems.add(bean.missingIn(beans));
    return null;
  }

  private URLName submission(Submission out) {
    String protocol = out.tlsStart() == TlsStart.STARTTLS ? "submission" : "submissions";
    properties.all().setProperty("mail.transport.protocol", protocol);
    properties.all().setProperty("mail.transport.protocol.rfc822", protocol);
    if (account.password() != null || account.tokenSupplier() != null || account.oauth().isSet()) {
      // without it, a server that offers no login would be used without one
      properties.put("mail." + protocol + ".auth", "true", "password");
    }
    return service(
        "submission", protocol, out.host(), out.port(), out.tlsStart(), out.accountPin());
  }

  private URLName access(Access in) {
    String kind = in.protocol() == AccessProtocol.IMAP ? "imap" : "pop3";
    String protocol = in.tlsStart() == TlsStart.STARTTLS ? kind : kind + "s";
    properties.all().setProperty("mail.store.protocol", protocol);
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
      properties.name(prefix + key, part + "." + key.replace("security.", ""));
    }
    properties.name(prefix + "security.minimum-level", "minimum-level");
    properties.put(prefix + "user", login, account.username() == null ? "address" : "username");
    properties.name(prefix + "password", "password");
    if (host != null) {
      properties.put(prefix + "host", host, part + ".host");
    }
    if (port != null) {
      properties.put(prefix + "port", port.toString(), part + ".port");
    }
    if (start != null) {
      properties.put(prefix + "security.tls-start", start, part + ".tls-start");
    }
    if (policy != null) {
      // only under the protocol name may it lower the level
      properties.put(prefix + "security.policy", policy, "policy");
    }
    if (account.minimumLevel() != null
        && (account.minimumLevel() != ConfidentialityLevel.AUTHENTICATED || policy != null)) {
      properties.put(prefix + "security.minimum-level", account.minimumLevel(), "minimum-level");
    }
    if (accountPin != null) {
      properties.put(prefix + "security.account-pin", accountPin, part + ".account-pin");
    }
    return new URLName(protocol, host, port == null ? -1 : port, null, login, null);
  }

  private String option(String key) {
    return "mailclad.accounts." + name + "." + key;
  }

  AccountSession withStore(AccountStore store) {
    properties.all().putIfAbsent("mail.security.account-store", store);
    return this;
  }

  AccountSession withListener(SecurityListener listener) {
    properties.all().put("mail.security.listener", listener);
    return this;
  }

  /** Returns the session's properties, with the names that they were written under. */
  SessionProperties properties() {
    return properties;
  }

  /** Returns the configured services: submission first, then access to the mailbox. */
  Map<MailProtocol, URLName> services() {
    Map<MailProtocol, URLName> services = new LinkedHashMap<>();
    if (submission != null) {
      services.put(MailProtocol.SUBMISSION, submission);
    }
    if (access != null) {
      boolean isImap = account.access().protocol() == AccessProtocol.IMAP;
      services.put(isImap ? MailProtocol.IMAP : MailProtocol.POP3, access);
    }
    return services;
  }

  /**
   * Returns the entry for the inventory.
   *
   * @param bundle the SSL bundle that was put into its properties; null for none
   */
  MailEntry entry(@Nullable String bundle) {
    return new MailEntry(name, MailEntry.Kind.ACCOUNT, login, session, services(), bundle);
  }

  /** Returns the problems if the account has no credentials. */
  List<SettingProblem> missingCredentials() {
    return credentials.missing(properties.all(), submission, access);
  }

  /** Returns whether mail is submitted with a login. */
  StartUpLine.Login submissionLogin() {
    return credentials.areThere(properties.all())
        ? StartUpLine.Login.CONFIGURED
        : StartUpLine.Login.NONE;
  }

  /** Returns the account in words for people. */
  String subject() {
    return "account \"" + name + "\"";
  }

  /** Returns a sender in the account's session; empty if it does not submit mail. */
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

  /** Gives the password to the account's own services only. */
  private final class Passwords extends Authenticator {
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      String protocol = getRequestingProtocol();
      boolean ours = services().values().stream().anyMatch(s -> s.getProtocol().equals(protocol));
      return ours && account.password() != null
          ? new PasswordAuthentication(login, account.password())
          : null;
    }
  }
}
