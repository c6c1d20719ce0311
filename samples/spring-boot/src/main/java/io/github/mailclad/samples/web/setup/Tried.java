package io.github.mailclad.samples.web.setup;

import io.github.mailclad.Probe;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.setup.ProbedService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of trying a server without a password. One of the three is there.
 *
 * @param purpose what the server is for
 * @param connection what the connection got
 * @param refusal why it must not be used
 * @param problem why it could not be reached
 * @param capabilities what the server says that it can do
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
