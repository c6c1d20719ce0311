package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.SecureResolver;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a mail program: sets new ones up with a person (RFC 8314, section 5), and opens
 * those that were. Immutable and thread-safe, as far as the store and the listener are.
 */
public final class MailAccounts {
  private final Properties base;
  private final AccountStore store;
  private final @Nullable SecureResolver resolver;
  private final @Nullable SecurityListener listener;
  private final Clock clock;

  private MailAccounts(Builder builder) {
    this.base = AccountProperties.withoutAccount(builder.properties);
    this.store = builder.store;
    this.resolver = builder.resolver;
    this.listener = builder.listener;
    this.clock = builder.clock;
  }

  /** Accounts that are remembered in that store. */
  public static Builder rememberedIn(AccountStore store) {
    return new Builder(store);
  }

  /** What accounts have in common. */
  public static final class Builder {
    private final AccountStore store;
    private Properties properties = new Properties();
    private @Nullable SecureResolver resolver;
    private @Nullable SecurityListener listener;
    private Clock clock = Clock.systemUTC();

    private Builder(AccountStore store) {
      this.store = Objects.requireNonNull(store);
    }

    /**
     * Session properties of the application, for example {@code mail.security.trust-anchors}; what
     * they say of hosts, users and minimum levels does not count. They are copied.
     */
    public Builder properties(Properties ofApplication) {
      properties = ofApplication;
      return this;
    }

    /** The resolver that finds the servers of a domain; without one, a person names servers. */
    public Builder resolver(SecureResolver found) {
      resolver = found;
      return this;
    }

    /** The listener that receives events. */
    public Builder listener(SecurityListener told) {
      listener = told;
      return this;
    }

    /** The clock by which consents expire; the system's by default. */
    public Builder clock(Clock time) {
      clock = time;
      return this;
    }

    /** The accounts. */
    public MailAccounts build() {
      return new MailAccounts(this);
    }
  }

  /**
   * Begins to set an account up, or goes on with it; an established one keeps what it has. Nothing
   * is looked up or contacted yet.
   *
   * @param address the address, which is the name with which the account logs in
   */
  public AccountSetup setUp(String address) {
    return new AccountSetup(context(address));
  }

  /**
   * An account that was set up; empty if nothing is remembered of it.
   *
   * @throws AccountStoreException if the store cannot be read or believed
   */
  public Optional<MailAccount> open(String account) throws AccountStoreException {
    return store.read(account).isPresent()
        ? Optional.of(new MailAccount(context(account)))
        : Optional.empty();
  }

  /**
   * Forgets an account: its servers, what was seen there, and what a person decided. Afterwards it
   * is a new account, without the protection of what it knew.
   *
   * @return whether there was such an account
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public boolean remove(String account) throws AccountStoreException {
    return store.remove(account);
  }

  private AccountContext context(String account) {
    return new AccountContext(
        account,
        new StoredAccount(account, store, clock),
        new AccountProperties(base, account, store, resolver, listener),
        resolver,
        clock,
        new EventPublisher(heard()));
  }

  private SecurityListener heard() {
    return listener == null ? new SecurityListener() {} : listener;
  }

  /**
   * A monitor of what the accounts' domains publish; the listener is told what it finds.
   *
   * @throws IllegalStateException if there is no resolver
   */
  public DriftMonitor driftMonitor() {
    return new DriftMonitor(store, required(), heard(), clock);
  }

  /**
   * Looks for accounts without a minimum level that could have one; the listener is told of it.
   *
   * @throws IllegalStateException if there is no resolver
   */
  public UpgradeOffers upgradeOffers() {
    return new UpgradeOffers(store, required(), this::probe, heard(), clock);
  }

  private SecureResolver required() {
    if (resolver == null) {
      throw new IllegalStateException("these accounts have no resolver");
    }
    return resolver;
  }

  /** Requires the minimum level, and stores nothing. */
  private Probe probe(MailService service, String host, int port) {
    Properties properties = new Properties();
    properties.putAll(base);
    ChosenServer server = ChosenServer.named(MailServer.of(service, host, port));
    properties.putAll(
        new AccountProperties(base, "", store, resolver, listener)
            .of(server, AccountProperties.Demand.MINIMUM));
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
