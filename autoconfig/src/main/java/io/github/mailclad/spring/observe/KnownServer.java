package io.github.mailclad.spring.observe;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import org.jspecify.annotations.Nullable;

/**
 * What is last known of one server that an entry connects to.
 *
 * @param endpoint host and port
 * @param service the service; null as long as no TLS handshake was begun there
 * @param last the newest outcome
 * @param opened the newest connection that was opened; null before the first one
 * @param refused the newest refusal; null if there was none
 */
public record KnownServer(
    Endpoint endpoint,
    @Nullable MailService service,
    Outcome last,
    Outcome.@Nullable Opened opened,
    Outcome.@Nullable Refused refused) {

  /** Refuses a newest outcome that is none of the two. */
  public KnownServer {
    if (!last.equals(opened) && !last.equals(refused)) {
      throw new IllegalArgumentException("the newest outcome is a connection or a refusal");
    }
  }

  static KnownServer of(Outcome first) {
    return new KnownServer(
        first.endpoint(), serviceOf(first, null), first, openedBy(first), refusedBy(first));
  }

  /** The same server after another attempt. */
  KnownServer after(Outcome next) {
    Outcome.Opened nowOpened = openedBy(next);
    Outcome.Refused nowRefused = refusedBy(next);
    return new KnownServer(
        next.endpoint(),
        serviceOf(next, service),
        next,
        nowOpened == null ? opened : nowOpened,
        nowRefused == null ? refused : nowRefused);
  }

  KnownServer serving(MailService seen) {
    return new KnownServer(endpoint, seen, last, opened, refused);
  }

  private static @Nullable MailService serviceOf(Outcome outcome, @Nullable MailService known) {
    return outcome instanceof Outcome.Opened opened ? opened.security().service() : known;
  }

  private static Outcome.@Nullable Opened openedBy(Outcome outcome) {
    return outcome instanceof Outcome.Opened opened ? opened : null;
  }

  private static Outcome.@Nullable Refused refusedBy(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused ? refused : null;
  }
}
