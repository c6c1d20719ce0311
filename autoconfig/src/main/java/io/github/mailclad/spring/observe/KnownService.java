package io.github.mailclad.spring.observe;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityIndicator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one service of an entry.
 *
 * @param newest the newest connection and the newest refusal, as far as there are any, the newer
 *     one first
 * @param objections the number of connections that {@code profile=modern} would have refused, since
 *     the start, during its dry run
 * @param objection the newest of them; null for none
 */
public record KnownService(
    List<ConnectionEvent> newest,
    long objections,
    SecurityEvent.@Nullable ProfileObjection objection) {
  static final KnownService UNKNOWN = new KnownService(List.of(), 0, null);

  public KnownService {
    newest = List.copyOf(newest);
  }

  KnownService after(ConnectionEvent event) {
    Stream<ConnectionEvent> others =
        newest.stream().filter(before -> before.getClass() != event.getClass());
    return new KnownService(
        Stream.concat(Stream.of(event), others).toList(), objections, objection);
  }

  KnownService after(SecurityEvent.ProfileObjection latest) {
    return new KnownService(newest, objections + 1, latest);
  }

  /** Returns the newest event; empty before the first attempt. */
  public Optional<ConnectionEvent> last() {
    return newest.stream().findFirst();
  }

  /** Returns the newest connection; empty before the first one. */
  public Optional<ConnectionSecured> secured() {
    return only(ConnectionSecured.class);
  }

  /** Returns the newest refusal; empty if there was none. */
  public Optional<ConnectionRefused> refused() {
    return only(ConnectionRefused.class);
  }

  private <E extends ConnectionEvent> Optional<E> only(Class<E> type) {
    return newest.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Returns the indicator to show to a person. */
  public SecurityIndicator indicator() {
    return last().map(ConnectionEvent::indicator).orElse(SecurityIndicator.UNKNOWN_NOT_CONNECTED);
  }
}
