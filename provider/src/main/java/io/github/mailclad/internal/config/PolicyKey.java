package io.github.mailclad.internal.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The catalogue of settings: each is {@code mail.<protocol>.security.<key>}, or {@code
 * mail.security.<key>} for the whole session. {@code docs/settings.md} is printed from it.
 */
public enum PolicyKey {
  POLICY(
      "policy",
      "",
      "an object",
      "An `io.github.mailclad.SecurityPolicy`, made by `SecurityPolicy.builder()`, instead of the single settings that say the same as text: `minimum-level`, `oldest-tls`, `key-exchange`, `trust-anchors`, `pins`, `account-pin`, `tls12-safeguards`, the two timeouts and `revocation`. One of them beside it is refused. `tls-start`, `dane` and `client-certificate` may stand beside a policy that leaves them open, and `account-pin=stored` beside one that requires an authenticated server. A minimum level below that counts under the used protocol name only, and is refused as `mail.security.policy`."),
  MINIMUM_LEVEL(
      "minimum-level",
      "authenticated",
      "authenticated, encrypted, none",
      "The minimum confidentiality level. `encrypted` needs `account-pin`: TLS to the one server whose certificate was accepted, which is not confidential. `none` gives up every promise for the protocol name under which it is set: Angus's own behaviour with STARTTLS where the server offers it. Both are read under the used protocol name only, never from `mail.security.` or another name; every connection under `none` logs a warning."),
  TLS_START(
      "tls-start",
      "implicit",
      "implicit, starttls",
      "How TLS starts. Unset means implicit TLS, and that ports 25, 110, 143 and 587 are refused. `starttls` is always required, never opportunistic."),
  OLDEST_TLS(
      "oldest-tls",
      "TLSv1.2",
      "TLSv1.2, TLSv1.3",
      "The oldest TLS version that is offered. TLS 1.1 and older do not exist here."),
  KEY_EXCHANGE(
      "key-exchange",
      "any",
      "any, post-quantum",
      "Which key exchanges are accepted. `any`: forward-secret ones, of which a post-quantum one is preferred where the Java platform has it switched on. `post-quantum`: only X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024 and ML-KEM alone, which a quantum computer does not undo later; only TLS 1.3 is offered then, whatever `oldest-tls` says. Where the platform's TLS has none of them, nothing is connected to; the platform tells that from Java 20 on, and before that the connection is refused after the handshake."),
  TRUST_ANCHORS(
      "trust-anchors",
      "platform",
      "platform, a file name, file:, classpath:, PEM, or an object",
      "The trust anchors, instead of the platform's: a PEM, DER, PKCS12 or JKS file, a resource on the class path (`classpath:ca.pem`), the PEM text itself, or as an object a `KeyStore`, an `X509Certificate`, a collection or an array of them. A file is read again when it changes."),
  TRUST_ANCHORS_PASSWORD(
      "trust-anchors-password",
      "",
      "text",
      "What protects the PKCS12 or JKS file of `trust-anchors`; it is never logged."),
  PINS(
      "pins",
      "",
      "sha256/Base64, separated by commas or white space",
      "Public keys of which one must be in the certification path, beside everything else that is required."),
  ACCOUNT_PIN(
      "account-pin",
      "",
      "certificate-sha256/Base64, or stored",
      "The one certificate that a person accepted for this account although it has expired, is issued by nobody trusted or names another server (RFC 8314, section 5.4). Needs `minimum-level=encrypted` under the same protocol name, and never reaches more than that. `stored`: the one that was accepted for this account, service, host and port while the account was set up, as `account-store` has it; where it has none, the level is `authenticated`."),
  TLS12_SAFEGUARDS(
      "tls12-safeguards",
      "report",
      "report, required",
      "What becomes of a TLS 1.2 server without secure renegotiation (RFC 5746) or extended master secret (RFC 7627): reported in `ConnectionSecurity`, or refused."),
  HANDSHAKE_TIMEOUT(
      "handshake-timeout",
      "30000",
      "milliseconds, 1 to 600000",
      "The total time from the first octet of TLS to the verdict, however busy the server looks."),
  AUTH_MECHANISMS(
      "auth-mechanisms",
      "SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN; with a token supplier OAUTHBEARER XOAUTH2",
      "some of SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN, LOGIN, EXTERNAL, OAUTHBEARER, XOAUTH2, separated by commas or white space",
      "The SASL mechanisms that may be used, the preferred one first. The first one that the server offers is used, once; a login that failed is never tried again with another one. `LOGIN` includes the IMAP command LOGIN and USER and PASS of POP3."),
  TOKEN_SUPPLIER(
      "token-supplier",
      "",
      "an object",
      "An `io.github.mailclad.TokenSupplier` that is asked for an OAuth token at every login. Tokens travel in OAUTHBEARER and XOAUTH2 only."),
  LOGIN_TIMEOUT(
      "login-timeout",
      "60000",
      "milliseconds, 1 to 600000",
      "The total time from the verdict to the completed login, however busy the server looks. Until then a server may send 1 MiB in all and 64 KiB in a line."),
  REVOCATION(
      "revocation",
      "soft",
      "soft, hard",
      "What happens when nobody tells whether a certificate was revoked. `soft` accepts it and tells so in the evidence: most public authorities no longer answer OCSP, so `hard`, under which every certificate of the path but the anchor needs a good answer, refuses nearly every server unless `revocation-crls` or `revocation-fetch` is set. In either case a certificate that is known to be revoked is refused, and so is one that demands a stapled OCSP response (RFC 7633) and comes without a good one."),
  REVOCATION_CRLS(
      "revocation-crls",
      "",
      "a file or folder name, file:, or an object",
      "Certificate revocation lists, PEM or DER: a file, or every file of a folder whose name does not begin with a dot, or as an object an `X509CRL`, a collection or an array of them. Certificates of keys that sign lists may stand beside them, and are not trusted. Files are read again when they change; one that cannot be read is a refusal."),
  REVOCATION_FETCH(
      "revocation-fetch",
      "never",
      "never, crl, ocsp, ocsp-and-crl",
      "What is fetched from the addresses in a certificate when nothing at hand answers. `never`, because fetching tells the authority and everybody on the way which server is used, and makes mail wait for one more machine. It is done by plain HTTP, never through `mail.<protocol>.proxy` or `socks`, and never from this machine or link-local addresses."),
  REVOCATION_TIMEOUT(
      "revocation-timeout",
      "5000",
      "milliseconds, 1 to 60000",
      "The total time of everything that is fetched for one verdict; it is part of `handshake-timeout`."),
  CLIENT_CERTIFICATE(
      "client-certificate",
      "",
      "a file name, file:, classpath:, PEM, or an object",
      "The client certificate of one account, with its private key: a PKCS12, JKS or PEM file (or, in PEM, with the key in `client-certificate-key`), or as an object a `KeyStore`, a `KeyStore.PrivateKeyEntry` or an `X509ExtendedKeyManager`. It is sent to the account's own server (`client-certificate-for`) where that one asks for it and was verified, over TLS 1.3 and implicit TLS, and nowhere else. A file is read again when it changes. To log in by it, set `auth-mechanisms=EXTERNAL`."),
  CLIENT_CERTIFICATE_KEY(
      "client-certificate-key",
      "",
      "a file name, file:, classpath:, or PEM",
      "The private key of a `client-certificate` in PEM, where it has a file of its own, as Kubernetes mounts `tls.crt` and `tls.key`: PKCS #8, encrypted or not, PKCS #1 or SEC 1. Both files are read again when one of them changes. While they do not belong together, the pair that was read last is used, with a warning."),
  CLIENT_CERTIFICATE_PASSWORD(
      "client-certificate-password",
      "",
      "text",
      "What protects the file and the private key of `client-certificate`; it is never logged."),
  CLIENT_CERTIFICATE_ALIAS(
      "client-certificate-alias",
      "",
      "text",
      "Which private key of `client-certificate` it is, where there are several."),
  CLIENT_CERTIFICATE_FOR(
      "client-certificate-for",
      "mail.<protocol>.user at mail.<protocol>.host",
      "user@host, or user@host:port",
      "The account and the server to which the client certificate is bound; other accounts and other servers get none. The user name ends at the last `@` and is what the application logs in with; empty means no user name. Without a port it is `mail.<protocol>.port`, or the registered one."),
  CLIENT_CERTIFICATE_ALSO_OVER(
      "client-certificate-also-over",
      "",
      "some of TLSv1.2, starttls, separated by commas or white space",
      "Which other connections may carry the client certificate. TLS 1.2 shows it to everybody on the way, and needs both of its safeguards then (`tls12-safeguards`). A server that asks for it on a connection that may not carry it is refused."),
  DANE(
      "dane",
      "prefer where a server was discovered or a resolver is configured, else off",
      "off, prefer, require, audit-only",
      "What TLSA records that DNSSEC secures decide about a server (RFC 6698, RFC 7671). `prefer`: where there are usable ones, they decide alone, and nothing falls back to the trust anchors; where it is proved that there are none, the trust anchors decide; where nothing can be told, nothing is connected to. `require`: nothing is accepted without them. `audit-only`: they are evaluated and reported, and the trust anchors decide. With `minimum-level=none` nobody verifies the server, but `prefer` sends it nothing in the clear except what leads to STARTTLS where there are any records, usable or not, and does not connect where nothing can be told; `require` cannot be kept then and is refused. Configured is a resolver by any of the `dns-` settings or `resolver`."),
  DANE_USAGES(
      "dane-usages",
      "DANE-TA, DANE-EE",
      "some of PKIX-TA, PKIX-EE, DANE-TA, DANE-EE, separated by commas or white space",
      "The certificate usages that count; TLSA records of others are unusable."),
  CONFIRMED_TARGETS(
      "confirmed-targets",
      "",
      "host names, separated by commas or white space",
      "Servers outside of the domain of `mail.<protocol>.user` that a person confirmed as the provider's own. Where no host is set, the servers that the domain publishes (RFC 6186) are used: if its records are signed, whatever they name; if not, only what is in the domain or confirmed here."),
  SRV_LOOKUP(
      "srv-lookup",
      "once",
      "once, follow-secure",
      "When the servers of a domain are looked up. `once`: until one of them was connected to; it is kept as long as the application runs. `follow-secure`: for each connection, as long as the records are signed (RFC 8314, section 5.1)."),
  DISCOVERED_USER(
      "discovered-user",
      "address, local-part",
      "address; or address, local-part",
      "The user names with which a login is tried at a server that was discovered (RFC 6186, section 4): the address, and if that is no user there, once, what stands before its `@`."),
  DNS_SERVERS(
      "dns-servers",
      "system",
      "system, or addresses with or without a port, separated by commas or white space",
      "The DNS servers that are asked for SRV, TLSA and address records. Nothing that they say is believed beyond its signatures."),
  DNS_VALIDATION(
      "dns-validation",
      "local",
      "local, by-server",
      "Who validates DNSSEC. `local`: this library, from its trust anchors. `by-server`: the servers of `dns-servers`, which must all be on this machine, since anybody on the way could set the bit that says so."),
  DNS_ANCHORS(
      "dns-anchors",
      "the root keys 20326 and 38696",
      "a file name, or file:",
      "The trust anchors of DNSSEC instead of those that are built in: a file of DS or DNSKEY records, as in a zone file."),
  RESOLVER(
      "resolver",
      "",
      "an object",
      "An `io.github.mailclad.dns.SecureResolver` that is asked instead of DNS servers, for addresses whatever `dane` says. One that the application wrote is the only one that is asked: a host of which it knows no address, `localhost` too, is not contacted, and a proxy gets one of its addresses. A `ValidatingResolver` knows the DNS, and the platform finds the hosts that are not there."),
  ACCOUNT_STORE(
      "account-store",
      "",
      "a folder name, file:, or an object",
      "Where what accounts once saw is remembered: their servers, that there was TLS and who vouched for them, and what a person decided. A folder of this machine, which several processes may share, or as an object an `io.github.mailclad.account.AccountStore`, for example a `JdbcAccountStore` that a fleet of machines shares. Unset, it is remembered as long as the application runs. What cannot be read or believed is a refusal."),
  LISTENER(
      "listener",
      "",
      "an object",
      "An `io.github.mailclad.SecurityListener` that is told of every connection, every refusal, and whatever else somebody should know of."),
  SETTING_NAMES(
      "setting-names",
      "each key is its own name",
      "an object",
      "An `io.github.mailclad.SettingNames` that knows under which name, and where, a person wrote a session property. Refusals and log lines name settings by it. For frameworks that make session properties out of their own configuration.");

  private static final String ROOM = "security.";

  private final String key;
  private final String defaultValue;
  private final String choices;
  private final String sentence;

  PolicyKey(String key, String defaultValue, String choices, String sentence) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.choices = choices;
    this.sentence = sentence;
  }

  /** The key without its prefix. */
  public String key() {
    return key;
  }

  /** The key as it follows {@code mail.} or {@code mail.<protocol>.}. */
  public String suffix() {
    return ROOM + key;
  }

  /** What holds when nothing is set; empty for nothing. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What can be set. */
  public String choices() {
    return choices;
  }

  /** What it does, in Markdown. */
  public String sentence() {
    return sentence;
  }

  /** The setting of exactly that key. */
  public static Optional<PolicyKey> of(String key) {
    return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
  }

  /** The setting whose key is most like that text, for a person who mistyped it. */
  public static PolicyKey nearest(String key) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(k -> editDistance(k.key, key)))
        .orElseThrow();
  }

  /** Levenshtein distance; keys that people type are short, and what is longer is cut. */
  private static int editDistance(String a, String typed) {
    String b = typed.substring(0, Math.min(typed.length(), 64));
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
