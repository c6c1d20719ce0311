package io.github.mailclad.audit;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.revocation.StatusAddresses;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RevocationRefusal;
import io.github.mailclad.verify.PresentedChain;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The check of revocation by what a server presents: stapled OCSP responses, and the TLS feature
 * that requires one (RFC 7633). No authority is asked.
 */
final class RevocationCheck {
  private final ServerAddress where;
  private final FindingList findings;

  RevocationCheck(ServerAddress where, FindingList findings) {
    this.where = where;
    this.findings = findings;
  }

  /** Adds the finding about one chain, from the verdict on it. */
  void judge(PresentedChain chain, Verification verdict) {
    X509Certificate server = chain.certificates().get(0);
    if (verdict instanceof Verification.Refused refused) {
      Refusal refusal = refused.refusal();
      boolean isRevoked = refusal instanceof RevocationRefusal;
      add(
          isRevoked ? Status.FAIL : Status.NOT_OBSERVABLE,
          server,
          isRevoked
              ? refusal.summary() + " [" + refusal.code() + "]"
              : "the chain is not valid, so no response about it counts");
      return;
    }
    RevocationEvidence.Status status = status((Verification.Accepted) verdict);
    boolean isStapled = chain.ocspResponses().stream().anyMatch(der -> der.length > 0);
    if (status.answer() != null) {
      add(Status.PASS, server, status.answer().toString());
    } else if (isStapled) {
      add(Status.WARN, server, "not usable: " + String.join("; ", status.unusable()));
    } else {
      add(Status.NOT_OBSERVABLE, server, "no response is stapled, and an audit asks no authority");
    }
  }

  /** Returns the status of the server's certificate; without an answer if it is an anchor. */
  private static RevocationEvidence.Status status(Verification.Accepted accepted) {
    TrustEvidence evidence = accepted.evidence();
    List<RevocationEvidence.Status> all =
        evidence instanceof TrustEvidence.Pkix pkix ? pkix.revocation().certificates() : List.of();
    return all.isEmpty()
        ? new RevocationEvidence.Status(evidence.certificate(), null, List.of())
        : all.get(0);
  }

  private void add(Status status, X509Certificate server, String sentence) {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("certificate", CertificateSummary.ofServer(server).key());
    try {
      sources.put("OCSP responders", text(StatusAddresses.ocsp(server)));
      sources.put("lists", text(StatusAddresses.crls(server)));
    } catch (IOException malformed) {
      sources.put("malformed", Escaped.text(String.valueOf(malformed.getMessage())));
    }
    findings.add(Catalogue.CERTIFICATE_REVOCATION, status, where, sentence, sources);
  }

  private static String text(List<URI> addresses) {
    return addresses.isEmpty()
        ? "the certificate names none"
        : Escaped.text(addresses.stream().map(URI::toString).collect(Collectors.joining(", ")));
  }
}
