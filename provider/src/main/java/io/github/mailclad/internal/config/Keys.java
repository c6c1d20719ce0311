package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.Location;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.SettingNames;
import io.github.mailclad.Timeouts;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustRules;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.dns.Validation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;

/** The catalogue of settings. {@code docs/settings.md} is generated from it. */
public final class Keys {
  private static final String STORED = "stored";

  private static final Parser<Set<Exposure>> EXPOSURES = Parser.words(Exposure.values());

  private Keys() {}

  /** The use of the safeguards of TLS 1.2. */
  enum Safeguards {
    REPORT(Set.of()),
    REQUIRED(EnumSet.allOf(TlsSafeguard.class));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<TlsSafeguard> required;

    Safeguards(Set<TlsSafeguard> required) {
      this.required = Set.copyOf(required);
    }
  }

  public static final Key<SecurityPolicy> POLICY =
      Key.of(
          "policy",
          Parser.object(SecurityPolicy.class),
          "an object",
          "An `io.github.mailclad.SecurityPolicy`, made by `SecurityPolicy.builder()`, instead of the single settings that say the same as text: `minimum-level`, `oldest-tls`, `key-exchange`, `trust-anchors`, `pins`, `account-pin`, `tls12-safeguards`, the two timeouts and `revocation`. One of them beside it is refused. `tls-start`, `dane` and `client-certificate` may stand beside a policy that leaves them open, and `account-pin=stored` beside one that requires an authenticated server. A minimum level below that counts under the used protocol name only, and is refused as `mail.security.policy`.");

  public static final Key<ConfidentialityLevel> MINIMUM_LEVEL =
      Key.ofWord(
              "minimum-level",
              List.of(
                  ConfidentialityLevel.AUTHENTICATED,
                  ConfidentialityLevel.ENCRYPTED,
                  ConfidentialityLevel.NONE),
              ConfidentialityLevel.AUTHENTICATED,
              "The minimum confidentiality level. `encrypted` needs `account-pin`: TLS to the one server whose certificate was accepted, which is not confidential. `none` gives up every promise for the protocol name under which it is set: Angus's own behaviour with STARTTLS where the server offers it. Both are read under the used protocol name only, never from `mail.security.` or another name; every connection under `none` logs a warning.")
          .inPolicy();

  public static final Key<TlsStart> TLS_START =
      Key.ofWord(
              "tls-start",
              List.of(TlsStart.values()),
              TlsStart.IMPLICIT,
              "How TLS starts. Unset means implicit TLS, and that ports 25, 110, 143 and 587 are refused. `starttls` is always required, never opportunistic.")
          .inPolicy(policy -> policy.tlsStart() != null, SecurityPolicy.Builder::tlsStart)
          .needingMinimum();

  public static final Key<TlsVersion> OLDEST_TLS =
      Key.of(
              "oldest-tls",
              Parser.text(text -> TlsVersion.of(text).orElseThrow(IllegalArgumentException::new)),
              "TLSv1.2, TLSv1.3",
              "The oldest TLS version that is offered. TLS 1.1 and older do not exist here.")
          .byDefault(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2.jsseName())
          .quoted()
          .inPolicy((policy, oldest) -> policy.versions(EnumSet.range(oldest, TlsVersion.TLS_1_3)))
          .needingMinimum();

  public static final Key<KeyExchange> KEY_EXCHANGE =
      Key.ofWord(
              "key-exchange",
              List.of(KeyExchange.values()),
              TlsRules.defaults().keyExchange(),
              "Which key exchanges are accepted. `any`: forward-secret ones, of which a post-quantum one is preferred where the Java platform has it switched on. `post-quantum`: only X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024 and ML-KEM alone, which a quantum computer does not undo later; only TLS 1.3 is offered then, whatever `oldest-tls` says. Where the platform's TLS has none of them, nothing is connected to; the platform tells that from Java 20 on, and before that the connection is refused after the handshake.")
          .inPolicy(SecurityPolicy.Builder::keyExchange)
          .needingMinimum();

  public static final Key<AnchorSource> TRUST_ANCHORS =
      Key.of(
              "trust-anchors",
              AnchorParser::anchors,
              "platform, a file name, file:, classpath:, PEM, or an object",
              "The trust anchors, instead of the platform's: a PEM, DER, PKCS12 or JKS file, a resource on the class path (`classpath:ca.pem`), the PEM text itself, or as an object a `KeyStore`, an `X509Certificate`, a collection or an array of them. A file is read again when it changes.")
          .byDefault(TrustRules.defaults().anchors(), AnchorParser.PLATFORM)
          .inPolicy()
          .needingMinimum();

  public static final Key<String> TRUST_ANCHORS_PASSWORD =
      Key.of(
              "trust-anchors-password",
              Parser.text(text -> text),
              "text",
              "What protects the PKCS12 or JKS file of `trust-anchors`; it is never logged.")
          .inPolicy();

  public static final Key<Set<Pin>> PINS =
      Key.of(
              "pins",
              Parser.list(Pin::parse),
              "sha256/Base64, separated by commas or white space",
              "Public keys of which one must be in the certification path, beside everything else that is required.")
          .quoted()
          .inPolicy(SecurityPolicy.Builder::pins)
          .needingMinimum();

  public static final Key<Optional<AccountPin>> ACCOUNT_PIN =
      Key.of(
              "account-pin",
              Parser.text(Keys::accountPin),
              "certificate-sha256/Base64, or stored",
              "The one certificate that a person accepted for this account although it has expired, is issued by nobody trusted or names another server (RFC 8314, section 5.4). Needs `minimum-level=encrypted` under the same protocol name, and never reaches more than that. `stored`: the one that was accepted for this account, service, host and port while the account was set up, as `account-store` has it; where it has none, the level is `authenticated`.")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<Safeguards> TLS12_SAFEGUARDS =
      Key.ofWord(
              "tls12-safeguards",
              List.of(Safeguards.values()),
              Safeguards.REPORT,
              "What becomes of a TLS 1.2 server without secure renegotiation (RFC 5746) or extended master secret (RFC 7627): reported in `ConnectionSecurity`, or refused.")
          .inPolicy((policy, use) -> policy.requiredSafeguards(use.required))
          .needingMinimum();

  public static final Key<Duration> HANDSHAKE_TIMEOUT =
      Key.ofMillis(
              "handshake-timeout",
              600_000,
              Timeouts.defaults().handshake(),
              "The total time from the first octet of TLS to the verdict, however busy the server looks.")
          .inPolicy(SecurityPolicy.Builder::handshakeTimeout);

  public static final Key<List<String>> AUTH_MECHANISMS =
      Key.of(
              "auth-mechanisms",
              setting -> Parser.wordsIn(setting.text().orElse("")),
              "some of SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN, EXTERNAL, OAUTHBEARER, XOAUTH2, separated by commas or white space",
              "The SASL mechanisms that may be used, the preferred one first. The first one that the server offers is used, once; a login that failed is never tried again with another one. `LOGIN` includes the IMAP command LOGIN and USER and PASS of POP3.")
          .byDefault(
              "SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN; with a token supplier OAUTHBEARER XOAUTH2")
          .quoted()
          .needingMinimum();

  public static final Key<OAuthTokenSupplier> TOKEN_SUPPLIER =
      Key.of(
              "token-supplier",
              Parser.object(OAuthTokenSupplier.class),
              "an object",
              "An `io.github.mailclad.OAuthTokenSupplier` that is asked for an OAuth token at every login. Tokens travel in OAUTHBEARER and XOAUTH2 only.")
          .needingMinimum();

  public static final Key<Duration> LOGIN_TIMEOUT =
      Key.ofMillis(
              "login-timeout",
              600_000,
              Timeouts.defaults().login(),
              "The total time from the verdict to the completed login, however busy the server looks. Until then a server may send 1 MiB in all and 64 KiB in a line.")
          .inPolicy(SecurityPolicy.Builder::loginTimeout);

  public static final Key<Requirement> REVOCATION =
      Key.ofWord(
              "revocation",
              List.of(Requirement.values()),
              RevocationPolicy.defaults().requirement(),
              "What happens when nobody tells whether a certificate was revoked. `soft` accepts it and tells so in the evidence: most public authorities no longer answer OCSP, so `hard`, under which every certificate of the path but the anchor needs a good answer, refuses nearly every server unless `revocation-crls` or `revocation-fetch` is set. In either case a certificate that is known to be revoked is refused, and so is one that demands a stapled OCSP response (RFC 7633) and comes without a good one.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Crls> REVOCATION_CRLS =
      Key.of(
              "revocation-crls",
              Keys::crls,
              "a file or folder name, file:, or an object",
              "Certificate revocation lists, PEM or DER: a file, or every file of a folder whose name does not begin with a dot, or as an object an `X509CRL`, a collection or an array of them. Certificates of keys that sign lists may stand beside them, and are not trusted. Files are read again when they change; one that cannot be read is a refusal.")
          .byDefault(RevocationPolicy.defaults().crls(), "")
          .inPolicy()
          .needingMinimum();

  public static final Key<Fetch> REVOCATION_FETCH =
      Key.ofWord(
              "revocation-fetch",
              List.of(Fetch.values()),
              RevocationPolicy.defaults().fetch(),
              "What is fetched from the addresses in a certificate when nothing at hand answers. `never`, because fetching tells the authority and everybody on the way which server is used, and makes mail wait for one more machine. It is done by plain HTTP, never through `mail.<protocol>.proxy` or `socks`, and never from this machine or link-local addresses.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Duration> REVOCATION_TIMEOUT =
      Key.ofMillis(
              "revocation-timeout",
              60_000,
              RevocationPolicy.defaults().timeout(),
              "The total time of everything that is fetched for one verdict; it is part of `handshake-timeout`.")
          .inPolicy();

  public static final Key<Object> CLIENT_CERTIFICATE =
      Key.of(
              "client-certificate",
              Keys::clientCertificate,
              "a file name, file:, classpath:, PEM, or an object",
              "The client certificate of one account, with its private key: a PKCS12, JKS or PEM file (or, in PEM, with the key in `client-certificate-key`), or as an object a `KeyStore`, a `KeyStore.PrivateKeyEntry` or an `X509ExtendedKeyManager`. It is sent to the account's own server (`client-certificate-for`) where that one asks for it and was verified, over TLS 1.3 and implicit TLS, and nowhere else. A file is read again when it changes. To log in by it, set `auth-mechanisms=EXTERNAL`.")
          .inPolicyIf(policy -> policy.clientIdentity() != null)
          .needingMinimum();

  public static final Key<Location> CLIENT_CERTIFICATE_KEY =
      Key.of(
              "client-certificate-key",
              Parser.location(),
              "a file name, file:, classpath:, or PEM",
              "The private key of a `client-certificate` in PEM, where it has a file of its own, as Kubernetes mounts `tls.crt` and `tls.key`: PKCS #8, encrypted or not, PKCS #1 or SEC 1. Both files are read again when one of them changes. While they do not belong together, the pair that was read last is used, with a warning.")
          .inPolicyIf(policy -> policy.clientIdentity() != null);

  public static final Key<String> CLIENT_CERTIFICATE_PASSWORD =
      Key.of(
              "client-certificate-password",
              Parser.text(text -> text),
              "text",
              "What protects the file and the private key of `client-certificate`; it is never logged.")
          .inPolicyIf(policy -> policy.clientIdentity() != null);

  public static final Key<String> CLIENT_CERTIFICATE_ALIAS =
      Key.of(
              "client-certificate-alias",
              Parser.text(text -> text),
              "text",
              "Which private key of `client-certificate` it is, where there are several.")
          .inPolicyIf(policy -> policy.clientIdentity() != null);

  public static final Key<String> CLIENT_CERTIFICATE_FOR =
      Key.of(
              "client-certificate-for",
              Parser.text(text -> text),
              "user@host, or user@host:port",
              "The account and the server to which the client certificate is bound; other accounts and other servers get none. The user name ends at the last `@` and is what the application logs in with; empty means no user name. Without a port it is `mail.<protocol>.port`, or the registered one.")
          .byDefault("mail.<protocol>.user at mail.<protocol>.host")
          .inPolicyIf(policy -> policy.clientIdentity() != null);

  public static final Key<Set<Exposure>> CLIENT_CERTIFICATE_ALSO_OVER =
      Key.of(
              "client-certificate-also-over",
              Keys::exposures,
              "some of TLSv1.2, starttls, separated by commas or white space",
              "Which other connections may carry the client certificate. TLS 1.2 shows it to everybody on the way, and needs both of its safeguards then (`tls12-safeguards`). A server that asks for it on a connection that may not carry it is refused.")
          .quoted()
          .inPolicyIf(policy -> policy.clientIdentity() != null);

  public static final Key<DanePolicy.Mode> DANE =
      Key.of(
              "dane",
              Parser.word(List.of(DanePolicy.Mode.values())),
              "off, prefer, require, audit-only",
              "What TLSA records that DNSSEC secures decide about a server (RFC 6698, RFC 7671). `prefer`: where there are usable ones, they decide alone, and nothing falls back to the trust anchors; where it is proved that there are none, the trust anchors decide; where nothing can be told, nothing is connected to. `require`: nothing is accepted without them. `audit-only`: they are evaluated and reported, and the trust anchors decide. With `minimum-level=none` nobody verifies the server, but `prefer` sends it nothing in the clear except what leads to STARTTLS where there are any records, usable or not, and does not connect where nothing can be told; `require` cannot be kept then and is refused. Configured is a resolver by any of the `dns-` settings or `resolver`.")
          .byDefault("prefer where a server was discovered or a resolver is configured, else off")
          .quoted()
          .inPolicyIf(policy -> policy.trust().dane() != null);

  public static final Key<Set<TlsaUsage>> DANE_USAGES =
      Key.of(
              "dane-usages",
              Parser.words(TlsaUsage.values()),
              "some of PKIX-TA, PKIX-EE, DANE-TA, DANE-EE, separated by commas or white space",
              "The certificate usages that count; TLSA records of others are unusable.")
          .byDefault("DANE-TA, DANE-EE")
          .quoted()
          .inPolicyIf(policy -> policy.trust().dane() != null)
          .needingMinimum();

  public static final Key<Set<String>> CONFIRMED_TARGETS =
      Key.of(
              "confirmed-targets",
              Parser.list(Keys::dnsName),
              "host names, separated by commas or white space",
              "Servers outside of the domain of `mail.<protocol>.user` that a person confirmed as the provider's own. Where no host is set, the servers that the domain publishes (RFC 6186) are used: if its records are signed, whatever they name; if not, only what is in the domain or confirmed here.")
          .byDefault(Set.of(), "")
          .quoted()
          .needingMinimum();

  public static final Key<SrvUse> SRV_LOOKUP =
      Key.ofWord(
          "srv-lookup",
          List.of(SrvUse.values()),
          LookupRules.byDefault().srvUse(),
          "When the servers of a domain are looked up. `once`: until one of them was connected to; it is kept as long as the application runs. `follow-secure`: for each connection, as long as the records are signed (RFC 8314, section 5.1).");

  public static final Key<UserNames> DISCOVERED_USER =
      Key.of(
              "discovered-user",
              Parser.text(Keys::userNames),
              "address; or address, local-part",
              "The user names with which a login is tried at a server that was discovered (RFC 6186, section 4): the address, and if that is no user there, once, what stands before its `@`.")
          .byDefault(LookupRules.byDefault().userNames(), "address, local-part")
          .quoted();

  public static final Key<Pipelining> PIPELINING =
      Key.ofWord(
              "pipelining",
              List.of(Pipelining.values()),
              Pipelining.OFFERED,
              "How the commands of a message are sent to a submission server. `offered`: in groups, if the server offers PIPELINING (RFC 2920), and with the message in the same group if it offers CHUNKING (RFC 3030) and every recipient may get it alone. `never`: one at a time, for a server that gets groups wrong.")
          .needingMinimum();

  public static final Key<List<InetSocketAddress>> DNS_SERVERS =
      Key.of(
              "dns-servers",
              Parser.text(DnsServers::parse),
              "system, or addresses with or without a port, separated by commas or white space",
              "The DNS servers that are asked for SRV, TLSA and address records. Nothing that they say is believed beyond its signatures.")
          .byDefault(List.of(), DnsServers.SYSTEM)
          .quoted();

  public static final Key<Validation> DNS_VALIDATION =
      Key.ofWord(
          "dns-validation",
          List.of(Validation.values()),
          Validation.LOCAL,
          "Who validates DNSSEC. `local`: this library, from its trust anchors. `by-server`: the servers of `dns-servers`, which must all be on this machine, since anybody on the way could set the bit that says so.");

  public static final Key<Path> DNS_ANCHORS =
      Key.of(
              "dns-anchors",
              Parser.path(),
              "a file name, or file:",
              "The trust anchors of DNSSEC instead of those that are built in: a file of DS or DNSKEY records, as in a zone file.")
          .byDefault("the root keys 20326 and 38696");

  public static final Key<SecureResolver> RESOLVER =
      Key.ofObject(
          "resolver",
          SecureResolver.class,
          "An `io.github.mailclad.dns.SecureResolver` that is asked instead of DNS servers, for addresses whatever `dane` says. One that the application wrote is the only one that is asked: a host of which it knows no address, `localhost` too, is not contacted, and a proxy gets one of its addresses. A `ValidatingResolver` knows the DNS, and the platform finds the hosts that are not there.");

  public static final Key<ConfiguredStore> ACCOUNT_STORE =
      Key.of(
              "account-store",
              Keys::store,
              "a folder name, file:, or an object",
              "Where what accounts once saw is remembered: their servers, that there was TLS and who vouched for them, and what a person decided. A folder of this machine, which several processes may share, or as an object an `io.github.mailclad.account.AccountStore`, for example a `JdbcAccountStore` that a fleet of machines shares. Unset, it is remembered as long as the application runs. What cannot be read or believed is a refusal.")
          .object();

  public static final Key<SecurityListener> LISTENER =
      Key.ofObject(
          "listener",
          SecurityListener.class,
          "An `io.github.mailclad.SecurityListener` for every connection, every refusal and the security events of accounts.");

  public static final Key<SettingNames> SETTING_NAMES =
      Key.ofObject(
              "setting-names",
              SettingNames.class,
              "An `io.github.mailclad.SettingNames` that knows under which name, and where, a person wrote a session property. Refusals and log lines name settings by it. For frameworks that make session properties out of their own configuration.")
          .byDefault("each key is its own name");

  private static final List<Key<?>> ALL =
      List.of(
          POLICY,
          MINIMUM_LEVEL,
          TLS_START,
          OLDEST_TLS,
          KEY_EXCHANGE,
          TRUST_ANCHORS,
          TRUST_ANCHORS_PASSWORD,
          PINS,
          ACCOUNT_PIN,
          TLS12_SAFEGUARDS,
          HANDSHAKE_TIMEOUT,
          AUTH_MECHANISMS,
          TOKEN_SUPPLIER,
          LOGIN_TIMEOUT,
          REVOCATION,
          REVOCATION_CRLS,
          REVOCATION_FETCH,
          REVOCATION_TIMEOUT,
          CLIENT_CERTIFICATE,
          CLIENT_CERTIFICATE_KEY,
          CLIENT_CERTIFICATE_PASSWORD,
          CLIENT_CERTIFICATE_ALIAS,
          CLIENT_CERTIFICATE_FOR,
          CLIENT_CERTIFICATE_ALSO_OVER,
          DANE,
          DANE_USAGES,
          CONFIRMED_TARGETS,
          SRV_LOOKUP,
          DISCOVERED_USER,
          PIPELINING,
          DNS_SERVERS,
          DNS_VALIDATION,
          DNS_ANCHORS,
          RESOLVER,
          ACCOUNT_STORE,
          LISTENER,
          SETTING_NAMES);

  /** Returns every setting, in the order of the documentation. */
  public static List<Key<?>> all() {
    return ALL;
  }

  /** Returns the setting of exactly that name; empty for none. */
  public static Optional<Key<?>> of(String name) {
    return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** Returns the setting with the most similar name, for a mistyped name. */
  public static Key<?> nearest(String typed) {
    // names that people type are short, so longer text is cut
    String text = typed.substring(0, Math.min(typed.length(), 64));
    return ALL.stream()
        .min(Comparator.comparingInt(key -> Spelling.distance(key.name(), text)))
        .orElseThrow();
  }

  private static Crls crls(Setting setting) {
    if (setting.value() instanceof String) {
      return new CrlFiles(Parser.path().parse(setting));
    }
    Collection<?> items = Parser.elements(setting.value());
    List<X509CRL> lists =
        items.stream().filter(X509CRL.class::isInstance).map(X509CRL.class::cast).toList();
    if (lists.size() < items.size()) {
      throw new IllegalArgumentException();
    }
    return new GivenCrls(lists);
  }

  private static Object clientCertificate(Setting setting) {
    Object value = setting.value();
    if (value instanceof String) {
      return Parser.location().parse(setting);
    }
    if (value instanceof KeyStore
        || value instanceof KeyStore.PrivateKeyEntry
        || value instanceof X509ExtendedKeyManager) {
      return value;
    }
    throw new IllegalArgumentException();
  }

  private static Optional<AccountPin> accountPin(String text) {
    return text.equalsIgnoreCase(STORED) ? Optional.empty() : Optional.of(AccountPin.parse(text));
  }

  private static Set<Exposure> exposures(Setting setting) {
    return setting.text().filter(text -> Parser.wordsIn(text).isEmpty()).isPresent()
        ? Set.of()
        : EXPOSURES.parse(setting);
  }

  private static String dnsName(String word) {
    return Host.parse(word)
        .flatMap(Host::name)
        .map(Identifier.DnsId::name)
        .orElseThrow(IllegalArgumentException::new);
  }

  private static UserNames userNames(String text) {
    List<String> words = Parser.wordsIn(text.toLowerCase(Locale.ROOT));
    if (words.equals(List.of("address"))) {
      return UserNames.ADDRESS;
    }
    if (words.equals(List.of("address", "local-part"))) {
      return UserNames.ADDRESS_THEN_LOCAL_PART;
    }
    throw new IllegalArgumentException();
  }

  private static ConfiguredStore store(Setting setting) {
    return setting.value() instanceof AccountStore store
        ? new ConfiguredStore(store, "the account store")
        : new ConfiguredStore(FolderAccountStore.in(Parser.path().parse(setting)), setting.key());
  }
}
