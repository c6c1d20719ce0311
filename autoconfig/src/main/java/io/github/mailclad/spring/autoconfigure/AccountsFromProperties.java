package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.ConfiguredAccounts;
import io.github.mailclad.spring.MailEntry;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * The accounts of {@code mailclad.accounts}, created and checked at start-up, before anything
 * connects.
 */
final class AccountsFromProperties implements ConfiguredAccounts {
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /** The senders of the accounts that can submit mail. */
  private final Map<String, JavaMailSender> senders = new HashMap<>();

  AccountsFromProperties(
      MailcladProperties properties,
      AccountStore store,
      ListableBeanFactory beans,
      Supplier<Bundles> bundles,
      EntryBeans entries) {
    String primary = properties.primary();
    if (primary != null && !properties.accounts().containsKey(primary)) {
      throw new MailSettingsException(
          "the accounts", List.of(noSuchAccount(primary, properties.accounts().keySet())));
    }
    properties
        .accounts()
        .forEach(
            (name, account) -> {
              AccountSession session =
                  new AccountSession(name, account, properties, beans)
                      .withStore(store)
                      .withListener(entries.listenerTo(name));
              String bundle = enforceBundle(session, name, account, properties, bundles);
              MailEntry entry = session.entry(bundle);
              entries.add(
                  entry,
                  session.subject(),
                  session.properties(),
                  session.missingCredentials(),
                  session.submissionLogin());
              sessions.put(name, entry.session());
              session
                  .sender()
                  .map(s -> entries.decorated(name, s))
                  .map(AccountMailSender::new)
                  .ifPresent(sender -> senders.put(name, sender));
            });
  }

  private static SettingProblem noSuchAccount(String primary, Set<String> names) {
    return new SettingProblem(
        "mailclad.primary",
        "there is no account \"%s\"".formatted(primary),
        names.isEmpty()
            ? "remove it, or define mailclad.accounts.%s.address".formatted(primary)
            : "set it to one of %s.%s".formatted(names, NearestName.question(primary, names, "")));
  }

  /** Returns the name of the bundle of the account; null for none. */
  private static @Nullable String enforceBundle(
      AccountSession session,
      String name,
      MailcladProperties.Account account,
      MailcladProperties properties,
      Supplier<Bundles> bundles) {
    String own = account.ssl().bundle();
    String common = properties.ssl().bundle();
    if (own == null && common != null) {
      BundleSettings.ofEveryAccount(
          bundles.get().read(common, "mailclad.ssl.bundle", "the accounts"));
    }
    String bundle = own == null ? common : own;
    if (bundle != null) {
      String property =
          own == null ? "mailclad.ssl.bundle" : "mailclad.accounts." + name + ".ssl.bundle";
      new EnforcedBundle(
              bundle,
              property,
              session.subject(),
              List.copyOf(session.services().values()),
              bundles.get())
          .into(session.properties().all(), session.properties());
      session.properties().use(bundles.get().propertiesOf(bundle));
    }
    return bundle;
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(sessions.keySet());
  }

  @Override
  public JavaMailSender sender(String name) {
    session(name);
    JavaMailSender sender = senders.get(name);
    if (sender == null) {
      throw lacks(name, "submission");
    }
    return sender;
  }

  @Override
  public Store openStore(String name) throws MessagingException {
    if (session(name).getProperty("mail.store.protocol") == null) {
      throw lacks(name, "access");
    }
    return ConfiguredAccounts.super.openStore(name);
  }

  private static IllegalArgumentException lacks(String name, String part) {
    return new IllegalArgumentException(
        "the account \"%s\" has no server for %s; set mailclad.accounts.%s.%s.host"
            .formatted(name, part, name, part));
  }

  @Override
  public Session session(String name) {
    Session session = sessions.get(name);
    if (session == null) {
      throw new IllegalArgumentException(
          "there is no account \"%s\"; mailclad.accounts has %s"
              .formatted(name, sessions.keySet()));
    }
    return session;
  }
}
