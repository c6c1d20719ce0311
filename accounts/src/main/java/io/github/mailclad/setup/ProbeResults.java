package io.github.mailclad.setup;

import io.github.mailclad.Probe;
import io.github.mailclad.TlsStart;
import io.github.mailclad.setup.SetupStep.Remedy;
import io.github.mailclad.setup.Warning.MinimumDisabled.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The results of one round of connections without credentials.
 *
 * @param probed the result for each server
 * @param offers the certificates that a person may accept
 */
record ProbeResults(List<ProbedService> probed, List<PinOffer> offers) {
  private static final Set<String> NO_TLS = Set.of("plaintext-server", "starttls-unavailable");

  ProbeResults {
    probed = List.copyOf(probed);
    offers = List.copyOf(offers);
  }

  static ProbeResults none() {
    return new ProbeResults(List.of(), List.of());
  }

  List<ProbedService> failed() {
    return probed.stream().filter(p -> !(p.outcome() instanceof Probe.Reached)).toList();
  }

  /** Returns the remedy that a person has, if it is the same for every server that failed. */
  Remedy remedy() {
    if (failed().size() == offers.size()) {
      return Remedy.CERTIFICATE;
    }
    return failed().stream().allMatch(ProbeResults::hasNoTls) ? Remedy.NO_TLS : Remedy.NONE;
  }

  private static boolean hasNoTls(ProbedService each) {
    return each.outcome() instanceof Probe.Refused refused
        && refused.endpoint() != null
        && NO_TLS.contains(refused.refusal().code());
  }

  /** Returns the servers that failed, as services that start without TLS. */
  List<MailServer> serversWithoutTls() {
    return failed().stream()
        .map(
            each ->
                new MailServer(
                    each.service().with(TlsStart.STARTTLS),
                    Objects.requireNonNull(((Probe.Refused) each.outcome()).endpoint())))
        .toList();
  }

  /**
   * Returns the warnings about the servers that failed: first the one about the account, then those
   * about each server, in the order of {@link #offers} or {@link #serversWithoutTls}.
   */
  List<Warning> warnings(String account) {
    List<Warning> warnings = new ArrayList<>();
    if (remedy() == Remedy.CERTIFICATE) {
      warnings.add(new Warning.MinimumDisabled(account, Cause.CERTIFICATE));
      offers.forEach(offer -> warnings.add(offer.warning(account)));
      return warnings;
    }
    warnings.add(new Warning.MinimumDisabled(account, Cause.NO_TLS));
    for (MailServer server : serversWithoutTls()) {
      warnings.add(
          new Warning.CleartextConfiguration(account, server.service(), server.endpoint()));
      warnings.add(new Warning.CleartextTest(account, server.service(), server.endpoint()));
    }
    return warnings;
  }
}
