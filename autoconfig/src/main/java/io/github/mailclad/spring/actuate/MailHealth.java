package io.github.mailclad.spring.actuate;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Probe;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.observe.ConnectionEvent;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.github.mailclad.spring.observe.ConnectionRefused;
import io.github.mailclad.spring.observe.ConnectionSecured;
import io.github.mailclad.spring.observe.KnownService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The health of the connections of every entry, by their last known results; for the health API of
 * each Spring Boot line. It never logs in, and connects only if it is {@linkplain #probing
 * probing}. An application can inject the bean of this type.
 *
 * <p>A service is up if its newest connection or probe succeeded, down if it was refused or not
 * reached, and unknown before the first one. The whole is down if one service is down, up if one is
 * up and none is down, and unknown otherwise: a service that the application does not use stays
 * unknown, which is not a failure. A certificate that ends soon changes the details only.
 */
public final class MailHealth implements AutoCloseable {
  private final MailInventory inventory;
  private final ConnectionJournal journal;
  private final @Nullable CachedProbes probes;
  private final @Nullable Duration certificateWarning;
  private final Clock clock;

  /** The state of one service, or of all; named as Spring Boot's statuses. */
  public enum State {
    /** The newest attempt to connect succeeded. */
    UP,
    /** The newest attempt was refused, or did not reach a server. */
    DOWN,
    /** There was no attempt yet. */
    UNKNOWN
  }

  /**
   * The result of a check.
   *
   * @param state the state of all
   * @param details for each entry its services by protocol name, for each of them text and numbers
   */
  public record Verdict(State state, Map<String, Object> details) {
    public Verdict {
      details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
  }

  /** The state of one service, its time and its details. */
  private record Finding(State state, Instant at, Map<String, Object> details) {}

  /**
   * Creates the health of the entries of an inventory.
   *
   * @param certificateWarning the time before the end of a certificate from which it is reported;
   *     null for that of {@link CertificateSummary#warningTime}
   */
  public MailHealth(
      MailInventory inventory,
      ConnectionJournal journal,
      @Nullable Duration certificateWarning,
      Clock clock) {
    this(inventory, journal, certificateWarning, clock, /* probes= */ null);
  }

  private MailHealth(
      MailInventory inventory,
      ConnectionJournal journal,
      @Nullable Duration certificateWarning,
      Clock clock,
      @Nullable CachedProbes probes) {
    this.inventory = inventory;
    this.journal = journal;
    this.certificateWarning = certificateWarning;
    this.clock = clock;
    this.probes = probes;
  }

  /**
   * Returns the same health, which also connects to each server without credentials.
   *
   * @param interval the maximum age of a result before the next connection
   */
  public MailHealth probing(Duration interval) {
    return new MailHealth(
        inventory, journal, certificateWarning, clock, new CachedProbes(interval, clock));
  }

  /** Returns the current health. */
  public Verdict verdict() {
    List<MailEntry> entries = inventory.entries();
    if (probes != null) {
      probes.refresh(entries);
    }
    List<State> states = new ArrayList<>();
    Map<String, Object> details = new LinkedHashMap<>();
    for (MailEntry entry : entries) {
      details.put(entry.name(), services(entry, states));
    }
    return new Verdict(together(states), details);
  }

  private static State together(List<State> states) {
    if (states.contains(State.DOWN)) {
      return State.DOWN;
    }
    return states.contains(State.UP) ? State.UP : State.UNKNOWN;
  }

  private Map<String, Object> services(MailEntry entry, List<State> states) {
    Map<String, Object> details = new LinkedHashMap<>();
    entry
        .services()
        .forEach(
            (protocol, url) -> details.put(url.getProtocol(), service(entry, protocol, states)));
    return details;
  }

  private Map<String, Object> service(MailEntry entry, MailProtocol protocol, List<State> states) {
    KnownService known = journal.service(entry.name(), protocol);
    Optional<CachedProbes.Probed> probed = latest(entry, protocol);
    Optional<Finding> finding =
        newest(known.last().map(MailHealth::finding), probed.map(MailHealth::finding), Finding::at);
    State state = finding.map(Finding::state).orElse(State.UNKNOWN);
    states.add(state);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("status", state.name());
    finding.ifPresent(
        f -> {
          details.put("since", f.at().toString());
          details.putAll(f.details());
        });
    Optional<ConnectionSecured> reached = probed.flatMap(probe -> reached(entry, probe));
    newest(known.secured(), reached, ConnectionSecured::at)
        .flatMap(ConnectionSecured::certificate)
        .ifPresent(certificate -> certificate(certificate, details));
    return details;
  }

  private Optional<CachedProbes.Probed> latest(MailEntry entry, MailProtocol protocol) {
    return probes == null ? Optional.empty() : probes.latest(entry, protocol);
  }

  /** Returns the newer result; the probe's if both have the same time. */
  private static <T> Optional<T> newest(
      Optional<T> used, Optional<T> probed, Function<T, Instant> at) {
    return used.isPresent()
            && probed.isPresent()
            && at.apply(used.get()).isAfter(at.apply(probed.get()))
        ? used
        : probed.or(() -> used);
  }

  private static Finding finding(ConnectionEvent event) {
    return event instanceof ConnectionSecured secured
        ? opened(secured.at(), secured.security())
        : refused(event.at(), event.endpoint(), ((ConnectionRefused) event).refusal());
  }

  private static Finding finding(CachedProbes.Probed probed) {
    if (probed.result() instanceof Probe.Reached reached) {
      return opened(probed.at(), reached.security());
    }
    if (probed.result() instanceof Probe.Refused refused) {
      return refused(probed.at(), refused.endpoint(), refused.refusal());
    }
    Probe.Unreachable unreachable = (Probe.Unreachable) probed.result();
    return new Finding(State.DOWN, probed.at(), Map.of("problem", unreachable.problem()));
  }

  private static Finding opened(Instant at, ConnectionSecurity security) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("server", security.endpoint().toString());
    details.put("level", security.level().name().toLowerCase(Locale.ROOT));
    return new Finding(State.UP, at, details);
  }

  private static Finding refused(Instant at, @Nullable Endpoint endpoint, Refusal refusal) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (endpoint != null) {
      details.put("server", endpoint.toString());
    }
    details.put("code", refusal.code());
    details.put("summary", refusal.summary());
    return new Finding(State.DOWN, at, details);
  }

  private static Optional<ConnectionSecured> reached(MailEntry entry, CachedProbes.Probed probed) {
    return probed.result() instanceof Probe.Reached reached
        ? Optional.of(new ConnectionSecured(entry.name(), probed.at(), reached.security()))
        : Optional.empty();
  }

  private void certificate(CertificateSummary certificate, Map<String, Object> details) {
    TimeLeft left = TimeLeft.of(certificate, clock.instant());
    details.put("certificateNotAfter", certificate.notAfter().toString());
    details.put("certificateDaysLeft", left.days());
    Duration warning =
        certificateWarning == null
            ? CertificateSummary.warningTime(certificate.notBefore(), certificate.notAfter())
            : certificateWarning;
    if (left.duration().compareTo(warning) < 0) {
      details.put("expiresSoon", true);
    }
  }

  /** Ends the thread of the probes. */
  @Override
  public void close() {
    if (probes != null) {
      probes.close();
    }
  }

  @Override
  public String toString() {
    return probes == null ? "health of the last connections" : "health with " + probes;
  }
}
