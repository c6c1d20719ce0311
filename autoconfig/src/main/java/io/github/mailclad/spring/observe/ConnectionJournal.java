package io.github.mailclad.spring.observe;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is last known of the servers of every entry: when it was connected to, what the connection
 * got, and why it was refused. In memory only, and bounded: 16 servers for each of 1000 entries,
 * the longest unseen make room. Thread-safe.
 */
public final class ConnectionJournal implements AccountListener {
  private static final int MOST_ENTRIES = 1000;
  private static final int MOST_SERVERS = 16;

  private final Clock clock;

  /** The servers of each entry by host and port, the newest outcome last; guarded by itself. */
  private final Map<String, Map<String, KnownServer>> entries = new LinkedHashMap<>();

  /** A journal that knows nothing yet. */
  public ConnectionJournal(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void connected(String entry, ConnectionSecurity security) {
    add(entry, new Outcome.Opened(clock.instant(), security));
  }

  @Override
  public void refused(String entry, Endpoint endpoint, Refusal refusal) {
    add(entry, new Outcome.Refused(clock.instant(), endpoint, refusal));
  }

  /** Tells the service of a server that was refused. */
  @Override
  public void timed(String entry, HandshakeTimes times) {
    synchronized (entries) {
      Map<String, KnownServer> servers = entries.get(entry);
      if (servers != null) {
        servers.computeIfPresent(
            times.endpoint().toString(), (place, known) -> known.serving(times.service()));
      }
    }
  }

  private void add(String entry, Outcome outcome) {
    String place = outcome.endpoint().toString();
    synchronized (entries) {
      Map<String, KnownServer> servers = newest(entries, entry, new LinkedHashMap<>());
      KnownServer known = servers.remove(place);
      servers.put(place, known == null ? KnownServer.of(outcome) : known.after(outcome));
      forgetOldest(servers, MOST_SERVERS);
      forgetOldest(entries, MOST_ENTRIES);
    }
  }

  private static <V> V newest(Map<String, V> map, String key, V initial) {
    V known = map.remove(key);
    V value = known == null ? initial : known;
    map.put(key, value);
    return value;
  }

  private static void forgetOldest(Map<String, ?> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** The servers of an entry, the newest outcome first; none for an entry that is not known. */
  public List<KnownServer> servers(String entry) {
    synchronized (entries) {
      List<KnownServer> servers = new ArrayList<>(entries.getOrDefault(entry, Map.of()).values());
      Collections.reverse(servers);
      return List.copyOf(servers);
    }
  }

  /** What is known of each service of an entry, in the order of {@link MailEntry#services()}. */
  public List<KnownService> services(MailEntry entry) {
    List<KnownServer> servers = servers(entry.name());
    return IntStream.range(0, entry.services().size())
        .mapToObj(
            place ->
                new KnownService(
                    entry.services().get(place),
                    servers.stream()
                        .filter(server -> KnownService.placeOf(server, entry) == place)
                        .toList()))
        .toList();
  }

  /**
   * What to show a person about an entry as a whole: the worst of its services, and of whatever
   * else its session was used for. A service that was not connected to, or whose newest attempt was
   * refused, is {@link SecurityIndicator#UNKNOWN_NOT_CONNECTED}.
   */
  public SecurityIndicator indicator(MailEntry entry) {
    Stream<SecurityIndicator> others =
        servers(entry.name()).stream()
            .filter(server -> KnownService.placeOf(server, entry) < 0)
            .map(server -> server.last().indicator());
    return SecurityIndicator.worst(
        Stream.concat(services(entry).stream().map(KnownService::indicator), others).toList());
  }
}
