package io.github.mailclad.audit;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The checks that compare the chains of one port with its TLSA records. */
final class TlsaChecks {
  private final Observation each;
  private final FindingList findings;

  TlsaChecks(Observation each, FindingList findings) {
    this.each = each;
    this.findings = findings;
  }

  boolean isSigned() {
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    return answer.status() == DnssecStatus.SECURE && !answer.records().isEmpty();
  }

  void published() {
    Answer<TlsaRecord> answer = each.endpoint().tlsa();
    if (answer.status().isAnswer()) {
      findings.add(
          Catalogue.TLSA_PUBLISHED,
          isSigned() ? Status.PASS : Status.INFO,
          each.where(),
          (isSigned() ? "signed TLSA records at " : "no signed TLSA record at ") + answer.name());
    }
  }

  void of(PresentedChain chain) {
    if (!isSigned()) {
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
            + CertificateSummary.ofServer(chain.certificates().get(0)).key()
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
}
