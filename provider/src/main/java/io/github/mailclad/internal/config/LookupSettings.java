package io.github.mailclad.internal.config;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.dns.Validation;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of look-ups: discovery, DANE, DNS.
 *
 * @param reading the reading of all settings
 */
record LookupSettings(SettingReader reading) {
  private static final List<Key<?>> OF_DNS =
      List.of(LookupKeys.DNS_SERVERS, LookupKeys.DNS_VALIDATION, LookupKeys.DNS_ANCHORS);

  /** Returns the rules; an unreadable value is reported as a problem, and the default is used. */
  LookupRules rules() {
    return new LookupRules(
        source(),
        reading.get(LookupKeys.CONFIRMED_TARGETS),
        reading.get(LookupKeys.SRV_LOOKUP),
        reading.get(LookupKeys.DISCOVERED_USER),
        reading.get(LookupKeys.DISCOVERY),
        directory());
  }

  private @Nullable URI directory() {
    Optional<URI> directory = reading.find(LookupKeys.DISCOVERY_DIRECTORY);
    if (directory.isPresent() && reading.get(LookupKeys.DISCOVERY) != Kinds.ALL) {
      problem(
          LookupKeys.DISCOVERY_DIRECTORY,
          "has no effect unless all sources are asked",
          "set discovery=all, or remove it");
    }
    return directory.orElse(null);
  }

  /** Returns the account's use of TLSA records; empty if the properties do not set it. */
  Optional<DanePolicy> dane() {
    Optional<DanePolicy.Mode> mode = reading.find(LookupKeys.DANE);
    Optional<Set<TlsaUsage>> usages = reading.find(LookupKeys.DANE_USAGES);
    if (mode.isEmpty() && usages.isEmpty()) {
      return Optional.empty();
    }
    DanePolicy policy = DanePolicy.of(mode.orElse(DanePolicy.Mode.PREFER));
    return Optional.of(usages.map(policy::accepting).orElse(policy));
  }

  private DnsSource source() {
    Optional<SecureResolver> given = reading.find(LookupKeys.RESOLVER);
    Optional<List<InetSocketAddress>> servers = reading.find(LookupKeys.DNS_SERVERS);
    Optional<Validation> validation = reading.find(LookupKeys.DNS_VALIDATION);
    Optional<Path> anchors = reading.find(LookupKeys.DNS_ANCHORS);
    List<InetSocketAddress> asked = servers.orElse(List.of());
    if (validation.equals(Optional.of(Validation.BY_SERVER)) && !areOnThisMachine(asked)) {
      problem(
          LookupKeys.DNS_VALIDATION,
          "would trust every machine on the way to the DNS servers",
          "name a validating server on this machine in dns-servers, or set it to local");
    }
    if (given.isPresent()) {
      OF_DNS.forEach(
          key -> problem(key, "has no effect beside a resolver", "remove it, or the resolver"));
      return new DnsSource.OwnResolver(given.get());
    }
    return servers.isEmpty() && validation.isEmpty() && anchors.isEmpty()
        ? new DnsSource.NotConfigured()
        : new DnsSource.Servers(asked, validation.orElse(Validation.LOCAL), anchors.orElse(null));
  }

  private static boolean areOnThisMachine(List<InetSocketAddress> servers) {
    return !servers.isEmpty()
        && servers.stream().allMatch(server -> server.getAddress().isLoopbackAddress());
  }

  private void problem(Key<?> key, String problem, String remedy) {
    reading.setting(key).ifPresent(setting -> reading.problem(setting.key(), problem, remedy));
  }
}
