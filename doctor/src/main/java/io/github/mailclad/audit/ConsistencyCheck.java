package io.github.mailclad.audit;

import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.Suites;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Compares the addresses of each service of a host, and its two ways to start TLS: versions,
 * logins, and the class of the chains.
 */
final class ConsistencyCheck {
  private static final Pattern ORGANIZATION = Pattern.compile("(?:^|,)O=([^,+]+)");

  private final PeerVerifier chains;
  private final Instant now;
  private final FindingList findings;

  ConsistencyCheck(PeerVerifier.Trusting anchors, Instant now, FindingList findings) {
    this.chains = anchors.dangerouslyExpectingAnyone();
    this.now = now;
    this.findings = findings;
  }

  void run(List<Observation> observations) {
    Map<String, List<Observation>> groups =
        observations.stream()
            .filter(Observation::hasTls)
            .collect(
                Collectors.groupingBy(
                    each -> each.endpoint().host() + " " + each.endpoint().service().protocol(),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach(
        (name, all) -> {
          Set<String> seen = new TreeSet<>();
          all.forEach(each -> seen.add(parameters(each)));
          if (all.size() > 1) {
            findings.add(
                Catalogue.CONSISTENCY,
                seen.size() == 1 ? Status.PASS : Status.WARN,
                all.get(0).where(),
                seen.size() == 1
                    ? "all addresses and ports of " + name + " agree"
                    : "addresses or ports of " + name + " differ: " + String.join(" / ", seen));
          }
        });
  }

  private String parameters(Observation each) {
    Set<String> versions = new TreeSet<>();
    for (HelloProbe probe : each.answers().keySet()) {
      Agreed agreed = each.agreed(probe);
      if (agreed != null) {
        versions.add(Suites.version(agreed.version()));
      }
    }
    Set<String> classes = new TreeSet<>();
    each.chains().forEach(chain -> classes.add(chainClass(chain)));
    Stream<String> mechanisms =
        each.mechanisms().stream().filter(mechanism -> !mechanism.contains(" "));
    return String.join(", ", versions)
        + "; "
        + mechanisms.collect(Collectors.joining(" "))
        + "; "
        + String.join(", ", classes);
  }

  /**
   * Returns the anchor's organization, or the refusal and the issuer's one. Renewals change
   * intermediate authorities at one address after the other, so they do not count.
   */
  private String chainClass(PresentedChain chain) {
    X509Certificate server = chain.certificates().get(0);
    Verification verdict = chains.verify(chain, now);
    if (verdict instanceof Verification.Refused refused) {
      return refused.refusal().code() + " by " + organization(server.getIssuerX500Principal());
    }
    TrustEvidence evidence = ((Verification.Accepted) verdict).evidence();
    return "trusted by "
        + organization(
            evidence instanceof TrustEvidence.Pkix pkix
                ? pkix.anchor().getSubjectX500Principal()
                : server.getIssuerX500Principal());
  }

  private static String organization(X500Principal authority) {
    Matcher organization = ORGANIZATION.matcher(authority.getName());
    return Escaped.text(organization.find() ? organization.group(1) : authority.getName());
  }
}
