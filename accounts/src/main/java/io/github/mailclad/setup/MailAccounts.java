package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityEvent;
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

    /** Who finds the servers of a domain; without one, servers are named. */
    public Builder resolver(SecureResolver found) {
      resolver = found;
      return this;
    }

    /** Who is told what happens. */
    public Builder listener(SecurityListener told) {
      listener = told;
      return this;
    }

    /** By which time answers of people hold; the system's if never called. */
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
   * Begins to set an account up, or goes on with it; an established one keeps what it has.
   *
   * @param address the address, which is the name with which the account logs in
   * @param person who is asked
   */
  public AccountSetup setUp(String address, Person person) {
    return new AccountSetup(this, address, person);
  }

  /**
   * An account that was set up; empty if nothing is remembered of it.
   *
   * @throws AccountStoreException if the store cannot be read or believed
   */
  public Optional<MailAccount> open(String account) throws AccountStoreException {
    return store.read(account).isPresent()
        ? Optional.of(new MailAccount(this, account))
        : Optional.empty();
  }

  /**
   * Warns a person what an account without a minimum confidentiality level means; empty if that is
   * not wanted.
   */
  public Optional<DisableMinimumAck> warnOfDisabledMinimum(String account, Person person) {
    return DisableMinimumAck.from(person, account, clock);
  }

  Memory memory(String account) {
    return new Memory(account, store, clock);
  }

  AccountProperties propertiesOf(String account) {
    return new AccountProperties(base, account, store, resolver, listener);
  }

  Optional<SecureResolver> resolver() {
    return Optional.ofNullable(resolver);
  }

  Clock clock() {
    return clock;
  }

  /** Tells the listener, which can neither change nor stop what happens next. */
  void tell(SecurityEvent event) {
    new Audience(heard()).tell(event);
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

  /** Strictly, and for no account: what it hears is nobody's memory. */
  private Probe probe(MailService service, String host, int port) {
    Properties properties = new Properties();
    properties.putAll(base);
    ChosenServer.Named server = ChosenServer.Named.of(service, host, port);
    properties.putAll(
        new AccountProperties(base, "", store, resolver, listener)
            .of(server, new AccountProperties.Demand.Minimum()));
    properties.remove("mail." + service.srvLabel() + ".user");
    if (resolver != null) {
      properties.put("mail.security.resolver", resolver);
    }
    return new Dialogue(service, properties).probe();
  }

  @Override
  public String toString() {
    return "accounts remembered in " + store;
  }
}
