package io.github.mailclad.audit;

import io.github.mailclad.Host;
import io.github.mailclad.Verification;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The check of the certificates that a port has for other server names than its host's (RFC 8314,
 * section 4.4; RFC 6186, section 5).
 */
final class ServerNameChecks {
  private final Observation each;
  private final PeerVerifier.Trusting anchors;
  private final Instant now;
  private final FindingList findings;

  ServerNameChecks(
      Observation each, PeerVerifier.Trusting anchors, Instant now, FindingList findings) {
    this.each = each;
    this.anchors = anchors;
    this.now = now;
    this.findings = findings;
  }

  void run() {
    boolean hasTls12 =
        each.agreed(HelloProbe.NO_NAME) != null || each.agreed(HelloProbe.RECOMMENDED) != null;
    if (each.chains().isEmpty() || !hasTls12) {
      return;
    }
    String problem = problem();
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("no server name", described(HelloProbe.NO_NAME));
    answers.put("the mail domain", described(HelloProbe.DOMAIN_NAME));
    answers.put("unknown server name", described(HelloProbe.OTHER_NAME));
    findings.add(
        Catalogue.SNI,
        problem.isEmpty() ? Status.PASS : Status.WARN,
        each.where(),
        problem.isEmpty()
            ? "a client gets a certificate of the host without a server name too"
            : problem,
        answers);
  }

  private String problem() {
    Agreed nameless = each.agreed(HelloProbe.NO_NAME);
    if (nameless == null) {
      return "a client without a server name gets no connection";
    }
    if (each.agreed(HelloProbe.DOMAIN_NAME) == null) {
      return "a client that starts from the mail domain and sends its name gets no connection";
    }
    return isOfHost(nameless.chain())
        ? ""
        : "a client without a server name gets a certificate of another host";
  }

  /** Returns whether the chain is one that the host presents, or names the host. */
  private boolean isOfHost(List<X509Certificate> chain) {
    return isPresented(chain)
        || anchors
                .expecting(List.of(Host.of(each.endpoint().host()).identifier()))
                .verify(PresentedChain.of(chain), now)
            instanceof Verification.Accepted;
  }

  private boolean isPresented(List<X509Certificate> chain) {
    return !chain.isEmpty()
        && each.chains().stream()
            .anyMatch(known -> known.certificates().get(0).equals(chain.get(0)));
  }

  private String described(HelloProbe probe) {
    ServerAnswer answer = Objects.requireNonNull(each.answers().get(probe));
    Agreed agreed = answer.agreed();
    return agreed == null
        ? answer.toString()
        : isPresented(agreed.chain()) ? "the same certificate" : "another certificate";
  }
}
