package io.github.mailclad.account;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.DiscoveredServers.DiscoveredServer;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.dns.DnssecStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An account as named fields, each a text. A null value has no field. A list has a field with its
 * size, and its entries are numbered from 1.
 */
final class StateFields {
  private final SortedMap<String, String> fields = new TreeMap<>();

  private StateFields() {}

  /** Returns the fields of an account. */
  static SortedMap<String, String> of(AccountState state) {
    StateFields fields = new StateFields();
    fields.put("account", state.account());
    fields.put("revision", state.revision());
    fields.put("policy-version", state.policyVersion());
    DisabledMinimum disabled = state.disabled();
    if (disabled != null) {
      fields.put("disabled.at", disabled.at());
      fields.put("disabled.warning", disabled.warning());
    }
    fields.put(
        "services",
        state.services().stream()
            .map(s -> s.service().srvLabel())
            .collect(Collectors.joining(" ")));
    state.services().forEach(s -> fields.put(s.service().srvLabel() + ".", s));
    return fields.fields;
  }

  private void put(String in, ServiceState service) {
    put(in + "upgrade-declined", service.upgradeDeclined());
    DiscoveredServers discovered = service.discovered();
    if (discovered != null) {
      put(in + "discovered.domain", discovered.sourceDomain());
      put(in + "discovered.user", discovered.userName());
      put(in + "discovered.refreshed", discovered.refreshed());
      put(in + "discovered.servers", discovered.inOrder().size());
      for (int i = 0; i < discovered.inOrder().size(); i++) {
        put(in + "discovered." + (i + 1) + ".", discovered.inOrder().get(i));
      }
    }
    put(in + "servers", service.servers().size());
    for (int i = 0; i < service.servers().size(); i++) {
      put(in + "server." + (i + 1) + ".", service.servers().get(i));
    }
  }

  private void put(String in, DiscoveredServer server) {
    put(in + "service", server.service().srvLabel());
    put(in + "host", server.host());
    put(in + "port", server.port());
    put(in + "srv-status", server.srvStatus());
    put(in + "voucher", server.approval());
  }

  private void put(String in, ServerState server) {
    put(in + "host", server.host());
    put(in + "port", server.port());
    put(in + "established", server.established());
    Observation seen = server.seen();
    if (seen != null) {
      put(in + "seen.at", seen.at());
      put(in + "seen.best", seen.best());
      put(in + "seen.start", seen.start());
      put(in + "seen.evidence", seen.evidence());
      put(in + "seen.key", seen.key());
      put(in + "seen.issuer", seen.issuer());
      put(in + "seen.tlsa-status", seen.tlsaStatus());
      put(in + "seen.tlsa-records", seen.tlsaRecords());
    }
    PinnedCertificate pin = server.pin();
    if (pin != null) {
      put(in + "pin.certificate", pin.certificate());
      put(in + "pin.at", pin.at());
      put(in + "pin.warning", pin.warning());
    }
  }

  private void put(String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value instanceof Enum<?> e ? e.name() : value.toString());
    }
  }

  /**
   * Returns the account that has these fields.
   *
   * @throws IllegalArgumentException if one is missing, is not known, or has an invalid value
   */
  static AccountState state(Map<String, String> fields) {
    return new Reading(new TreeMap<>(fields)).account();
  }

  /** The fields that were not read yet; at the end none may be left. */
  private record Reading(SortedMap<String, String> left) {

    AccountState account() {
      String account = text("account");
      long revision = value("revision", Long::valueOf);
      int policyVersion = number("policy-version");
      Instant disabledAt = optional("disabled.at", Instant::parse);
      DisabledMinimum disabled =
          disabledAt == null ? null : new DisabledMinimum(disabledAt, text("disabled.warning"));
      String services = text("services");
      List<ServiceState> states =
          services.isEmpty()
              ? List.of()
              : Arrays.stream(services.split(" ", -1)).map(this::service).toList();
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("it has an unknown field, " + left.firstKey());
      }
      return new AccountState(account, revision, policyVersion, disabled, states);
    }

    private ServiceState service(String label) {
      MailService service = labelled(label);
      String in = label + ".";
      return new ServiceState(
          service, discovered(in + "discovered."), servers(in), instant(in + "upgrade-declined"));
    }

    private @Nullable DiscoveredServers discovered(String in) {
      String domain = optional(in + "domain", Function.identity());
      if (domain == null) {
        return null;
      }
      String user = text(in + "user");
      Instant refreshed = value(in + "refreshed", Instant::parse);
      int count = count(in + "servers", DiscoveredServers.MOST);
      return new DiscoveredServers(
          domain,
          user,
          refreshed,
          IntStream.rangeClosed(1, count).mapToObj(i -> discoveredServer(in + i + ".")).toList());
    }

    private DiscoveredServer discoveredServer(String in) {
      return new DiscoveredServer(
          value(in + "service", Reading::labelled),
          text(in + "host"),
          number(in + "port"),
          value(in + "srv-status", DnssecStatus::valueOf),
          value(in + "voucher", Approval::valueOf));
    }

    private List<ServerState> servers(String in) {
      int count = count(in + "servers", ServiceState.MOST_SERVERS);
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> server(in + "server." + i + "."))
          .toList();
    }

    private ServerState server(String in) {
      return new ServerState(
          text(in + "host"),
          number(in + "port"),
          instant(in + "established"),
          seen(in + "seen."),
          pin(in + "pin."));
    }

    private @Nullable Observation seen(String in) {
      Instant at = instant(in + "at");
      return at == null
          ? null
          : new Observation(
              at,
              value(in + "best", ConfidentialityLevel::valueOf),
              value(in + "start", TlsStart::valueOf),
              value(in + "evidence", Evidence::valueOf),
              optional(in + "key", Function.identity()),
              optional(in + "issuer", Function.identity()),
              optional(in + "tlsa-status", DnssecStatus::valueOf),
              optional(in + "tlsa-records", Function.identity()));
    }

    private @Nullable PinnedCertificate pin(String in) {
      Instant at = instant(in + "at");
      return at == null
          ? null
          : new PinnedCertificate(
              value(in + "certificate", AccountPin::parse), at, text(in + "warning"));
    }

    private String text(String key) {
      return value(key, Function.identity());
    }

    private int number(String key) {
      return value(key, Integer::valueOf);
    }

    private int count(String key, int most) {
      int count = number(key);
      if (count < 0 || count > most) {
        throw new IllegalArgumentException("its " + key + " are not 0 to " + most);
      }
      return count;
    }

    private @Nullable Instant instant(String key) {
      return optional(key, Instant::parse);
    }

    private <T> T value(String key, Function<String, T> parse) {
      T value = optional(key, parse);
      if (value == null) {
        throw new IllegalArgumentException("it has no field " + key);
      }
      return value;
    }

    private <T> @Nullable T optional(String key, Function<String, T> parse) {
      String text = left.remove(key);
      if (text == null) {
        return null;
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalArgumentException("its field " + key + " has an invalid value", e);
      }
    }

    private static MailService labelled(String label) {
      return Arrays.stream(MailService.values())
          .filter(service -> service.srvLabel().equals(label))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("it names an unknown service"));
    }
  }
}
