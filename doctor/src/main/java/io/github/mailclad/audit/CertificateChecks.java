package io.github.mailclad.audit;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.Verification;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The checks of the chains of one port, by the verdict that Mailclad itself would make. */
final class CertificateChecks {
  private static final Duration SOON = Duration.ofDays(14);
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+]+)");

  private final Observation each;
  private final String domain;
  private final PeerVerifier.Trusting anchors;
  private final Instant now;
  private final FindingList findings;

  CertificateChecks(
      Observation each,
      String domain,
      PeerVerifier.Trusting anchors,
      Instant now,
      FindingList findings) {
    this.each = each;
    this.domain = domain;
    this.anchors = anchors;
    this.now = now;
    this.findings = findings;
  }

  void run() {
    if (each.chains().isEmpty()) {
      return;
    }
    published();
    for (PresentedChain chain : each.chains()) {
      chain(chain);
    }
    serverName();
  }

  private void chain(PresentedChain chain) {
    X509Certificate server = chain.certificates().get(0);
    Optional<Refusal> refusal = refusal(anchors.dangerouslyExpectingAnyone(), chain);
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
    expiry(chain);
    if (refusal.isEmpty()) {
      names(chain);
    }
    form(server);
    tlsa(chain);
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
    if (!hasSignedTlsa()) {
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

  private boolean hasSignedTlsa() {
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    return answer.status() == DnssecStatus.SECURE && !answer.records().isEmpty();
  }

  private void published() {
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    if (answer.status().isAnswer()) {
      findings.add(
          Catalogue.TLSA_PUBLISHED,
          hasSignedTlsa() ? Status.PASS : Status.INFO,
          each.where(),
          (hasSignedTlsa() ? "signed TLSA records at " : "no signed TLSA record at ")
              + answer.name());
    }
  }

  private void tlsa(PresentedChain chain) {
    if (!hasSignedTlsa()) {
      return;
    }
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    Map<List<Integer>, List<TlsaRecord>> groups =
        answer.records().stream()
            .collect(
                Collectors.groupingBy(
                    record -> List.of(record.usage(), record.selector(), record.matchingType()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> unmatched = new ArrayList<>();
    groups.forEach(
        (parameters, of) -> {
          if (of.stream().noneMatch(record -> matches(record, chain.certificates()))) {
            unmatched.add(
                parameters.stream().map(String::valueOf).collect(Collectors.joining(" ")));
          }
        });
    findings.add(
        Catalogue.TLSA_MATCH,
        unmatched.isEmpty() ? Status.PASS : Status.FAIL,
        each.where(),
        "the chain of "
            + kind(chain.certificates().get(0))
            + (unmatched.isEmpty()
                ? " matches the TLSA records"
                : " matches no TLSA record " + String.join("; ", unmatched)));
  }

  private static boolean matches(TlsaRecord record, List<X509Certificate> chain) {
    Optional<TlsaUsage> usage = TlsaUsage.of(record.usage());
    Optional<TlsaSelector> selector = TlsaSelector.of(record.selector());
    Optional<TlsaMatching> matching = TlsaMatching.of(record.matchingType());
    if (usage.isEmpty() || selector.isEmpty() || matching.isEmpty()) {
      return false;
    }
    boolean ofServer = record.usage() == 1 || record.usage() == 3;
    return IntStream.range(ofServer ? 0 : 1, ofServer ? 1 : chain.size())
        .mapToObj(chain::get)
        .anyMatch(
            certificate ->
                TlsaRecord.of(usage.get(), selector.get(), matching.get(), certificate)
                    .equals(record));
  }

  /** Compares what a client without a server name gets (RFC 8314, section 4.4). */
  private void serverName() {
    Agreed nameless = each.agreed(HelloProbe.NO_NAME);
    if (each.chains().isEmpty()
        || (nameless == null && each.agreed(HelloProbe.RECOMMENDED) == null)) {
      return;
    }
    boolean same =
        nameless != null
            && !nameless.chain().isEmpty()
            && each.chains().stream()
                .anyMatch(chain -> chain.certificates().get(0).equals(nameless.chain().get(0)));
    findings.add(
        Catalogue.SNI,
        same ? Status.PASS : Status.INFO,
        each.where(),
        same
            ? "a client without a server name gets the same certificate"
            : "a client without a server name gets "
                + (nameless == null ? "no connection" : "another certificate"));
  }
}
