package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.text.Escaped;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The checks of the records of a domain, from answers alone. */
final class DnsChecks {
  private final DomainRecords records;
  private final FindingList findings;

  DnsChecks(DomainRecords records, FindingList findings) {
    this.records = records;
    this.findings = findings;
  }

  void run() {
    published();
    for (MailProtocol protocol : MailProtocol.values()) {
      preferred(protocol);
    }
    records.services().forEach(this::targets);
    if (records.omitted() > 0) {
      findings.add(
          Catalogue.SRV_TARGET,
          Status.ERROR,
          null,
          records.omitted() + " further hosts were not examined");
    }
    signed();
    records.tlsa().forEach(this::tlsa);
  }

  private void published() {
    if (records.services().values().stream().anyMatch(answer -> !answer.status().isAnswer())) {
      findings.add(Catalogue.SRV_PUBLISHED, Status.ERROR, null, "a look-up of SRV records failed");
      return;
    }
    boolean access =
        Stream.of(MailService.IMAPS, MailService.IMAP, MailService.POP3S, MailService.POP3)
            .anyMatch(this::isPublished);
    boolean submission =
        Stream.of(MailService.SUBMISSIONS, MailService.SUBMISSION).anyMatch(this::isPublished);
    findings.add(
        Catalogue.SRV_PUBLISHED,
        access && submission ? Status.PASS : Status.WARN,
        null,
        access && submission
            ? "SRV records name servers for reading and submitting mail"
            : "no SRV record names a server for "
                + (access ? "submitting" : submission ? "reading" : "reading or submitting")
                + " mail");
  }

  private boolean isPublished(MailService service) {
    return priority(service).isPresent();
  }

  private OptionalInt priority(MailService service) {
    return records.srv(service).records().stream()
        .filter(record -> !record.target().equals(SrvRecord.NO_SERVICE))
        .mapToInt(SrvRecord::priority)
        .min();
  }

  private void preferred(MailProtocol protocol) {
    OptionalInt implicit = priority(MailService.of(protocol, TlsStart.IMPLICIT));
    OptionalInt starttls = priority(MailService.of(protocol, TlsStart.STARTTLS));
    if (implicit.isEmpty() && starttls.isEmpty()) {
      return;
    }
    boolean prefers =
        implicit.isPresent() && (starttls.isEmpty() || implicit.getAsInt() < starttls.getAsInt());
    findings.add(
        Catalogue.SRV_TLS_PREFERRED,
        prefers ? Status.PASS : Status.WARN,
        null,
        protocol
            + (prefers
                ? ": SRV records prefer implicit TLS"
                : implicit.isEmpty()
                    ? ": SRV records name STARTTLS only"
                    : ": SRV records do not prefer implicit TLS to STARTTLS"),
        Map.of("priority of implicit TLS", text(implicit), "priority of STARTTLS", text(starttls)));
  }

  private static String text(OptionalInt priority) {
    return priority.isPresent() ? Integer.toString(priority.getAsInt()) : "not published";
  }

  private void targets(MailService service, Answer<SrvRecord> answer) {
    for (SrvRecord record : answer.records()) {
      String problem = problem(service, answer, record);
      findings.add(
          Catalogue.SRV_TARGET,
          problem.isEmpty() ? Status.PASS : Status.WARN,
          null,
          "_"
              + service.srvLabel()
              + "._tcp: "
              + (problem.isEmpty() ? "usable: " : problem + ": ")
              + Escaped.text(record.toString()));
    }
  }

  private String problem(MailService service, Answer<SrvRecord> answer, SrvRecord record) {
    if (record.target().equals(SrvRecord.NO_SERVICE)) {
      return answer.records().size() > 1 ? "'.' stands beside other targets" : "";
    }
    if (record.port() == 0) {
      return "port 0";
    }
    MailService other =
        service.with(
            service.tlsStart() == TlsStart.IMPLICIT ? TlsStart.STARTTLS : TlsStart.IMPLICIT);
    if (record.port() == other.defaultPort()) {
      return "the port is that of " + other.srvLabel();
    }
    Answer<?> ipv4 = records.ipv4().get(record.target());
    Answer<?> ipv6 = records.ipv6().get(record.target());
    if (ipv4 == null || ipv6 == null) {
      return "the target is not a host name";
    }
    boolean isAlias = !ipv4.aliases().isEmpty() || !ipv6.aliases().isEmpty();
    if (isAlias) {
      return "the target is an alias";
    }
    return records.addresses(record.target()).isEmpty() ? "the target has no address" : "";
  }

  private void signed() {
    records.services().values().stream()
        .filter(answer -> !answer.records().isEmpty() || !answer.status().isAnswer())
        .forEach(answer -> signed("SRV", answer));
    Stream.of(records.ipv4(), records.ipv6())
        .flatMap(family -> family.values().stream())
        .filter(answer -> !answer.records().isEmpty() || !answer.status().isAnswer())
        .forEach(answer -> signed("address", answer));
    records.tlsa().values().stream()
        .filter(answer -> !answer.status().isAnswer())
        .forEach(answer -> signed("TLSA", answer));
    aliases();
  }

  private void signed(String type, Answer<?> answer) {
    findings.add(
        Catalogue.DNSSEC,
        status(answer.status()),
        null,
        type + " records of " + Escaped.text(answer.name()) + ": " + answer.status(),
        answer.reason().isEmpty()
            ? Map.of()
            : Map.of("reason", Escaped.text(answer.reason(), 400)));
  }

  /** Adds each step by CNAME or DNAME once; it may be weaker than the records at its end. */
  private void aliases() {
    Stream.of(records.services(), records.ipv4(), records.ipv6(), records.tlsa())
        .flatMap(answers -> answers.values().stream())
        .flatMap(answer -> answer.aliases().stream())
        .distinct()
        .forEach(
            alias ->
                findings.add(
                    Catalogue.DNSSEC,
                    status(alias.status()),
                    null,
                    "alias "
                        + Escaped.text(alias.owner())
                        + " to "
                        + Escaped.text(alias.target())
                        + ": "
                        + alias.status()));
  }

  private static Status status(DnssecStatus status) {
    return switch (status) {
      case SECURE -> Status.PASS;
      case INSECURE -> Status.WARN;
      case BOGUS -> Status.FAIL;
      case INDETERMINATE -> Status.ERROR;
    };
  }

  private void tlsa(String name, Answer<TlsaRecord> answer) {
    if (answer.records().isEmpty()) {
      return;
    }
    boolean secure = answer.status() == DnssecStatus.SECURE;
    findings.add(
        Catalogue.TLSA_SIGNED,
        secure ? Status.PASS : Status.FAIL,
        null,
        "TLSA records of "
            + Escaped.text(name)
            + (secure ? " are signed" : " are published without DNSSEC"));
    form(name, answer.records());
  }

  private void form(String name, List<TlsaRecord> of) {
    boolean full = of.stream().anyMatch(record -> record.matchingType() == 0);
    boolean onlyLong = of.stream().allMatch(record -> record.matchingType() == 2);
    boolean usable = of.stream().anyMatch(record -> record.usage() == 2 || record.usage() == 3);
    String problem =
        full
            ? "a record has the whole certificate or key"
            : onlyLong
                ? "all records have SHA2-512, which clients may lack"
                : usable ? "" : "no record has the usage DANE-TA or DANE-EE";
    findings.add(
        Catalogue.TLSA_FORM,
        problem.isEmpty() ? Status.PASS : Status.WARN,
        null,
        "TLSA records of "
            + Escaped.text(name)
            + (problem.isEmpty() ? " have recommended parameters" : ": " + problem),
        Map.of(
            "records",
            Escaped.text(String.join("; ", of.stream().map(TlsaRecord::toString).toList()), 600)));
  }
}
