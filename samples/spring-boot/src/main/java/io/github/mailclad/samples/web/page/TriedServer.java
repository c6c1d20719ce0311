package io.github.mailclad.samples.web.page;

import io.github.mailclad.Probe;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.setup.ProbedService;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of trying servers without a password: one server, or several with the same problem.
 * Exactly one of connection, refusal and problem is set.
 *
 * @param purpose the purpose of the servers
 * @param connection the security of the connection
 * @param refusal the reason why they must not be used
 * @param problem the reason why they could not be reached
 * @param capabilities the capabilities that the server announces
 */
public record TriedServer(
    String purpose,
    @Nullable Connection connection,
    @Nullable RefusalView refusal,
    @Nullable String problem,
    List<String> capabilities) {
  public TriedServer {
    capabilities = List.copyOf(capabilities);
  }

  /** Returns the words for the result of a probe. */
  public static TriedServer of(ProbedService probed) {
    return of(List.of(probed));
  }

  /** Returns the words for probes with the same result; at least one. */
  public static TriedServer of(List<ProbedService> probed) {
    String purpose =
        probed.stream()
            .map(each -> Connection.purpose(each.service()))
            .distinct()
            .collect(Collectors.joining("; "));
    Probe outcome = probed.get(0).outcome();
    if (outcome instanceof Probe.Reached reached) {
      return new TriedServer(
          purpose,
          Connection.of(reached.security()),
          /* refusal= */ null,
          /* problem= */ null,
          reached.capabilities());
    }
    if (outcome instanceof Probe.Refused refused) {
      return new TriedServer(
          purpose,
          /* connection= */ null,
          RefusalView.of(servers(probed).orElse(purpose), refused.text()),
          /* problem= */ null,
          List.of());
    }
    return new TriedServer(
        purpose,
        /* connection= */ null,
        /* refusal= */ null,
        ((Probe.Unreachable) outcome).problem(),
        List.of());
  }

  private static Optional<String> servers(List<ProbedService> probed) {
    return probed.stream()
        .map(ProbedService::outcome)
        .filter(Probe.Refused.class::isInstance)
        .map(outcome -> ((Probe.Refused) outcome).endpoint())
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .reduce((one, other) -> one + ", " + other);
  }
}
