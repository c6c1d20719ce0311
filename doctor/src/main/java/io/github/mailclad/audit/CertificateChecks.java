package io.github.mailclad.audit;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.Verification;
import io.github.mailclad.audit.AuditedEndpoint.Origin;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checks of the chains of one port, by the verdict that Mailclad itself would make. */
final class CertificateChecks {
  private static final Duration SOON = Duration.ofDays(14);
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

  private final Observation each;
  private final DomainRecords records;
  private final String domain;
  private final PeerVerifier.Trusting anchors;
  private final Instant now;
  private final FindingList findings;
  private final TlsaChecks tlsa;

  CertificateChecks(
      Observation each,
      DomainRecords records,
      PeerVerifier.Trusting anchors,
      Instant now,
      FindingList findings) {
    this.each = each;
    this.records = records;
    this.domain = records.domain();
    this.anchors = anchors;
    this.now = now;
    this.findings = findings;
    this.tlsa = new TlsaChecks(each, findings);
  }

  void run() {
    if (each.chains().isEmpty()) {
      return;
    }
    tlsa.published();
    for (PresentedChain chain : each.chains()) {
      chain(chain);
    }
  }

  private void chain(PresentedChain chain) {
    X509Certificate server = chain.certificates().get(0);
    Verification verdict = anchors.dangerouslyExpectingAnyone().verify(chain, now);
    Optional<Refusal> refusal =
        verdict instanceof Verification.Refused refused
            ? Optional.of(refused.refusal())
            : Optional.empty();
    boolean byDane = refusal.isPresent() && isAuthenticatedByDane(chain);
    Map<String, String> evidence = ProviderVerdict.tree(chain.certificates());
    findings.add(
        Catalogue.CERTIFICATE_CHAIN,
        refusal.isEmpty() || byDane ? Status.PASS : Status.FAIL,
        each.where(),
        refusal.isEmpty()
            ? "the chain of " + kind(server) + " is valid"
            : byDane
                ? "the chain of " + kind(server) + " is named by a TLSA record"
                : refusal.get().summary() + " [" + refusal.get().code() + "]",
        evidence);
    new RevocationCheck(each.where(), findings).judge(chain, verdict);
    expiry(chain);
    if (refusal.isEmpty()) {
      names(chain);
    }
    form(server);
    tlsa.of(chain);
  }

  private static String kind(X509Certificate certificate) {
    return CertificateSummary.ofServer(certificate).key();
  }

  private Optional<Refusal> refusal(PeerVerifier verifier, PresentedChain chain) {
    return verifier.verify(chain, now) instanceof Verification.Refused refused
        ? Optional.of(refused.refusal())
        : Optional.empty();
  }

  private boolean isAuthenticatedByDane(PresentedChain chain) {
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    if (!tlsa.isSigned()) {
      return false;
    }
    Identifier host = Host.of(each.endpoint().host()).identifier();
    return refusal(
            anchors
                .expecting(List.of(host))
                .withTlsa(
                    TlsaAnswer.secure(answer.name(), answer.records()),
                    DanePolicy.of(DanePolicy.Mode.REQUIRE)),
            chain)
        .isEmpty();
  }

  private void expiry(PresentedChain chain) {
    X509Certificate first =
        chain.certificates().stream()
            .min(Comparator.comparing(certificate -> certificate.getNotAfter().toInstant()))
            .orElseThrow();
    Instant end = first.getNotAfter().toInstant();
    boolean ended = !end.isAfter(now);
    boolean soon = !end.isAfter(now.plus(SOON));
    findings.add(
        Catalogue.CERTIFICATE_EXPIRY,
        ended ? Status.FAIL : soon ? Status.WARN : Status.PASS,
        each.where(),
        (ended ? "a certificate ended on " : "the first certificate ends on ") + end,
        Map.of("subject", Escaped.text(first.getSubjectX500Principal().getName())));
  }

  private void names(PresentedChain chain) {
    String host = each.endpoint().host();
    Optional<Refusal> other =
        refusal(anchors.expecting(List.of(Host.of(host).identifier())), chain);
    findings.add(
        Catalogue.CERTIFICATE_HOST,
        other.isEmpty() ? Status.PASS : Status.FAIL,
        each.where(),
        "the certificate " + (other.isEmpty() ? "names " : "does not name ") + host,
        Map.of(
            "names", Escaped.text(String.join(", ", dnsNames(chain.certificates().get(0))), 600)));
    boolean ofDomain = refusal(anchors.expecting(List.of(new DnsId(domain))), chain).isEmpty();
    findings.add(
        Catalogue.CERTIFICATE_DOMAIN,
        ofDomain ? Status.PASS : Status.INFO,
        each.where(),
        "the certificate " + (ofDomain ? "names " : "does not name ") + domain);
    srvId(chain, other.isEmpty(), ofDomain);
  }

  /** Compares with the names that a client may expect, which starts from the mail domain. */
  private void srvId(PresentedChain chain, boolean isOfHost, boolean isOfDomain) {
    String label = each.endpoint().service().srvLabel();
    boolean srv = refusal(anchors.expecting(List.of(new SrvId(label, domain))), chain).isEmpty();
    findings.add(
        Catalogue.CERTIFICATE_SRV,
        srv ? Status.PASS : Status.INFO,
        each.where(),
        "the certificate has "
            + (srv ? "the" : "no")
            + " SRV-ID _"
            + label
            + "."
            + domain
            + (srv ? "" : "; public authorities issue none"));
    if (each.endpoint().origin() == Origin.PUBLISHED) {
      boolean signed =
          records.srv(each.endpoint().service()).status() == DnssecStatus.SECURE && isOfHost;
      findings.add(
          Catalogue.CERTIFICATE_SOURCE,
          signed || isOfDomain || srv ? Status.PASS : Status.WARN,
          each.where(),
          signed
              ? "the SRV record is signed, and the certificate names its target"
              : isOfDomain || srv
                  ? "the certificate names " + domain + (isOfDomain ? "" : " in an SRV-ID")
                  : "the SRV record does not count, and the certificate does not name " + domain);
    }
  }

  private void form(X509Certificate server) {
    List<String> names = dnsNames(server);
    Matcher subject = COMMON_NAME.matcher(server.getSubjectX500Principal().getName());
    String common = subject.find() ? subject.group(1) : "";
    boolean isHost = Host.parse(common).flatMap(Host::name).isPresent() && common.contains(".");
    boolean listed =
        names.stream().anyMatch(name -> Ascii.lowerCase(name).equals(Ascii.lowerCase(common)));
    findings.add(
        Catalogue.CERTIFICATE_CN,
        isHost && !listed ? Status.INFO : Status.PASS,
        each.where(),
        isHost && !listed
            ? "the common name is not among the names: " + Escaped.text(common)
            : "no client needs the common name");
    List<String> partial =
        names.stream()
            .filter(name -> name.indexOf('*') >= 0)
            .filter(name -> !name.startsWith("*.") || name.indexOf('*', 1) >= 0)
            .toList();
    findings.add(
        Catalogue.CERTIFICATE_WILDCARD,
        partial.isEmpty() ? Status.PASS : Status.FAIL,
        each.where(),
        partial.isEmpty()
            ? "no wildcard is only a part of a label"
            : "no client accepts the wildcard " + Escaped.text(String.join(", ", partial)));
  }

  /** Returns the dNSNames; empty if the extension cannot be read. */
  private static List<String> dnsNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(2).equals(name.get(0)))
              .map(name -> (String) name.get(1))
              .toList();
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }
}
