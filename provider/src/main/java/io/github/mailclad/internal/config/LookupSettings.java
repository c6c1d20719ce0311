package io.github.mailclad.internal.config;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.config.LookupRules.Source;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.dns.Validation;
import io.github.mailclad.refusal.SettingProblem;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of what is looked up: discovery, DANE, DNS.
 *
 * @param values reads each of them
 * @param problem is told of everything that is wrong beside a value
 */
record LookupSettings(SettingValues values, Consumer<SettingProblem> problem) {
  private static final List<PolicyKey> OF_DNS =
      List.of(PolicyKey.DNS_SERVERS, PolicyKey.DNS_VALIDATION, PolicyKey.DNS_ANCHORS);
  private static final int DNS_PORT = 53;
  private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([^\\]]+)\\](?::(\\d{1,5}))?");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("([^:]+):(\\d{1,5})");

  /** The rules; what cannot be read has its default, and was told. */
  LookupRules rules() {
    LookupRules defaults = LookupRules.byDefault();
    return new LookupRules(
        source(),
        values
            .value(PolicyKey.CONFIRMED_TARGETS, LookupSettings::hosts)
            .orElse(defaults.confirmedTargets()),
        values.choice(PolicyKey.SRV_LOOKUP, SrvUse.values()).orElse(defaults.srvUse()),
        values
            .value(PolicyKey.DISCOVERED_USER, LookupSettings::userNames)
            .orElse(defaults.userNames()));
  }

  /** What the account makes of TLSA records, where the properties say it. */
  Optional<DanePolicy> dane() {
    Optional<DanePolicy.Mode> mode = values.choice(PolicyKey.DANE, DanePolicy.Mode.values());
    Optional<Set<TlsaUsage>> usages = values.value(PolicyKey.DANE_USAGES, LookupSettings::usages);
    if (mode.isEmpty() && usages.isEmpty()) {
      return Optional.empty();
    }
    DanePolicy policy = DanePolicy.of(mode.orElse(DanePolicy.Mode.PREFER));
    return Optional.of(usages.map(policy::accepting).orElse(policy));
  }

  private Source source() {
    Optional<SecureResolver> given =
        values.value(
            PolicyKey.RESOLVER,
            s -> s.value() instanceof SecureResolver r ? Optional.of(r) : Optional.empty());
    Optional<List<InetSocketAddress>> servers =
        values.value(PolicyKey.DNS_SERVERS, LookupSettings::servers);
    Optional<Validation> validation = values.choice(PolicyKey.DNS_VALIDATION, Validation.values());
    Optional<Path> anchors =
        values
            .effective()
            .apply(PolicyKey.DNS_ANCHORS)
            .flatMap(setting -> values.path(setting, PolicyKey.DNS_ANCHORS));
    List<InetSocketAddress> asked = servers.orElse(List.of());
    if (validation.equals(Optional.of(Validation.BY_SERVER)) && !areOnThisMachine(asked)) {
      tell(
          PolicyKey.DNS_VALIDATION,
          "would believe whoever is on the way to the DNS servers",
          "name a validating server on this machine in dns-servers, or set it to local");
    }
    if (given.isPresent()) {
      OF_DNS.forEach(
          key -> tell(key, "has no effect beside a resolver", "remove it, or the resolver"));
      return new Source.Given(given.get());
    }
    return servers.isEmpty() && validation.isEmpty() && anchors.isEmpty()
        ? new Source.Unconfigured()
        : new Source.Dns(asked, validation.orElse(Validation.LOCAL), anchors.orElse(null));
  }

  private static boolean areOnThisMachine(List<InetSocketAddress> servers) {
    return !servers.isEmpty()
        && servers.stream().allMatch(server -> server.getAddress().isLoopbackAddress());
  }

  private void tell(PolicyKey key, String what, String remedy) {
    values
        .effective()
        .apply(key)
        .ifPresent(setting -> problem.accept(new SettingProblem(setting.key(), what, remedy)));
  }

  private static List<String> words(Setting setting) {
    return Arrays.stream(setting.text().orElse("").split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Optional<Set<String>> hosts(Setting setting) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String word : words(setting)) {
      Optional<Identifier.DnsId> host = Host.parse(word).flatMap(Host::name);
      if (host.isEmpty()) {
        return Optional.empty();
      }
      hosts.add(host.get().name());
    }
    return hosts.isEmpty() ? Optional.empty() : Optional.of(hosts);
  }

  private static Optional<UserNames> userNames(Setting setting) {
    List<String> words =
        words(setting).stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    if (words.equals(List.of("address"))) {
      return Optional.of(UserNames.ADDRESS);
    }
    return words.equals(List.of("address", "local-part"))
        ? Optional.of(UserNames.ADDRESS_THEN_LOCAL_PART)
        : Optional.empty();
  }

  private static Optional<Set<TlsaUsage>> usages(Setting setting) {
    Set<TlsaUsage> usages = EnumSet.noneOf(TlsaUsage.class);
    for (String word : words(setting)) {
      Optional<TlsaUsage> usage =
          Arrays.stream(TlsaUsage.values())
              .filter(u -> u.toString().equals(word.toUpperCase(Locale.ROOT)))
              .findFirst();
      if (usage.isEmpty()) {
        return Optional.empty();
      }
      usages.add(usage.get());
    }
    return usages.isEmpty() ? Optional.empty() : Optional.of(usages);
  }

  private static Optional<List<InetSocketAddress>> servers(Setting setting) {
    if (PolicyReader.word(setting).equals(PolicyKey.DNS_SERVERS.defaultValue())) {
      return Optional.of(List.of());
    }
    List<Optional<InetSocketAddress>> servers =
        words(setting).stream().map(LookupSettings::server).toList();
    return servers.isEmpty() || servers.contains(Optional.<InetSocketAddress>empty())
        ? Optional.empty()
        : Optional.of(servers.stream().flatMap(Optional::stream).toList());
  }

  /** An address with or without a port; a name would have to be looked up first. */
  private static Optional<InetSocketAddress> server(String word) {
    Matcher v6 = IPV6_AND_PORT.matcher(word);
    if (v6.matches()) {
      return server(v6.group(1), Optional.ofNullable(v6.group(2)));
    }
    Matcher v4 = IPV4_AND_PORT.matcher(word);
    return v4.matches()
        ? server(v4.group(1), Optional.of(v4.group(2)))
        : server(word, Optional.empty());
  }

  private static Optional<InetSocketAddress> server(String address, Optional<String> port) {
    int number = port.map(Integer::valueOf).orElse(DNS_PORT);
    return number >= 1 && number <= 65535
        ? Host.parse(address)
            .flatMap(Host::address)
            .map(ip -> new InetSocketAddress(ip.address(), number))
        : Optional.empty();
  }
}
