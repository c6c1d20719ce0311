package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.SecureResolver;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a mail program. Sets up new accounts with a person (RFC 8314, section 5), and
 * opens existing ones. Immutable and thread-safe, as far as the store and the listener are.
 *
 * <pre>{@code
 * MailAccounts accounts =
 *     MailAccounts.rememberedIn(FolderAccountStore.in(Path.of("/var/lib/app/mail-accounts")))
 *         .resolver(ValidatingResolver.ofSystem())
 *         .build();
 * AccountSetup setup = accounts.setUp("alice@example.org");
 * }</pre>
 */
public final class MailAccounts {
  private final Properties base;
  private final AccountStore store;
  private final @Nullable SecureResolver resolver;
  private final @Nullable ConfigurationFiles files;
  private final @Nullable SecurityListener listener;
  private final Clock clock;

  private MailAccounts(Builder builder) {
    this.base = AccountProperties.withoutAccount(builder.properties);
    this.store = builder.store;
    this.resolver = builder.resolver;
    this.files = builder.files;
    this.listener = builder.listener;
    this.clock = builder.clock;
  }

  /** Returns a builder for accounts that are remembered in that store. */
  public static Builder rememberedIn(AccountStore store) {
    return new Builder(store);
  }

  /** The dependencies and properties that all accounts share. */
  public static final class Builder {
    private final AccountStore store;
    private Properties properties = new Properties();
    private @Nullable SecureResolver resolver;
    private @Nullable ConfigurationFiles files;
    private @Nullable SecurityListener listener;
    private Clock clock = Clock.systemUTC();

    private Builder(AccountStore store) {
      this.store = Objects.requireNonNull(store);
    }

    /**
     * Sets session properties of the application, for example {@code mail.security.trust-anchors}.
     * Those for hosts, users and minimum levels are ignored. The properties are copied. The sources
     * of servers are set by {@link #resolver} and {@link #configurationFiles}.
     */
    public Builder properties(Properties ofApplication) {
      properties = ofApplication;
      return this;
    }

    /**
     * Sets the resolver that finds the servers of a domain; without one, a person names servers.
     */
    public Builder resolver(SecureResolver found) {
      resolver = found;
      return this;
    }

    /**
     * Sets the configuration files that are asked for where records leave servers open; without
     * them records alone are. Sessions of the accounts ask for the same files.
     */
    public Builder configurationFiles(ConfigurationFiles asked) {
      files = asked;
      return this;
    }

    /** Sets the listener that receives events. */
    public Builder listener(SecurityListener ofEvents) {
      listener = ofEvents;
      return this;
    }

    /** Sets the clock by which consents expire; the system's by default. */
    public Builder clock(Clock time) {
      clock = time;
      return this;
    }

    /**
     * Returns the accounts.
     *
     * @throws IllegalArgumentException if the properties ask for configuration files and {@link
     *     #configurationFiles} is not set
     */
    public MailAccounts build() {
      if (files == null) {
        AccountProperties.askingForFiles(properties)
            .ifPresent(
                key -> {
                  throw new IllegalArgumentException(
                      key + " does not apply to the set-up of accounts; set configurationFiles");
                });
      }
      return new MailAccounts(this);
    }
  }

  /**
   * Begins to set up an account, or continues; an established account keeps its state. Nothing is
   * looked up or contacted yet.
   *
   * @param address the address, which is the login name of the account
   */
  public AccountSetup setUp(String address) {
    return new AccountSetup(context(address));
  }

  /**
   * Returns an account that was set up; empty if nothing is remembered about it.
   *
   * @throws AccountStoreException if the store cannot be read or its content is not trusted
   */
  public Optional<MailAccount> open(String account) throws AccountStoreException {
    return store.read(account).isPresent()
        ? Optional.of(new MailAccount(context(account)))
        : Optional.empty();
  }

  /**
   * Forgets an account: its servers, the security that was seen there, and a person's decisions.
   * Afterwards it is a new account, without the protection of that memory.
   *
   * @return whether there was such an account
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public boolean remove(String account) throws AccountStoreException {
    return store.remove(account);
  }

  private AccountContext context(String account) {
    return new AccountContext(
        account,
        new StoredAccount(account, store, clock),
        new AccountProperties(base, account, store, resolver, files, listener),
        resolver,
        files,
        clock,
        new EventPublisher(listenerOrNone()));
  }

  private SecurityListener listenerOrNone() {
    return listener == null ? new SecurityListener() {} : listener;
  }

  /**
   * Returns a monitor of the servers that the accounts' domains publish, by records and by the
   * {@linkplain Builder#configurationFiles files} that are set; it reports to the listener.
   *
   * @throws IllegalStateException if there is no resolver
   */
  public DriftMonitor driftMonitor() {
    DriftMonitor ofRecords = new DriftMonitor(store, requireResolver(), listenerOrNone(), clock);
    return files == null ? ofRecords : ofRecords.withConfigurationFiles(files);
  }

  /**
   * Returns the upgrade offers for accounts without a minimum level that could have one; they are
   * reported to the listener.
   *
   * @throws IllegalStateException if there is no resolver
   */
  public UpgradeOffers upgradeOffers() {
    return new UpgradeOffers(store, requireResolver(), this::probe, listenerOrNone(), clock);
  }

  private SecureResolver requireResolver() {
    if (resolver == null) {
      throw new IllegalStateException("these accounts have no resolver");
    }
    return resolver;
  }

  /** Probes a server with the minimum level required, and stores nothing. */
  private Probe probe(MailService service, String host, int port) {
    Properties properties = new Properties();
    properties.putAll(base);
    ChosenServer server = ChosenServer.named(MailServer.of(service, host, port));
    properties.putAll(
        new AccountProperties(base, "", store, resolver, files, listener)
            .of(server, AccountProperties.ServerRequirement.MINIMUM));
    properties.remove("mail." + service.srvLabel() + ".user");
    if (resolver != null) {
      properties.put("mail.security.resolver", resolver);
    }
    return new ServerConnection(service, properties).probe();
  }

  @Override
  public String toString() {
    return "accounts remembered in " + store;
  }
}
