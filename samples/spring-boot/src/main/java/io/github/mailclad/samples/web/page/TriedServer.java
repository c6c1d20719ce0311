package io.github.mailclad.samples.web.page;

import io.github.mailclad.Probe;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.setup.ProbedService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of trying a server without a password. Exactly one of connection, refusal and problem
 * is set.
 *
 * @param purpose the purpose of the server
 * @param connection the security of the connection
 * @param refusal the reason why it must not be used
 * @param problem the reason why it could not be reached
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
    String purpose = Connection.purpose(probed.service());
    Probe outcome = probed.outcome();
    if (outcome instanceof Probe.Reached reached) {
      return new TriedServer(
          purpose,
          Connection.of(reached.security()),
          /* refusal= */ null,
          /* problem= */ null,
          reached.capabilities());
    }
    if (outcome instanceof Probe.Refused refused) {
      String subject = refused.endpoint() == null ? purpose : refused.endpoint().toString();
      return new TriedServer(
          purpose,
          /* connection= */ null,
          RefusalView.of(subject, refused.refusal()),
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
}
