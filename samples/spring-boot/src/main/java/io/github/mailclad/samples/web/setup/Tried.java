package io.github.mailclad.samples.web.setup;

import io.github.mailclad.Probe;
import io.github.mailclad.samples.web.page.Connection;
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
record Tried(
    String purpose,
    @Nullable Connection connection,
    @Nullable RefusalView refusal,
    @Nullable String problem,
    List<String> capabilities) {
  Tried {
    capabilities = List.copyOf(capabilities);
  }

  static Tried of(ProbedService probed) {
    String purpose = Connection.purpose(probed.service());
    Probe outcome = probed.outcome();
    if (outcome instanceof Probe.Reached reached) {
      return new Tried(
          purpose,
          Connection.of(reached.security()),
          /* refusal= */ null,
          /* problem= */ null,
          reached.capabilities());
    }
    if (outcome instanceof Probe.Refused refused) {
      String subject = refused.endpoint() == null ? purpose : refused.endpoint().toString();
      return new Tried(
          purpose,
          /* connection= */ null,
          RefusalView.of(subject, refused.refusal()),
          /* problem= */ null,
          List.of());
    }
    return new Tried(
        purpose,
        /* connection= */ null,
        /* refusal= */ null,
        ((Probe.Unreachable) outcome).problem(),
        List.of());
  }
}
