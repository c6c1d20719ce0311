package io.github.mailclad.internal.discovery;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Host;
import io.github.mailclad.TlsStart;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that an account sets for the servers that are found for it.
 *
 * @param minimum the account's minimum confidentiality level, not {@link
 *     ConfidentialityLevel#NONE}: SRV records do not say whether a server has TLS, so there is no
 *     basis for a choice without a minimum; such an account names its server
 * @param tlsStart the TLS start that the application requires; null for implicit TLS where it is
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

  /** Returns whether the terms allow a TLS start. */
  boolean allows(TlsStart start) {
    return tlsStart == null || tlsStart == start;
  }

  /**
   * Returns whether a server that was found before may still be connected to for the same reason.
   */
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

  /** Returns the same terms with more confirmed hosts. */
  public Terms confirming(Set<String> more) {
    Set<String> all =
        Stream.concat(confirmedTargets.stream(), more.stream()).collect(Collectors.toSet());
    return new Terms(minimum, tlsStart, all);
  }
}
