package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.TlsStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code mailclad.*}. A key that does not exist is an error.
 *
 * @param enabled Whether the starter does anything. Connections are secured all the same, by the
 *     mail provider on the class path.
 * @param primary Name of the account whose mail sender and session are injected where no qualifier
 *     is given. With one account and no other mail sender, it is that one.
 * @param accounts Mail accounts, by a name of your choice.
 * @param properties Session properties of every account, for example
 *     mail.security.revocation-fetch.
 * @param ssl TLS material of every account.
 * @param store Where what accounts once saw is remembered.
 * @param health What the health contributor reports.
 */
@ConfigurationProperties(prefix = "mailclad", ignoreUnknownFields = false)
record MailcladProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String primary,
    @DefaultValue Map<String, Account> accounts,
    @DefaultValue Map<String, String> properties,
    @DefaultValue Ssl ssl,
    @DefaultValue StoreOfAccounts store,
    @DefaultValue Health health) {

  MailcladProperties {
    accounts = new LinkedHashMap<>(accounts);
    properties = Map.copyOf(properties);
  }

  /** Returns the names of the accounts, and never a secret. */
  @Override
  public String toString() {
    return "accounts " + accounts.keySet();
  }

  /**
   * A mail account.
   *
   * @param address Address of the account; where no host is set, its domain names the servers.
   * @param username Name with which it logs in; its address if not set.
   * @param password Password of the account.
   * @param tokenSupplier Name of the bean of type OAuthTokenSupplier that is asked for an OAuth
   *     token at every login.
   * @param policy Name of the bean of type SecurityPolicy that says what connections of the account
   *     require, instead of minimum-level, pins, account-pin, ssl.bundle and session properties.
   * @param minimumLevel Minimum confidentiality level. "encrypted" needs an account pin and is not
   *     confidential; "none" gives up every promise for this account.
   * @param dane What TLSA records that DNSSEC secures decide about a server.
   * @param pins Public keys (sha256/Base64) of which one must be in the certification path.
   * @param submission Where mail is submitted.
   * @param access Where the mailbox is.
   * @param ssl TLS material of the account.
   * @param properties Further session properties of the account, for example
   *     mail.security.revocation.
   */
  record Account(
      @Nullable String address,
      @Nullable String username,
      @Nullable String password,
      @Nullable String tokenSupplier,
      @Nullable String policy,
      @Nullable ConfidentialityLevel minimumLevel,
      DanePolicy.@Nullable Mode dane,
      @DefaultValue List<String> pins,
      @DefaultValue Submission submission,
      @DefaultValue Access access,
      @DefaultValue Ssl ssl,
      @DefaultValue Map<String, String> properties) {
    Account {
      pins = List.copyOf(pins);
      properties = Map.copyOf(properties);
    }

    /** Returns whether the server to submit mail to is known. */
    boolean canSubmit() {
      return submission.host() != null || canBeDiscovered();
    }

    /** Returns whether the server of the mailbox is known. */
    boolean canRead() {
      return access.host() != null || canBeDiscovered();
    }

    /**
     * Returns whether servers can be discovered. The login name at discovered servers is the
     * address.
     */
    private boolean canBeDiscovered() {
      return address != null && (username == null || username.equals(address));
    }

    /** Returns the name of the account, and never a secret. */
    @Override
    public String toString() {
      return "account " + (address == null ? username : address);
    }
  }

  /**
   * The server to submit mail to.
   *
   * @param host Host of the server; if not set, the domain of the address names it.
   * @param port Port of the server; 465, or 587 with STARTTLS, if not set.
   * @param tlsStart How TLS starts.
   * @param accountPin Certificate (certificate-sha256/Base64) that a person accepted for this
   *     server; needs the minimum level "encrypted".
   */
  record Submission(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable TlsStart tlsStart,
      @Nullable String accountPin) {}

  /**
   * The server of the mailbox.
   *
   * @param protocol How the mailbox is read.
   * @param host Host of the server; if not set, the domain of the address names it.
   * @param port Port of the server; 993 or 995, or with STARTTLS 143 or 110, if not set.
   * @param tlsStart How TLS starts.
   * @param accountPin Certificate (certificate-sha256/Base64) that a person accepted for this
   *     server; needs the minimum level "encrypted".
   */
  record Access(
      @DefaultValue("imap") AccessProtocol protocol,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable TlsStart tlsStart,
      @Nullable String accountPin) {}

  /** The protocol of a mailbox. */
  enum AccessProtocol {
    /** IMAP. */
    IMAP,
    /** POP3. */
    POP3
  }

  /**
   * TLS material.
   *
   * @param bundle SSL bundle whose trust anchors, protocols and ciphers hold, and no others, and
   *     whose key is the client certificate. A reload holds from the next connection on.
   */
  record Ssl(@Nullable String bundle) {}

  /**
   * The store of what accounts once saw.
   *
   * @param folder Folder, which several processes of this machine may share.
   * @param dataSource Name of the DataSource bean, or "primary" for the one of the application; the
   *     table is in classpath:io/github/mailclad/account/schema.sql.
   */
  record StoreOfAccounts(@Nullable Path folder, @Nullable String dataSource) {}

  /**
   * The report of the health contributor.
   *
   * @param probe Whether servers are tried without credentials, or nothing but known results is
   *     reported.
   * @param probeInterval How old the result of a probe may be before the next one.
   * @param certificateWarning How long before its end a server's certificate is reported.
   */
  record Health(
      @DefaultValue("never") Probing probe,
      @DefaultValue("5m") Duration probeInterval,
      @DefaultValue("14d") Duration certificateWarning) {}

  /** The probing of servers by the health check. */
  enum Probing {
    /** Only what other connections learned is reported. */
    NEVER,
    /** Each server is connected to without credentials, at most once in an interval. */
    CACHED
  }
}
