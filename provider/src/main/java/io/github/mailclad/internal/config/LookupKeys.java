package io.github.mailclad.internal.config;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.dns.Validation;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of DANE, discovery and DNS. */
public final class LookupKeys {
  private static final String SYSTEM = "system";
  private static final String DNS_PORT = "53";
  private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([^\\]]+)\\](?::(\\d{1,5}))?");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("([^:]+):(\\d{1,5})");

  private LookupKeys() {}

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
              Parser.list(LookupKeys::dnsName),
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
              Parser.text(LookupKeys::directory),
              "an https address that ends with a slash",
              "A directory of autoconfig files, the last source of `discovery=all`.",
              "The domain of `mail.<protocol>.user` is appended. The directory does not learn the address.")
          .quoted();

  public static final Key<UserNames> DISCOVERED_USER =
      Key.of(
              "discovered-user",
              Parser.text(LookupKeys::userNames),
              "address; or address, local-part",
              "The user names for a login at a server that was discovered (RFC 6186, section 4).",
              "`address`: the address only.",
              "`address, local-part`: the address. If the server rejects it, the part before its `@`, once.")
          .byDefault(LookupRules.byDefault().userNames(), "address, local-part")
          .quoted();

  public static final Key<List<InetSocketAddress>> DNS_SERVERS =
      Key.of(
              "dns-servers",
              Parser.text(LookupKeys::dnsServers),
              "system, or addresses with or without a port, separated by commas or white space",
              "The DNS servers that are asked for SRV, TLSA, TXT and address records.",
              "Their answers count only as far as signatures prove them.",
              "Not for the addresses of token servers and web servers: the platform knows them.")
          .byDefault(List.of(), SYSTEM)
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

  static final List<Key<?>> ALL =
      List.of(
          DANE,
          DANE_USAGES,
          CONFIRMED_TARGETS,
          SRV_LOOKUP,
          DISCOVERY,
          DISCOVERY_DIRECTORY,
          DISCOVERED_USER,
          DNS_SERVERS,
          DNS_VALIDATION,
          DNS_ANCHORS,
          RESOLVER);

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
        Parser.wordsIn(text).stream().map(LookupKeys::server).toList();
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
