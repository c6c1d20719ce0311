package io.github.mailclad.audit;

import static io.github.mailclad.dns.DnssecStatus.SECURE;

import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An audit of a domain with one host, whose ports a test serves. */
abstract class AuditOfOneHost {
  static final String HOST = "mail.example.org";

  final AuditedServers servers = new AuditedServers();
  final Issued root = servers.root;
  final Map<Integer, Integer> ports = servers.ports;
  final FakeDns dns =
      new FakeDns()
          .absencesAre(SECURE)
          .addresses(SECURE, HOST, "192.0.2.1")
          .srv(SECURE, "_imaps._tcp.example.org", "0 1 993 " + HOST)
          .srv(SECURE, "_submission._tcp.example.org", "0 1 587 " + HOST);

  Profile profile = Profile.RFC8314;
  Instant now = Instant.now();

  Issued certificate(String name) {
    return CertificateBuilder.server().dns(name).issuedBy(root);
  }

  TlsFront.Builder imap(String name) {
    return TlsFront.builder().certificate(certificate(name)).dialogue(new ImapDialogue());
  }

  AuditReport audit(FakeDns resolver) {
    return new Audit(settings(resolver)).of("example.org");
  }

  AuditSettings settings(FakeDns resolver) {
    return servers.settings(resolver, profile, now);
  }

  static Finding finding(AuditReport report, Check check) {
    return report.findings().stream()
        .filter(each -> each.check().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding of " + check.id() + " in " + report));
  }

  static Status worst(AuditReport report, Check check) {
    List<Status> order = List.of(Status.FAIL, Status.WARN, Status.ERROR, Status.INFO, Status.PASS);
    return report.findings().stream()
        .filter(each -> each.check().equals(check))
        .map(Finding::status)
        .min((one, other) -> Integer.compare(order.indexOf(one), order.indexOf(other)))
        .orElseThrow(() -> new AssertionError("no finding of " + check.id() + " in " + report));
  }
}
