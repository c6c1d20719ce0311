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
 * @param enabled Whether the starter is active. Connections stay secured without it, by the mail
 *     provider on the class path.
 * @param primary Name of the account whose mail sender and session are injected without a
 *     qualifier. By default the only account, if there is no other mail sender.
 * @param accounts Mail accounts, by a name of your choice.
 * @param properties Session properties of every account, for example
 *     mail.security.revocation-fetch.
 * @param ssl TLS material of every account.
 * @param store Store of the connection security that accounts have seen.
 * @param health Health contributor.
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
   * @param address Address of the account. Its domain names the servers whose host is not set.
   * @param username Login name; by default the address.
   * @param password Password of the account.
   * @param tokenSupplier Name of the bean of type OAuthTokenSupplier that returns an OAuth token
   *     for each login.
   * @param oauth OAuth tokens for logins, in place of a password.
   * @param policy Name of the bean of type SecurityPolicy with the requirements of the account's
   *     connections; instead of minimum-level, pins, account-pin, ssl.bundle and session
   *     properties.
   * @param minimumLevel Minimum confidentiality level. "encrypted" needs an account pin and is not
   *     confidential. "none" leaves the account unprotected.
   * @param dane Use of TLSA records that DNSSEC secures (DANE).
   * @param pins Public keys (sha256/Base64); one of them must be in the certification path.
   * @param submission Server to submit mail to.
   * @param access Server of the mailbox.
   * @param ssl TLS material of the account.
   * @param properties Further session properties of the account, for example
   *     mail.security.revocation.
   */
  record Account(
      @Nullable String address,
      @Nullable String username,
      @Nullable String password,
      @Nullable String tokenSupplier,
      @DefaultValue OAuth oauth,
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
   * OAuth tokens, requested by Mailclad or by Spring Security.
   *
   * @param registration Name of a client registration of Spring Security, whose manager gets and
   *     renews the tokens; instead of all other settings here.
   * @param provider Provider whose token server gives the tokens: microsoft or google.
   * @param tenant Tenant of Microsoft Entra ID.
   * @param issuer Issuer of the tokens, exactly as it names itself. Its metadata name the token
   *     endpoint.
   * @param tokenEndpoint Address to which token requests are sent.
   * @param clientId Identifier of the client at the token server.
   * @param clientSecret Secret of the client.
   * @param clientSecretFile File with the secret of the client, which is read for each token
   *     request.
   * @param clientAuthentication Place of the client secret in a token request: basic or post.
   * @param privateKey Private key that signs assertions in place of a client secret: a file, or
   *     PEM.
   * @param keyId Identifier of the private key at the token server.
   * @param refreshToken Refresh token of the user. Without one, the client gets tokens for itself.
   * @param refreshTokenFile File with the refresh token, which is read for each token request.
   * @param rotatedToken Place of a new refresh token that replaces the used one: memory or file.
   * @param scope Scope of the tokens, in words separated by blanks.
   * @param trustAnchors Trust anchors for the token server.
   * @param timeout Total time of one request to the token server.
   */
  record OAuth(
      @Nullable String registration,
      @Nullable String provider,
      @Nullable String tenant,
      @Nullable String issuer,
      @Nullable String tokenEndpoint,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable String clientSecretFile,
      @Nullable String clientAuthentication,
      @Nullable String privateKey,
      @Nullable String keyId,
      @Nullable String refreshToken,
      @Nullable String refreshTokenFile,
      @Nullable String rotatedToken,
      @Nullable String scope,
      @Nullable String trustAnchors,
      @Nullable Duration timeout) {
    /** Returns the settings for Mailclad that are set, by their names. */
    Map<String, String> settings() {
      Map<String, @Nullable String> all = new LinkedHashMap<>();
      all.put("provider", provider);
      all.put("tenant", tenant);
      all.put("issuer", issuer);
      all.put("token-endpoint", tokenEndpoint);
      all.put("client-id", clientId);
      all.put("client-secret", clientSecret);
      all.put("client-secret-file", clientSecretFile);
      all.put("client-authentication", clientAuthentication);
      all.put("private-key", privateKey);
      all.put("key-id", keyId);
      all.put("refresh-token", refreshToken);
      all.put("refresh-token-file", refreshTokenFile);
      all.put("rotated-token", rotatedToken);
      all.put("scope", scope);
      all.put("trust-anchors", trustAnchors);
      all.put("timeout", timeout == null ? null : Long.toString(timeout.toMillis()));
      Map<String, String> set = new LinkedHashMap<>();
      all.forEach(
          (key, value) -> {
            if (value != null) {
              set.put(key, value);
            }
          });
      return set;
    }

    /** Returns whether one of the settings is set. */
    boolean isSet() {
      return registration != null || !settings().isEmpty();
    }

    /** Returns no secret. */
    @Override
    public String toString() {
      return "oauth " + settings().keySet();
    }
  }

  /**
   * The server to submit mail to.
   *
   * @param host Host of the server; by default the domain of the address names it.
   * @param port Port of the server; by default 465, with STARTTLS 587.
   * @param tlsStart Start of TLS: implicit or starttls.
   * @param accountPin Certificate (certificate-sha256/Base64) or public key (key-sha256/Base64)
   *     that a person accepted for this server. Needs the minimum level "encrypted".
   */
  record Submission(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable TlsStart tlsStart,
      @Nullable String accountPin) {}

  /**
   * The server of the mailbox.
   *
   * @param protocol Protocol of the mailbox.
   * @param host Host of the server; by default the domain of the address names it.
   * @param port Port of the server; by default 993 or 995, with STARTTLS 143 or 110.
   * @param tlsStart Start of TLS: implicit or starttls.
   * @param accountPin Certificate (certificate-sha256/Base64) or public key (key-sha256/Base64)
   *     that a person accepted for this server. Needs the minimum level "encrypted".
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
   * @param bundle SSL bundle with the only trust anchors, protocols and ciphers of the account. Its
   *     key is the client certificate. A reload applies to new connections.
   */
  record Ssl(@Nullable String bundle) {}

  /**
   * The account store.
   *
   * @param folder Folder of the store. Several processes on this machine may share it.
   * @param dataSource Name of the DataSource bean of the store, or "primary" for the one of the
   *     application. Its table is in classpath:io/github/mailclad/account/schema.sql.
   */
  record StoreOfAccounts(@Nullable Path folder, @Nullable String dataSource) {}

  /**
   * The health contributor.
   *
   * @param probe Whether to connect to servers without credentials, or to report known results
   *     only.
   * @param probeInterval Maximum age of the result of a probe before the next one.
   * @param certificateWarning Time before the end of a server's certificate from which it is
   *     reported. By default a sixth of its lifetime, and at most 30 days.
   */
  record Health(
      @DefaultValue("never") Probing probe,
      @DefaultValue("5m") Duration probeInterval,
      @Nullable Duration certificateWarning) {}

  /** The probing of servers by the health check. */
  enum Probing {
    /** Only what other connections learned is reported. */
    NEVER,
    /** Each server is connected to without credentials, at most once in an interval. */
    CACHED
  }
}
