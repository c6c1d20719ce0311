package io.github.mailclad.spring.observe;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The newest connection, refusal and objection of a profile of each service of every entry. In
 * memory only, and bounded: 1000 entries, of which the one with the oldest event is dropped first.
 * Thread-safe.
 *
 * <p>An application injects the bean of this type: {@code journal.service("support",
 * MailProtocol.IMAP).last()}.
 */
public final class ConnectionJournal implements AccountListener {
  private static final int MOST_ENTRIES = 1000;

  private final Clock clock;

  /** The services of each entry; the entry with the newest event last. Guarded by itself. */
  private final Map<String, Map<MailProtocol, KnownService>> entries = new LinkedHashMap<>();

  /** Creates an empty journal. */
  public ConnectionJournal(Clock clock) {
    this.clock = clock;
  }

  @Override
  public SecurityListener of(String entry) {
    return new SecurityListener() {
      @Override
      public void onConnected(ConnectionSecurity security) {
        add(new ConnectionSecured(entry, clock.instant(), security));
      }

      @Override
      public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
        add(new ConnectionRefused(entry, clock.instant(), service, endpoint, refusal));
      }

      @Override
      public void onSecurityEvent(SecurityEvent event) {
        if (event instanceof SecurityEvent.ProfileObjection objection) {
          update(entry, objection.service(), known -> known.after(objection));
        }
      }
    };
  }

  private void add(ConnectionEvent event) {
    update(event.entry(), event.service(), known -> known.after(event));
  }

  private void update(String entry, MailService service, UnaryOperator<KnownService> change) {
    synchronized (entries) {
      Map<MailProtocol, KnownService> before = entries.remove(entry);
      Map<MailProtocol, KnownService> services =
          before == null ? new EnumMap<>(MailProtocol.class) : before;
      services.put(
          service.protocol(),
          change.apply(services.getOrDefault(service.protocol(), KnownService.UNKNOWN)));
      entries.put(entry, services);
      if (entries.size() > MOST_ENTRIES) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
  }

  /**
   * Returns the newest events of a service.
   *
   * @param entry the name of the entry
   * @param protocol the protocol of the service, with either TLS start
   */
  public KnownService service(String entry, MailProtocol protocol) {
    return services(entry).getOrDefault(protocol, KnownService.UNKNOWN);
  }

  private Map<MailProtocol, KnownService> services(String entry) {
    synchronized (entries) {
      return Map.copyOf(entries.getOrDefault(entry, Map.of()));
    }
  }

  /**
   * Returns the indicator to show to a person for an entry as a whole: the worst of its services,
   * and of the others that its session was used for. A service that was not connected to, or whose
   * newest attempt was refused, is {@link SecurityIndicator#UNKNOWN_NOT_CONNECTED}.
   */
  public SecurityIndicator indicator(MailEntry entry) {
    Map<MailProtocol, KnownService> known = services(entry.name());
    return SecurityIndicator.worst(
        Stream.concat(entry.services().keySet().stream(), known.keySet().stream())
            .map(protocol -> known.getOrDefault(protocol, KnownService.UNKNOWN).indicator())
            .toList());
  }
}
