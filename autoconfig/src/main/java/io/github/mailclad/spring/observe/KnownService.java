package io.github.mailclad.spring.observe;

import io.github.mailclad.MailService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TlsStart;
import io.github.mailclad.spring.MailEntry;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What is last known of one service of an entry.
 *
 * @param service the service as it is configured
 * @param servers the servers that were seen to have it, the newest outcome first; possibly none
 */
public record KnownService(URLName service, List<KnownServer> servers) {

  /** Copies the list. */
  public KnownService {
    servers = List.copyOf(servers);
  }

  /** What became of the newest attempt; empty before the first one. */
  public Optional<Outcome> last() {
    return servers.stream().map(KnownServer::last).findFirst();
  }

  /** The newest connection that was opened; empty before the first one. */
  public Optional<Outcome.Opened> opened() {
    return servers.stream()
        .flatMap(server -> Optional.ofNullable(server.opened()).stream())
        .max((a, b) -> a.at().compareTo(b.at()));
  }

  /** The newest refusal; empty if there was none. */
  public Optional<Outcome.Refused> refused() {
    return servers.stream()
        .flatMap(server -> Optional.ofNullable(server.refused()).stream())
        .max((a, b) -> a.at().compareTo(b.at()));
  }

  /** What to show a person about it. */
  public SecurityIndicator indicator() {
    return last().map(Outcome::indicator).orElse(SecurityIndicator.UNKNOWN_NOT_CONNECTED);
  }

  /**
   * The service of an entry that a server has, by its place in the entry; -1 if it is none of them.
   * A refusal before TLS names no service: then host, port or the registered port have to tell.
   */
  static int placeOf(KnownServer server, MailEntry entry) {
    List<URLName> services = entry.services();
    MailService seen = server.service();
    if (seen != null) {
      return first(services, s -> kindOf(s) == seen.with(TlsStart.IMPLICIT));
    }
    int port = server.endpoint().port();
    int exact = first(services, s -> s.getPort() == port && isAt(s, server));
    if (exact >= 0 || services.size() == 1) {
      return Math.max(exact, 0);
    }
    int registered =
        first(
            services,
            s ->
                kindOf(s).defaultPort() == port
                    || kindOf(s).with(TlsStart.STARTTLS).defaultPort() == port);
    return registered >= 0 ? registered : first(services, s -> isAt(s, server));
  }

  private static int first(List<URLName> services, Predicate<URLName> wanted) {
    return IntStream.range(0, services.size())
        .filter(i -> wanted.test(services.get(i)))
        .findFirst()
        .orElse(-1);
  }

  private static boolean isAt(URLName service, KnownServer server) {
    return server
        .endpoint()
        .host()
        .equalsIgnoreCase(Objects.requireNonNullElse(service.getHost(), ""));
  }

  /** What a protocol name is for, however TLS starts. */
  private static MailService kindOf(URLName service) {
    String protocol =
        Objects.requireNonNullElse(service.getProtocol(), "").toLowerCase(Locale.ROOT);
    if (protocol.startsWith("imap")) {
      return MailService.IMAPS;
    }
    return protocol.startsWith("pop3") ? MailService.POP3S : MailService.SUBMISSIONS;
  }
}
