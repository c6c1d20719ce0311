package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.github.mailclad.spring.observe.ConnectionSecured;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of connections:
 *
 * <ul>
 *   <li>{@code mailclad.connections}, a counter of the connections that were opened, by {@code
 *       entry}, {@code service}, {@code tls.protocol.version}, {@code tls.curve}, {@code
 *       tls.resumed} and {@code level}; {@code none} stands for TLS that was not judged, {@code
 *       unknown} for a group that is not known;
 *   <li>{@code mailclad.refusals}, a counter of those that were refused, by {@code entry}, {@code
 *       service} and {@code error.type}, the code of the refusal;
 *   <li>{@code mailclad.profile.objections}, a counter of the opened connections that {@code
 *       profile=modern} would refuse, during its dry run, by the same;
 *   <li>{@code mailclad.handshake}, a timer of TLS handshakes, the verdict included, also of
 *       refused ones, by {@code entry} and {@code service};
 *   <li>{@code mailclad.verdict}, a timer of the verdicts about servers, by the same;
 *   <li>{@code mailclad.login}, a timer of logins, by {@code entry}, {@code service}, {@code
 *       sasl.mechanism} and {@code result} ({@code accepted} or {@code rejected});
 *   <li>{@code mailclad.resumption.ratio}, a gauge from 0 to 1: how many of the connections with
 *       TLS resumed an earlier session, since the start, by {@code entry};
 *   <li>{@code mailclad.certificate.expiry}, a gauge in days until the certificate that a service
 *       presented last is no longer valid, negative afterwards, by {@code entry} and {@code
 *       service}, for the entries of the {@link MailInventory}.
 * </ul>
 *
 * The entry is a name from the application's configuration or a bean's, and the service is one of
 * six: there are no users, addresses or hosts among the tags. What happens before the registries
 * are ready, as a connection test at start-up does, is not counted. Thread-safe.
 */
final class ConnectionMeters implements AccountListener, MeterBinder {
  private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

  private final MailInventory inventory;
  private final ConnectionJournal journal;
  private final Clock clock;
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

  /** All gauges; guarded by itself. */
  private final Map<Gauged, ToDoubleFunction<ConnectionMeters>> gauges = new LinkedHashMap<>();

  /** By entry; guarded by the gauges. */
  private final Map<String, Resumptions> resumptions = new LinkedHashMap<>();

  private record Gauged(String name, String unit, String description, Tags tags) {}

  private record Resumptions(LongAdder full, LongAdder resumed) {
    double ratio() {
      double all = (double) full.sum() + resumed.sum();
      return all == 0 ? Double.NaN : resumed.sum() / all;
    }
  }

  /**
   * Creates meters that have no registry yet.
   *
   * @param journal the source of the certificates
   */
  ConnectionMeters(MailInventory inventory, ConnectionJournal journal, Clock clock) {
    this.inventory = inventory;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    synchronized (gauges) {
      registries.add(registry);
      gauges.forEach((gauged, value) -> register(gauged, value, registry));
    }
  }

  @Override
  public SecurityListener of(String entry) {
    return new SecurityListener() {
      @Override
      public void onConnected(ConnectionSecurity security) {
        secured(entry, security);
      }

      @Override
      public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
        count(
            "mailclad.refusals",
            "Connections to mail servers that were refused",
            tags(entry, service).and("error.type", refusal.code()));
      }

      @Override
      public void onSecurityEvent(SecurityEvent event) {
        if (event instanceof SecurityEvent.ProfileObjection objection) {
          count(
              "mailclad.profile.objections",
              "Connections to mail servers that profile=modern would refuse",
              tags(entry, objection.service()).and("error.type", objection.refusal().code()));
        }
      }

      @Override
      public void onHandshakeEnded(HandshakeTimes times) {
        Tags tags = tags(entry, times.service());
        time("mailclad.handshake", "TLS handshakes with mail servers", tags, times.handshake());
        if (!times.verdict().isZero()) {
          time("mailclad.verdict", "Verdicts about mail servers", tags, times.verdict());
        }
      }

      @Override
      public void onLoginEnded(LoginTimes times) {
        Tags tags =
            tags(entry, times.service())
                .and("sasl.mechanism", times.mechanism(), "result", word(times.result()));
        time("mailclad.login", "Logins at mail servers", tags, times.login());
      }
    };
  }

  private void secured(String entry, ConnectionSecurity security) {
    Optional<NegotiatedTls> tls = Optional.ofNullable(security.tls());
    Tags tags =
        tags(entry, security.service())
            .and("tls.protocol.version", tls.map(t -> t.version().number()).orElse("none"))
            .and("tls.curve", tls.map(t -> orUnknown(t.group())).orElse("none"))
            .and("tls.resumed", tls.map(t -> resumed(t.handshake())).orElse("none"))
            .and("level", word(security.level()));
    count("mailclad.connections", "Connections to mail servers that were opened", tags);
    tls.ifPresent(agreed -> resumption(entry, agreed.handshake()));
    if (inventory.entry(entry).isPresent()) {
      gaugeExpiry(entry, security.service());
    }
  }

  private static Tags tags(String entry, MailService service) {
    return Tags.of("entry", entry, "service", service.srvLabel());
  }

  private static String orUnknown(@Nullable String group) {
    return Objects.requireNonNullElse(group, "unknown");
  }

  private static String resumed(NegotiatedTls.Handshake handshake) {
    return Boolean.toString(handshake == NegotiatedTls.Handshake.RESUMED);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void count(String name, String description, Tags tags) {
    each(
        registry ->
            Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment());
  }

  private void time(String name, String description, Tags tags, Duration taken) {
    each(
        registry ->
            Timer.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .record(taken));
  }

  private void each(Consumer<MeterRegistry> use) {
    registries.forEach(use);
  }

  private void resumption(String entry, NegotiatedTls.Handshake handshake) {
    Resumptions counted;
    synchronized (gauges) {
      counted =
          resumptions.computeIfAbsent(
              entry, name -> new Resumptions(new LongAdder(), new LongAdder()));
    }
    (handshake == NegotiatedTls.Handshake.RESUMED ? counted.resumed() : counted.full()).increment();
    gauge(
        new Gauged(
            "mailclad.resumption.ratio",
            "ratio",
            "Connections that resumed an earlier TLS session",
            Tags.of("entry", entry)),
        meters -> counted.ratio());
  }

  private void gaugeExpiry(String entry, MailService service) {
    gauge(
        new Gauged(
            "mailclad.certificate.expiry",
            "days",
            "Time until the certificate of a mail server ends",
            tags(entry, service)),
        meters -> meters.daysLeft(entry, service));
  }

  private void gauge(Gauged gauged, ToDoubleFunction<ConnectionMeters> value) {
    synchronized (gauges) {
      if (gauges.putIfAbsent(gauged, value) == null) {
        each(registry -> register(gauged, value, registry));
      }
    }
  }

  private void register(
      Gauged gauged, ToDoubleFunction<ConnectionMeters> value, MeterRegistry registry) {
    Gauge.builder(gauged.name(), this, value)
        .baseUnit(gauged.unit())
        .description(gauged.description())
        .tags(gauged.tags())
        .register(registry);
  }

  private double daysLeft(String entry, MailService service) {
    return journal
        .service(entry, service.protocol())
        .secured()
        .filter(secured -> secured.service() == service)
        .flatMap(ConnectionSecured::certificate)
        .map(c -> Duration.between(clock.instant(), c.notAfter()).toSeconds() / SECONDS_OF_A_DAY)
        .orElse(Double.NaN);
  }
}
