package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.GivenAnchors;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.text.Escaped;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The parsers of single settings. Each throws an {@link IllegalArgumentException} for a value that
 * is not one of the choices.
 */
final class SettingParsers {
  /** The value for the anchors of the platform. */
  static final String PLATFORM = "platform";

  /** The value for the DNS servers of the system. */
  static final String SYSTEM = "system";

  private static final String STORED = "stored";
  private static final Parser<Set<Exposure>> EXPOSURES = Parser.words(Exposure.values());
  private static final String DNS_PORT = "53";
  private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([^\\]]+)\\](?::(\\d{1,5}))?");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("([^:]+):(\\d{1,5})");

  private static final Pattern TENANT =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern SCOPE_TOKEN = Pattern.compile("[!#-\\[\\]-~]+");

  private SettingParsers() {}

  /**
   * Returns the source of the anchors.
   *
   * @throws IllegalArgumentException if the value does not name a source
   */
  static AnchorSource anchors(Setting setting) {
    if (setting.value().equals(PLATFORM)) {
      return new PlatformAnchors();
    }
    if (setting.value() instanceof String) {
      return new AnchorFile(Parser.location().parse(setting), null);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object item :
        setting.value() instanceof KeyStore store
            ? trustedEntries(store)
            : Parser.elements(setting.value())) {
      if (!(item instanceof X509Certificate certificate)) {
        throw new IllegalArgumentException();
      }
      certificates.add(certificate);
    }
    return new GivenAnchors(certificates);
  }

  private static List<Object> trustedEntries(KeyStore store) {
    try {
      List<Object> entries = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          entries.add(store.getCertificate(alias));
        }
      }
      return entries;
    } catch (KeyStoreException e) {
      return List.of();
    }
  }

  static Crls crls(Setting setting) {
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

  static Object clientCertificate(Setting setting) {
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

  static Optional<AccountPin> accountPin(String text) {
    return text.equalsIgnoreCase(STORED) ? Optional.empty() : Optional.of(AccountPin.parse(text));
  }

  static Set<Exposure> exposures(Setting setting) {
    return setting.text().filter(text -> Parser.wordsIn(text).isEmpty()).isPresent()
        ? Set.of()
        : EXPOSURES.parse(setting);
  }

  /** Returns the text, which is a line without white space around it. */
  static String oneLine(String text) {
    if (text.isBlank() || !text.strip().equals(text)) {
      throw new UnusableValue("is empty, or has white space around it");
    }
    if (Escaped.hasControl(text)) {
      throw new UnusableValue("has a control character");
    }
    return text;
  }

  /** Returns an absolute {@code https} address with a host. */
  static URI httpsAddress(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      throw new UnusableValue("is not an address");
    }
    if (!"https".equals(address.getScheme())) {
      throw new UnusableValue("does not begin with https:");
    }
    if (address.getHost() == null
        || Host.parse(address.getHost()).isEmpty()
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new UnusableValue("has no host, or a part that such an address does not have");
    }
    if (address.getPort() == 0 || address.getPort() > 65535) {
      throw new UnusableValue("has no valid port");
    }
    return address;
  }

  /** Returns the address of an issuer, which has no query (RFC 8414, section 2). */
  static URI issuer(String text) {
    URI address = httpsAddress(text);
    if (address.getRawQuery() != null) {
      throw new UnusableValue("has a query, and issuers have none");
    }
    return address;
  }

  static String tenant(String text) {
    if (!TENANT.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** Returns the tokens of a scope (RFC 6749, section 3.3). */
  static List<String> scope(String text) {
    List<String> words =
        Arrays.stream(text.split("\\s+", 0)).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || !words.stream().allMatch(word -> SCOPE_TOKEN.matcher(word).matches())) {
      throw new IllegalArgumentException();
    }
    return words;
  }

  static String dnsName(String word) {
    return Host.parse(word)
        .flatMap(Host::name)
        .map(Identifier.DnsId::name)
        .orElseThrow(IllegalArgumentException::new);
  }

  static UserNames userNames(String text) {
    List<String> words = Parser.wordsIn(text.toLowerCase(Locale.ROOT));
    if (words.equals(List.of("address"))) {
      return UserNames.ADDRESS;
    }
    if (words.equals(List.of("address", "local-part"))) {
      return UserNames.ADDRESS_THEN_LOCAL_PART;
    }
    throw new IllegalArgumentException();
  }

  /** Returns an address to whose end a domain can be appended. */
  static URI directory(String text) {
    URI address = URI.create(text.strip());
    boolean usable =
        "https".equals(address.getScheme())
            && address.getHost() != null
            && address.getRawUserInfo() == null
            && address.getRawQuery() == null
            && address.getRawFragment() == null
            && String.valueOf(address.getRawPath()).endsWith("/");
    if (!usable) {
      throw new IllegalArgumentException();
    }
    return address;
  }

  static ConfiguredStore store(Setting setting) {
    return setting.value() instanceof AccountStore store
        ? new ConfiguredStore(store, "the account store")
        : new ConfiguredStore(FolderAccountStore.in(Parser.path().parse(setting)), setting.key());
  }

  /**
   * Returns the servers; an empty list for those of the system.
   *
   * @throws IllegalArgumentException if the text has no address, or something other than addresses
   */
  static List<InetSocketAddress> dnsServers(String text) {
    if (text.equalsIgnoreCase(SYSTEM)) {
      return List.of();
    }
    List<InetSocketAddress> servers =
        Parser.wordsIn(text).stream().map(SettingParsers::server).toList();
    if (servers.isEmpty()) {
      throw new IllegalArgumentException();
    }
    return servers;
  }

  /**
   * Returns the server of an address with or without a port. A host name is not accepted, because
   * it would need a look-up first.
   */
  private static InetSocketAddress server(String word) {
    Matcher v6 = IPV6_AND_PORT.matcher(word);
    if (v6.matches()) {
      return server(v6.group(1), Optional.ofNullable(v6.group(2)).orElse(DNS_PORT));
    }
    Matcher v4 = IPV4_AND_PORT.matcher(word);
    return v4.matches() ? server(v4.group(1), v4.group(2)) : server(word, DNS_PORT);
  }

  private static InetSocketAddress server(String address, String port) {
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException();
    }
    return Host.parse(address)
        .flatMap(Host::address)
        .map(ip -> new InetSocketAddress(ip.address(), number))
        .orElseThrow(IllegalArgumentException::new);
  }
}
