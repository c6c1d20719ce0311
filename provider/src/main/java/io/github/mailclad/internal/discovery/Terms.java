package io.github.mailclad.internal.discovery;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Host;
import io.github.mailclad.TlsStart;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account accepts of the servers that are found for it.
 *
 * @param minimum the account's minimum confidentiality level, not {@link
 *     ConfidentialityLevel#NONE}: SRV records do not say whether a server has TLS, so nothing can
 *     be chosen for an account to which that makes no difference; such an account names its server
 * @param tlsStart how TLS starts, if the application insists; null for implicit TLS where it is
 *     published, else STARTTLS
 * @param confirmedTargets the hosts that a person confirmed
 */
public record Terms(
    ConfidentialityLevel minimum, @Nullable TlsStart tlsStart, Set<String> confirmedTargets) {

  /** Normalizes the hosts and refuses an account without a minimum. */
  public Terms {
    if (minimum == ConfidentialityLevel.NONE) {
      throw new IllegalArgumentException("no server is discovered for an account without minimum");
    }
    confirmedTargets =
        confirmedTargets.stream()
            .map(host -> Host.of(host).text())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a service may be used as far as its TLS start goes. */
  boolean allows(TlsStart start) {
    return tlsStart == null || tlsStart == start;
  }

  /** Whether a server that was found before may still be connected to for the reason it was. */
  public boolean allow(Server server) {
    boolean isConfirmed = confirmedTargets.contains(server.endpoint().host().text());
    return server.publication() != null
        && allows(server.service().tlsStart())
        && switch (server.publication().approval()) {
          case DNSSEC -> true;
          case PERSON -> isConfirmed;
          case SAME_DOMAIN -> !isConfirmed;
        };
  }

  /** The same terms with more confirmed hosts. */
  public Terms confirming(Set<String> more) {
    Set<String> all =
        Stream.concat(confirmedTargets.stream(), more.stream()).collect(Collectors.toSet());
    return new Terms(minimum, tlsStart, all);
  }
}
