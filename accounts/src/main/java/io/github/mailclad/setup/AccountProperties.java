package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.SecureResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Creates the session properties of an account. Immutable. */
final class AccountProperties {
  /** The keys of an account's servers and requirements, which the account sets. */
  private static final Set<String> OF_AN_ACCOUNT =
      Set.of(
          "host",
          "port",
          "user",
          "class",
          "security.minimum-level",
          "security.account-pin",
          "security.tls-start",
          "security.confirmed-targets",
          "security.discovery",
          "security.discovery-directory",
          "security.account-store");

  private static final Set<String> OF_ACCOUNTS =
      Set.of(
          "mail.host",
          "mail.user",
          "mail.store.protocol",
          "mail.transport.protocol",
          "mail.transport.protocol.rfc822",
          "mail.security.account-store",
          "mail.security.tls-start",
          "mail.security.confirmed-targets",
          "mail.security.discovery",
          "mail.security.discovery-directory");

  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  private final Properties base;
  private final String account;
  private final AccountStore store;
  private final @Nullable SecureResolver resolver;
  private final @Nullable ConfigurationFiles files;
  private final @Nullable SecurityListener listener;

  AccountProperties(
      Properties base,
      String account,
      AccountStore store,
      @Nullable SecureResolver resolver,
      @Nullable ConfigurationFiles files,
      @Nullable SecurityListener listener) {
    this.base = base;
    this.account = account;
    this.store = store;
    this.resolver = resolver;
    this.files = files;
    this.listener = listener;
  }

  /** The requirement that an account has of a server. */
  enum ServerRequirement {
    /** The minimum level of every account. */
    MINIMUM,
    /** The certificate that the store has at the time of the connection. */
    STORED_CERTIFICATE,
    /** No requirement. */
    NOTHING
  }

  /** Returns a copy of an application's properties without those that belong to one account. */
  static Properties withoutAccount(Properties application) {
    Properties copy = new Properties();
    application.stringPropertyNames().forEach(k -> copy.put(k, application.getProperty(k)));
    copy.putAll(application);
    copy.keySet().removeIf(key -> key instanceof String name && isOfAnAccount(name));
    return copy;
  }

  /** Returns a key by which an application asks for configuration files; empty if none does. */
  static Optional<String> askingForFiles(Properties application) {
    return application.stringPropertyNames().stream()
        .filter(AccountProperties::isOfAnAccount)
        .filter(key -> key.contains(".security.discovery"))
        .filter(key -> !application.getProperty(key).strip().equals("srv"))
        .sorted()
        .findFirst();
  }

  private static boolean isOfAnAccount(String key) {
    String[] parts = key.split("\\.", 3);
    return OF_ACCOUNTS.contains(key)
        || (parts.length == 3
            && parts[0].equals("mail")
            && PROTOCOLS.contains(parts[1])
            && OF_AN_ACCOUNT.contains(parts[2]));
  }

  /** Returns the properties that all services of the account share. */
  Properties common() {
    Properties properties = new Properties();
    properties.putAll(base);
    if (resolver != null) {
      properties.put("mail.security.resolver", resolver);
    }
    if (listener != null) {
      properties.put("mail.security.listener", listener);
    }
    properties.put("mail.security.setting-names", AccountSettingNames.over(base));
    return properties;
  }

  /** Returns the same properties, with the store that connections read and write. */
  Properties remembering() {
    Properties properties = common();
    properties.put("mail.security.account-store", store);
    return properties;
  }

  /** Returns the properties of one service, with the requirement for its server. */
  Map<String, String> of(ChosenServer server, ServerRequirement requirement) {
    ServerSettings discovered = server.discovered();
    Map<String, String> properties = discovered == null ? named(server) : properties(discovered);
    String prefix = "mail." + server.service().srvLabel() + ".";
    if (submits(server.service())) {
      // without it, a server that offers no login would be used without one
      properties.put(prefix + "auth", "true");
    }
    if (requirement == ServerRequirement.STORED_CERTIFICATE) {
      properties.put(prefix + "security.minimum-level", "encrypted");
      properties.put(prefix + "security.account-pin", "stored");
    } else if (requirement == ServerRequirement.NOTHING) {
      properties.put(prefix + "security.minimum-level", "none");
      properties.remove(prefix + "security.tls-start");
    }
    return properties;
  }

  private Map<String, String> properties(ServerSettings discovered) {
    Map<String, String> properties = new TreeMap<>(discovered.properties());
    if (files != null) {
      // a session asks all sources of the set-up again, not only the one that named the servers
      properties.putAll(files.properties(discovered.service()));
    }
    return properties;
  }

  private Map<String, String> named(ChosenServer server) {
    MailService service = server.service();
    Endpoint endpoint = server.endpoint();
    String prefix = "mail." + service.srvLabel() + ".";
    Map<String, String> properties = new TreeMap<>();
    properties.put(
        submits(service) ? "mail.transport.protocol" : "mail.store.protocol", service.srvLabel());
    if (submits(service)) {
      properties.put("mail.transport.protocol.rfc822", service.srvLabel());
    }
    properties.put(prefix + "host", endpoint.host().text());
    properties.put(prefix + "port", Integer.toString(endpoint.port()));
    properties.put(prefix + "user", account);
    properties.put(
        prefix + "security.tls-start", service.tlsStart().name().toLowerCase(Locale.ROOT));
    return properties;
  }

  /** Returns the names of a service's protocol in Jakarta Mail. */
  static List<String> namesOf(MailService service) {
    List<String> names = new ArrayList<>();
    for (TlsStart start : TlsStart.values()) {
      names.add(service.with(start).srvLabel());
    }
    if (submits(service)) {
      names.addAll(List.of("smtps", "smtp"));
    }
    return names;
  }

  static boolean submits(MailService service) {
    return service.protocol() == MailProtocol.SUBMISSION;
  }
}
