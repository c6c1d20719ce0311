package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.Location;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.SettingNames;
import io.github.mailclad.Timeouts;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustRules;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.SpeedRules.EarlyLogin;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.dns.Validation;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The catalogue of settings. {@code docs/settings.md} is generated from it. */
public final class Keys {
  // each use of a lambda costs the first connection of a process time, so equal ones are one
  private static final Parser<String> ANY_TEXT = Parser.text(text -> text);
  private static final Parser<String> ONE_LINE = Parser.text(SettingParsers::oneLine);

  private Keys() {}

  /** The use of the safeguards of TLS 1.2. */
  enum Safeguards {
    REPORT(Set.of()),
    REQUIRED(EnumSet.allOf(TlsSafeguard.class));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    final Set<TlsSafeguard> required;

    Safeguards(Set<TlsSafeguard> required) {
      this.required = Set.copyOf(required);
    }
  }

  /** The requirements that apply where no other setting decides. */
  enum Profile {
    RFC8314,
    MODERN_DRY_RUN,
    MODERN
  }

  public static final Key<SecurityPolicy> POLICY =
      Key.of(
          "policy",
          Parser.object(SecurityPolicy.class),
          "an object",
          "An `io.github.mailclad.SecurityPolicy`, made by `SecurityPolicy.builder()`, in place of single settings.",
          "It decides `minimum-level`, `oldest-tls`, `key-exchange`, `tls-provider`, `trust-anchors`, `pins`, `account-pin`, `tls12-safeguards`, the two timeouts and `revocation`. None of them may stand beside it.",
          "`tls-start`, `dane` and `client-certificate` may stand beside a policy that leaves them open.",
          "`account-pin=stored` may stand beside a policy that requires an authenticated server.",
          "A minimum level below that counts under the used protocol name only. As `mail.security.policy` it is refused.");

  public static final Key<Profile> PROFILE =
      Key.ofWord(
          "profile",
          List.of(Profile.values()),
          Profile.RFC8314,
          "The least that an account requires.",
          "`rfc8314`: the defaults of the other settings, which RFC 8314 asks for: TLS 1.2 and newer.",
          "`modern`: only TLS 1.3 (RFC 9846; RFC 9851 admits no new features to TLS 1.2), and only verified servers. A setting or `policy` that asks for less is refused; one that asks for more counts.",
          "`modern-dry-run`: as `rfc8314`. For each connection that `modern` would refuse, `listener` gets the event `profile-would-refuse`; the log names each such server once. Nothing else changes.");

  public static final Key<ConfidentialityLevel> MINIMUM_LEVEL =
      Key.ofWord(
              "minimum-level",
              List.of(
                  ConfidentialityLevel.AUTHENTICATED,
                  ConfidentialityLevel.ENCRYPTED,
                  ConfidentialityLevel.NONE),
              ConfidentialityLevel.AUTHENTICATED,
              "The minimum confidentiality level of a connection.",
              "`authenticated`: TLS with a verified server.",
              "`encrypted`: TLS with the one server whose certificate was accepted in `account-pin`. It is not confidential.",
              "`none`: no guarantee for the protocol name under which it is set. Angus connects by itself, with STARTTLS where the server offers it. Every connection logs a warning.",
              "The last two are read under the used protocol name only, never from `mail.security.` or another name.")
          .inPolicy();

  public static final Key<TlsStart> TLS_START =
      Key.ofWord(
              "tls-start",
              List.of(TlsStart.values()),
              TlsStart.IMPLICIT,
              "The start of TLS on a connection.",
              "`implicit`: with the first octet. Ports 25, 110, 143 and 587 are refused.",
              "`starttls`: by STARTTLS, which is always required, never opportunistic.")
          .inPolicyWithTlsStart()
          .needingMinimum();

  public static final Key<TlsVersion> OLDEST_TLS =
      Key.of(
              "oldest-tls",
              Parser.text(text -> TlsVersion.of(text).orElseThrow(IllegalArgumentException::new)),
              "TLSv1.2, TLSv1.3",
              "The oldest TLS version that is offered.",
              "TLS 1.1 and older versions are never offered.")
          .byDefault(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2.jsseName())
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<KeyExchange> KEY_EXCHANGE =
      Key.ofWord(
              "key-exchange",
              List.of(KeyExchange.values()),
              TlsRules.defaults().keyExchange(),
              "The key exchanges that are accepted.",
              "`any`: every forward-secret one. A post-quantum one is preferred where the Java platform enables it.",
              "`post-quantum`: only X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024 and ML-KEM alone, which a quantum computer does not undo later. Only TLS 1.3 is offered then, regardless of `oldest-tls`.",
              "The TLS of the Java platform has none before Java 27. `tls-provider` names others that do; `bctls` is used without being named if its jars are there.",
              "Without any of them, every connection is refused: from Java 20 on before it is opened, with an earlier Java after the handshake.",
              "It holds for token servers and servers of configuration files, too, which are always reached by the TLS of the Java platform.")
          .inPolicy()
          .needingMinimum();

  public static final Key<TlsProvider> TLS_PROVIDER =
      Key.of(
              "tls-provider",
              Parser.word(List.of(TlsProvider.values())),
              "platform, bctls, conscrypt",
              "The implementation of TLS. Requirements, verdicts and refusals are the same with each of them.",
              "`platform`: the TLS of the Java platform.",
              "`bctls`: the TLS of Bouncy Castle, `org.bouncycastle:bctls-jdk18on` 1.84. It has X25519MLKEM768 with every Java version, and resumes no TLS 1.3 session.",
              "`conscrypt`: `org.conscrypt:conscrypt-openjdk-uber` 2.9.0, a native library. It has X25519MLKEM768 and needs the least CPU.",
              "The application adds the jars. No security provider is registered. Jars that are missing or cannot be used are a refusal, and no other implementation takes their place.")
          .byDefault(
              "platform; bctls where key-exchange=post-quantum, the platform has none, and the jars are there")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<AnchorSource> TRUST_ANCHORS =
      Key.of(
              "trust-anchors",
              SettingParsers::anchors,
              "platform, a file name, file:, classpath:, PEM, or an object",
              "The trust anchors in place of the platform's.",
              "A PEM, DER, PKCS12 or JKS file, a resource on the class path (`classpath:ca.pem`), or the PEM text itself.",
              "As an object: a `KeyStore`, an `X509Certificate`, a collection or an array of them.",
              "A file is read again when it changes.")
          .byDefault(TrustRules.defaults().anchors(), SettingParsers.PLATFORM)
          .inPolicy()
          .needingMinimum();

  public static final Key<String> TRUST_ANCHORS_PASSWORD =
      Key.of(
              "trust-anchors-password",
              ANY_TEXT,
              "text",
              "The password of the PKCS12 or JKS file in `trust-anchors`.",
              "It is never logged.")
          .inPolicy();

  public static final Key<Set<Pin>> PINS =
      Key.of(
              "pins",
              Parser.list(Pin::parse),
              "sha256/Base64, separated by commas or white space",
              "Public keys, one of which must be in the certification path.",
              "All other requirements apply as well.")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<Optional<AccountPin>> ACCOUNT_PIN =
      Key.of(
              "account-pin",
              Parser.text(SettingParsers::accountPin),
              "certificate-sha256/Base64, key-sha256/Base64, or stored",
              "The one certificate, or public key, that a person accepted for this account (RFC 8314, section 5.4).",
              "It may have expired, name another server, or have an issuer that is not trusted.",
              "`certificate-sha256/`: the certificate itself. A renewed one has to be accepted anew.",
              "`key-sha256/`: its public key, in the form of `pins`. A renewed certificate with the same key is accepted, too.",
              "It needs `minimum-level=encrypted` under the same protocol name, and reaches no higher level.",
              "`stored`: the certificate that was accepted for this account, service, host and port during its set-up, as `account-store` keeps it. Without one, the level is `authenticated`.")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<Safeguards> TLS12_SAFEGUARDS =
      Key.ofWord(
              "tls12-safeguards",
              List.of(Safeguards.values()),
              Safeguards.REPORT,
              "The use of the safeguards of TLS 1.2: secure renegotiation (RFC 5746) and extended master secret (RFC 7627).",
              "`report`: `ConnectionSecurity` names those that a server lacks.",
              "`required`: a TLS 1.2 server that lacks one is refused.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Duration> HANDSHAKE_TIMEOUT =
      Key.ofMillis(
              "handshake-timeout",
              600_000,
              Timeouts.defaults().handshake(),
              "The total time from the first octet of TLS to the verdict.",
              "It applies even while the server sends data.")
          .inPolicy();

  public static final Key<List<String>> AUTH_MECHANISMS =
      Key.of(
              "auth-mechanisms",
              setting -> Parser.wordsIn(setting.text().orElse("")),
              "some of SCRAM-SHA-512-PLUS, SCRAM-SHA-256-PLUS, SCRAM-SHA-512, SCRAM-SHA-256, PLAIN, LOGIN, EXTERNAL, OAUTHBEARER, XOAUTH2, separated by commas or white space",
              "The SASL mechanisms that may be used, the preferred one first.",
              "The first one that the server offers is used, once. A failed login is never repeated with another one.",
              "`LOGIN` includes the IMAP command LOGIN, and USER and PASS of POP3.")
          .byDefault(
              "SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN; with a token supplier or oauth- settings OAUTHBEARER XOAUTH2")
          .quoted()
          .needingMinimum();

  public static final Key<OAuthTokenSupplier> TOKEN_SUPPLIER =
      Key.of(
              "token-supplier",
              Parser.object(OAuthTokenSupplier.class),
              "an object",
              "An `io.github.mailclad.OAuthTokenSupplier` that returns an OAuth token for each login.",
              "Tokens are sent by OAUTHBEARER and XOAUTH2 only.")
          .needingMinimum();

  /** The providers whose addresses are known. */
  enum OAuthProvider {
    MICROSOFT,
    GOOGLE
  }

  public static final Key<OAuthProvider> OAUTH_PROVIDER =
      oauth(
          Key.of(
              "oauth-provider",
              Parser.word(List.of(OAuthProvider.values())),
              "microsoft, google",
              "The provider whose token server gives OAuth tokens for logins.",
              "It sets the address of the token server, the usual scope and the platform's trust anchors for it.",
              "With any `oauth-` setting, logins use OAUTHBEARER or XOAUTH2 only, and a password of the application is never sent.",
              "[oauth.md](oauth.md) has examples."));

  public static final Key<String> OAUTH_TENANT =
      oauth(
          Key.of(
              "oauth-tenant",
              Parser.text(SettingParsers::tenant),
              "a GUID, a domain of the tenant, or common, organizations, consumers",
              "The tenant of Microsoft Entra ID.",
              "Client credentials need the GUID or the domain."));

  public static final Key<URI> OAUTH_ISSUER =
      oauth(
          Key.of(
              "oauth-issuer",
              Parser.text(SettingParsers::issuer),
              "an https: address",
              "The issuer of the tokens, exactly as it names itself.",
              "Its metadata (RFC 8414, or OpenID Connect Discovery) name the token endpoint. They have to name exactly this issuer."));

  public static final Key<URI> OAUTH_TOKEN_ENDPOINT =
      oauth(
          Key.of(
              "oauth-token-endpoint",
              Parser.text(SettingParsers::httpsAddress),
              "an https: address",
              "The address to which token requests are sent.",
              "Beside `oauth-provider` it replaces the provider's own address, for example in a national cloud."));

  public static final Key<String> OAUTH_CLIENT_ID =
      oauth(
          Key.of(
              "oauth-client-id",
              ONE_LINE,
              "text",
              "The identifier of the client at the token server.",
              "For a service account of Google it is the address of the account."));

  public static final Key<String> OAUTH_CLIENT_SECRET =
      oauth(
          Key.of(
              "oauth-client-secret",
              ONE_LINE,
              "text",
              "The secret of the client.",
              "It is never logged."));

  public static final Key<Path> OAUTH_CLIENT_SECRET_FILE =
      oauth(
          Key.of(
              "oauth-client-secret-file",
              Parser.path(),
              "a file name, or file:",
              "A file with the secret of the client, and nothing else.",
              "It is read anew for each token request, so a secret manager may replace it."));

  public static final Key<SecretPlace> OAUTH_CLIENT_AUTHENTICATION =
      oauth(
          Key.of(
                  "oauth-client-authentication",
                  Parser.word(List.of(SecretPlace.values())),
                  "basic, post",
                  "The place of the client secret in a token request.",
                  "`basic`: the header field `Authorization`.",
                  "`post`: the body.")
              .byDefault("basic; post where the metadata of the issuer name only that")
              .quoted());

  public static final Key<Location> OAUTH_PRIVATE_KEY =
      oauth(
          Key.of(
              "oauth-private-key",
              Parser.location(),
              "a file name, file:, classpath:, or PEM",
              "The private key that signs assertions (RFC 7523) in place of a client secret.",
              "PEM without encryption. A certificate of the key in the same PEM is named in the assertion, as Microsoft requires.",
              "With `oauth-provider=google` it is the key of a service account that acts for the user: PEM, or the JSON file of the account, which has `oauth-client-id` and `oauth-key-id` too.",
              "A file is read anew for each token request."));

  public static final Key<String> OAUTH_KEY_ID =
      oauth(
          Key.of(
              "oauth-key-id",
              ONE_LINE,
              "text",
              "The identifier of `oauth-private-key` at the token server (`kid`)."));

  public static final Key<String> OAUTH_REFRESH_TOKEN =
      oauth(
          Key.of(
              "oauth-refresh-token",
              ONE_LINE,
              "text",
              "The refresh token of the user, for which access tokens are requested.",
              "Without one, the client gets tokens for itself (client credentials).",
              "It is never logged."));

  public static final Key<Path> OAUTH_REFRESH_TOKEN_FILE =
      oauth(
          Key.of(
              "oauth-refresh-token-file",
              Parser.path(),
              "a file name, or file:",
              "A file with the refresh token of the user, and nothing else.",
              "It is read anew for each token request."));

  public static final Key<RotatedToken> OAUTH_ROTATED_TOKEN =
      oauth(
          Key.ofWord(
              "oauth-rotated-token",
              List.of(RotatedToken.values()),
              RotatedToken.MEMORY,
              "The place of a new refresh token that replaces the used one.",
              "`memory`: this process, until it ends. After a restart the configured one is used, which the token server may have revoked.",
              "`file`: `oauth-refresh-token-file`, which is replaced as a whole, readable by its owner only. Nothing is requested if the folder cannot be written to."));

  public static final Key<List<String>> OAUTH_SCOPE =
      oauth(
          Key.of(
                  "oauth-scope",
                  Parser.text(SettingParsers::scope),
                  "words, separated by white space",
                  "The scope of the tokens.")
              .byDefault(
                  "that of the provider for mail; without a provider the token server decides"));

  public static final Key<AnchorSource> OAUTH_TRUST_ANCHORS =
      oauth(
          Key.of(
                  "oauth-trust-anchors",
                  SettingParsers::anchors,
                  "platform, a file name, file:, classpath:, PEM, or an object",
                  "The trust anchors for the token server.",
                  "The forms are those of `trust-anchors`; a file has no password.")
              .byDefault("trust-anchors; with oauth-provider the platform's"));

  public static final Key<Duration> OAUTH_TIMEOUT =
      oauth(
          Key.ofMillis(
              "oauth-timeout",
              60_000,
              Duration.ofSeconds(20),
              "The total time of one request to the token server."));

  private static <T> Key<T> oauth(Key<T> key) {
    return key.needingMinimum();
  }

  public static final Key<Duration> LOGIN_TIMEOUT =
      Key.ofMillis(
              "login-timeout",
              600_000,
              Timeouts.defaults().login(),
              "The total time from the verdict to the completed login.",
              "It applies even while the server sends data.",
              "Until then a server may send 1 MiB in all and 64 KiB in a line.")
          .inPolicy();

  public static final Key<Requirement> REVOCATION =
      Key.ofWord(
              "revocation",
              List.of(Requirement.values()),
              RevocationPolicy.defaults().requirement(),
              "The treatment of a certificate whose revocation status is unknown.",
              "`soft`: it is accepted, and the evidence says so.",
              "`hard`: it is refused. Every certificate of the path but the anchor needs a good answer.",
              "Most public authorities no longer answer OCSP. `hard` therefore refuses nearly every server, unless `revocation-crls` or `revocation-fetch` is set.",
              "Both refuse a certificate that is known to be revoked, and one that demands a stapled OCSP response (RFC 7633) and comes without a good one.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Crls> REVOCATION_CRLS =
      Key.of(
              "revocation-crls",
              SettingParsers::crls,
              "a file or folder name, file:, or an object",
              "Certificate revocation lists, in PEM or DER.",
              "A file, or a folder with files. In a folder, files whose name begins with a dot are not read.",
              "As an object: an `X509CRL`, a collection or an array of them.",
              "Certificates of keys that sign lists may stand beside them, and are not trusted.",
              "Files are read again when they change. A file that cannot be read is a refusal.",
              "[revocation.md](revocation.md) has a line of cron that refreshes a folder.")
          .byDefault(RevocationPolicy.defaults().crls(), "")
          .inPolicy()
          .needingMinimum();

  public static final Key<Fetch> REVOCATION_FETCH =
      Key.ofWord(
              "revocation-fetch",
              List.of(Fetch.values()),
              RevocationPolicy.defaults().fetch(),
              "The revocation data to fetch from the addresses in a certificate if no other source answers.",
              "`never` is the default: fetching shows the authority, and every machine on the way, which server is used. It also makes mail wait for another machine.",
              "Data is fetched by plain HTTP, never through `mail.<protocol>.proxy` or `socks`, and never from this machine or link-local addresses.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Duration> REVOCATION_TIMEOUT =
      Key.ofMillis(
              "revocation-timeout",
              60_000,
              RevocationPolicy.defaults().timeout(),
              "The total time of everything that is fetched for one verdict.",
              "It is part of `handshake-timeout`.")
          .inPolicy();

  public static final Key<Object> CLIENT_CERTIFICATE =
      Key.of(
              "client-certificate",
              SettingParsers::clientCertificate,
              "a file name, file:, classpath:, PEM, or an object",
              "The client certificate of one account, with its private key.",
              "A PKCS12, JKS or PEM file. In PEM, the key may be in `client-certificate-key`.",
              "As an object: a `KeyStore`, a `KeyStore.PrivateKeyEntry` or an `X509ExtendedKeyManager`.",
              "It is sent only to the account's own server (`client-certificate-for`), if that server was verified and asks for it, over TLS 1.3 and implicit TLS.",
              "A file is read again when it changes.",
              "To log in by it, set `auth-mechanisms=EXTERNAL`.")
          .inPolicyWithClient()
          .needingMinimum();

  public static final Key<Location> CLIENT_CERTIFICATE_KEY =
      Key.of(
              "client-certificate-key",
              Parser.location(),
              "a file name, file:, classpath:, or PEM",
              "The private key of a `client-certificate` in PEM, if it has a file of its own.",
              "Kubernetes, for example, mounts `tls.crt` and `tls.key`.",
              "The formats are PKCS #8, encrypted or not, PKCS #1 and SEC 1.",
              "Both files are read again when one of them changes. While they do not belong together, the pair that was read last is used, with a warning.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_PASSWORD =
      Key.of(
              "client-certificate-password",
              ANY_TEXT,
              "text",
              "The password of the file and of the private key of `client-certificate`.",
              "It is never logged.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_ALIAS =
      Key.of(
              "client-certificate-alias",
              ANY_TEXT,
              "text",
              "The alias of the private key of `client-certificate`, if there are several keys.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_FOR =
      Key.of(
              "client-certificate-for",
              ANY_TEXT,
              "user@host, or user@host:port",
              "The account and the server to which the client certificate is bound.",
              "Other accounts and other servers get no certificate.",
              "The user name ends at the last `@`. It is the name with which the application logs in; empty means no user name.",
              "Without a port it is `mail.<protocol>.port`, or the registered one.")
          .byDefault("mail.<protocol>.user at mail.<protocol>.host")
          .inPolicyWithClient();

  public static final Key<Set<Exposure>> CLIENT_CERTIFICATE_ALSO_OVER =
      Key.of(
              "client-certificate-also-over",
              SettingParsers::exposures,
              "some of TLSv1.2, starttls, separated by commas or white space",
              "Other connections that may carry the client certificate.",
              "TLS 1.2 shows it to every machine on the way, and needs both of its safeguards then (`tls12-safeguards`).",
              "A server that asks for it on a connection that may not carry it is refused.")
          .quoted()
          .inPolicyWithClient();

  public static final Key<DanePolicy.Mode> DANE =
      Key.of(
              "dane",
              Parser.word(List.of(DanePolicy.Mode.values())),
              "off, prefer, require, audit-only",
              "The effect of TLSA records that DNSSEC secures (RFC 6698, RFC 7671).",
              "`off`: no TLSA records are looked up.",
              "`prefer`: usable records decide alone, without a fallback to the trust anchors. If it is proved that there are none, the trust anchors decide. If neither is proved, the connection is refused.",
              "`require`: a server without usable records is refused.",
              "`audit-only`: records are evaluated and reported, and the trust anchors decide.",
              "With `minimum-level=none` no server is verified. If there are any records, usable or not, `prefer` sends nothing in the clear but what leads to STARTTLS. If the look-up fails, the connection is refused. `require` cannot be kept, and is refused.",
              "`resolver` or any of the `dns-` settings configures a resolver.")
          .byDefault("prefer where a server was discovered or a resolver is configured, else off")
          .quoted()
          .inPolicyWithDane();

  public static final Key<Set<TlsaUsage>> DANE_USAGES =
      Key.of(
              "dane-usages",
              Parser.words(TlsaUsage.values()),
              "some of PKIX-TA, PKIX-EE, DANE-TA, DANE-EE, separated by commas or white space",
              "The certificate usages that count.",
              "TLSA records of other usages are unusable.")
          .byDefault("DANE-TA, DANE-EE")
          .quoted()
          .inPolicyWithDane()
          .needingMinimum();

  public static final Key<Set<String>> CONFIRMED_TARGETS =
      Key.of(
              "confirmed-targets",
              Parser.list(SettingParsers::dnsName),
              "host names, separated by commas or white space",
              "Servers outside the domain of `mail.<protocol>.user` that a person confirmed as the provider's own.",
              "If no host is set, the servers that the domain publishes (RFC 6186) are used.",
              "Signed records may name any server. Unsigned records may name only servers in the domain and servers in this list.")
          .byDefault(Set.of(), "")
          .quoted()
          .needingMinimum();

  public static final Key<SrvUse> SRV_LOOKUP =
      Key.ofWord(
          "srv-lookup",
          List.of(SrvUse.values()),
          LookupRules.byDefault().srvUse(),
          "The time at which the servers of a domain are looked up.",
          "`once`: until one of them was connected to. It is kept as long as the application runs.",
          "`follow-secure`: for each connection, as long as the records are signed (RFC 8314, section 5.1).");

  public static final Key<Kinds> DISCOVERY =
      Key.ofWord(
              "discovery",
              List.of(Kinds.values()),
              LookupRules.byDefault().kinds(),
              "The sources that name the servers of a domain, if no host is set.",
              "`srv`: SRV records.",
              "`srv-pacc`: also the configuration whose digest is in DNS (draft-ietf-mailmaint-pacc). Needs `jackson-core`.",
              "`all`: also autoconfig files of the domain, and a directory if one is set, by verified HTTPS.",
              "See the page [discovery](discovery.md).")
          .needingMinimum();

  public static final Key<URI> DISCOVERY_DIRECTORY =
      Key.of(
              "discovery-directory",
              Parser.text(SettingParsers::directory),
              "an https address that ends with a slash",
              "A directory of autoconfig files, the last source of `discovery=all`.",
              "The domain of `mail.<protocol>.user` is appended. The directory does not learn the address.")
          .quoted();

  public static final Key<UserNames> DISCOVERED_USER =
      Key.of(
              "discovered-user",
              Parser.text(SettingParsers::userNames),
              "address; or address, local-part",
              "The user names for a login at a server that was discovered (RFC 6186, section 4).",
              "`address`: the address only.",
              "`address, local-part`: the address. If the server rejects it, the part before its `@`, once.")
          .byDefault(LookupRules.byDefault().userNames(), "address, local-part")
          .quoted();

  public static final Key<Pipelining> PIPELINING =
      Key.ofWord(
              "pipelining",
              List.of(Pipelining.values()),
              Pipelining.OFFERED,
              "The way to send the commands of a message to a submission server.",
              "`offered`: in groups, if the server offers PIPELINING (RFC 2920). The message is in the same group if the server offers CHUNKING (RFC 3030) and every recipient may get it alone.",
              "`never`: one at a time, for a server that gets groups wrong.")
          .needingMinimum();

  public static final Key<FetchSize> FETCH_SIZE =
      Key.ofWord(
              "fetch-size",
              List.of(FetchSize.values()),
              FetchSize.ADAPTIVE,
              "The number of octets that one command fetches of a large part by IMAP.",
              "`adaptive`: it grows up to 4 MiB while the part is read quickly, and the next command is sent before the previous one is answered.",
              "`fixed`: as `mail.imap.fetchsize` says, one command at a time. It is the default if `mail.imap.fetchsize` is set.")
          .needingMinimum();

  public static final Key<EarlyLogin> EARLY_LOGIN =
      Key.ofWord(
              "early-login",
              List.of(EarlyLogin.values()),
              EarlyLogin.NEVER,
              "The use of IMAP and POP3 logins that do not wait for the server's greeting.",
              "`known-servers`: at a server where the user logged in before in the same session, the login follows the TLS handshake at once, after the verdict. It uses a mechanism that the server offered then.",
              "If the server greets otherwise than before, nothing more is sent on that connection. If it offers other logins, a new connection is opened.",
              "Never over STARTTLS, and of SCRAM only the first message.")
          .needingMinimum();

  public static final Key<Integer> KEEP_CONNECTIONS =
      Key.of(
              "keep-connections",
              Parser.number(0, 100),
              "0 to 100",
              "The number of connections to submission servers that are kept open after their transports were closed.",
              "The next transport of the session with the same server, login and properties uses one. So `Transport.send` in a loop connects once.",
              "A connection is kept for a minute without use, for 10 minutes in all, and for 100 messages, or as many as the server permits (LIMITS, RFC 9422). It is not kept after a failure.",
              "The properties of the session must be a `java.util.Properties` without collections, arrays and key stores among its values: these may change without a trace.")
          .byDefault(0, "0")
          .needingMinimum()
          .quoted();

  public static final Key<List<InetSocketAddress>> DNS_SERVERS =
      Key.of(
              "dns-servers",
              Parser.text(SettingParsers::dnsServers),
              "system, or addresses with or without a port, separated by commas or white space",
              "The DNS servers that are asked for SRV, TLSA, TXT and address records.",
              "Their answers count only as far as signatures prove them.",
              "Not for the addresses of token servers and web servers: the platform knows them.")
          .byDefault(List.of(), SettingParsers.SYSTEM)
          .quoted();

  public static final Key<Validation> DNS_VALIDATION =
      Key.ofWord(
          "dns-validation",
          List.of(Validation.values()),
          Validation.LOCAL,
          "The place where DNSSEC is validated.",
          "`local`: this library, from its trust anchors.",
          "`by-server`: the servers of `dns-servers`. All of them must be on this machine, because any machine on the way could set the bit that marks an answer as validated.");

  public static final Key<Path> DNS_ANCHORS =
      Key.of(
              "dns-anchors",
              Parser.path(),
              "a file name, or file:",
              "The trust anchors of DNSSEC in place of the built-in ones.",
              "A file of DS or DNSKEY records, as in a zone file.")
          .byDefault("the root keys 20326 and 38696");

  public static final Key<SecureResolver> RESOLVER =
      Key.ofObject(
          "resolver",
          SecureResolver.class,
          "An `io.github.mailclad.dns.SecureResolver` that is asked in place of DNS servers.",
          "It is asked for addresses with every value of `dane`.",
          "A resolver of the application is the only source of addresses. A host of which it knows none, `localhost` too, is not contacted. A proxy gets one of its addresses.",
          "A `ValidatingResolver` knows the DNS, and the platform finds the hosts that are not there.");

  public static final Key<ConfiguredStore> ACCOUNT_STORE =
      Key.of(
              "account-store",
              SettingParsers::store,
              "a folder name, file:, or an object",
              "The store of what is remembered of accounts.",
              "It keeps their servers, the TLS and the proofs of identity that were seen there, and the decisions of a person.",
              "A folder of this machine, which several processes may share.",
              "As an object: an `io.github.mailclad.account.AccountStore`, for example a `JdbcAccountStore` that several machines share.",
              "Unset, accounts are remembered as long as the application runs.",
              "A state that cannot be read or is not valid is a refusal.")
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
              "An `io.github.mailclad.SettingNames` that knows how, and where, a person wrote a session property.",
              "Refusals and log lines name settings by it.",
              "It is for frameworks that make session properties out of their own configuration.")
          .byDefault("each key is its own name");

  private static final List<Key<?>> ALL =
      List.of(
          POLICY,
          PROFILE,
          MINIMUM_LEVEL,
          TLS_START,
          OLDEST_TLS,
          KEY_EXCHANGE,
          TLS_PROVIDER,
          TRUST_ANCHORS,
          TRUST_ANCHORS_PASSWORD,
          PINS,
          ACCOUNT_PIN,
          TLS12_SAFEGUARDS,
          HANDSHAKE_TIMEOUT,
          AUTH_MECHANISMS,
          TOKEN_SUPPLIER,
          OAUTH_PROVIDER,
          OAUTH_TENANT,
          OAUTH_ISSUER,
          OAUTH_TOKEN_ENDPOINT,
          OAUTH_CLIENT_ID,
          OAUTH_CLIENT_SECRET,
          OAUTH_CLIENT_SECRET_FILE,
          OAUTH_CLIENT_AUTHENTICATION,
          OAUTH_PRIVATE_KEY,
          OAUTH_KEY_ID,
          OAUTH_REFRESH_TOKEN,
          OAUTH_REFRESH_TOKEN_FILE,
          OAUTH_ROTATED_TOKEN,
          OAUTH_SCOPE,
          OAUTH_TRUST_ANCHORS,
          OAUTH_TIMEOUT,
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
          DISCOVERY,
          DISCOVERY_DIRECTORY,
          DISCOVERED_USER,
          PIPELINING,
          FETCH_SIZE,
          EARLY_LOGIN,
          KEEP_CONNECTIONS,
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
    for (Key<?> key : ALL) {
      if (key.name().equals(name)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** Returns the setting with the most similar name, for a mistyped name. */
  public static Key<?> nearest(String typed) {
    // names that people type are short, so longer text is cut
    String text = typed.substring(0, Math.min(typed.length(), 64));
    return ALL.stream()
        .min(Comparator.comparingInt(key -> Spelling.distance(key.name(), text)))
        .orElseThrow();
  }
}
