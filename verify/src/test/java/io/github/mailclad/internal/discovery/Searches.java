package io.github.mailclad.internal.discovery;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The common part of the tests of the search. */
final class Searches {
  static final String DOMAIN = "example.net";
  static final Terms TERMS =
      new Terms(ConfidentialityLevel.AUTHENTICATED, /* tlsStart= */ null, Set.of());

  private Searches() {}

  static String at(MailService service) {
    return "_" + service.srvLabel() + "._tcp." + DOMAIN;
  }

  static ServiceSearch search(FakeDns dns) {
    return new ServiceSearch(dns, new Random(6186), Duration.ofSeconds(20));
  }

  static Terms confirmed(String... hosts) {
    return TERMS.confirming(Set.of(hosts));
  }

  static Terms insisting(TlsStart start) {
    return new Terms(ConfidentialityLevel.AUTHENTICATED, start, Set.of());
  }

  static Outcome<Choice> access(FakeDns dns) {
    return search(dns).account(DOMAIN).choose(ServiceSearch.ACCESS, TERMS);
  }

  static List<String> anomalies(FakeDns dns) {
    return search(dns).account(DOMAIN).anomalies(ServiceSearch.ACCESS);
  }

  static Outcome<Choice> submission(FakeDns dns) {
    return search(dns).account(DOMAIN).choose(ServiceSearch.SUBMISSION, TERMS);
  }

  /** The servers of one protocol, with either TLS start. */
  static Outcome<Choice> servers(FakeDns dns, MailService service, Terms terms) {
    return servers(search(dns), service, terms);
  }

  static Outcome<Choice> servers(ServiceSearch search, MailService service, Terms terms) {
    return search.protocol(DOMAIN, service).choose(List.of(service.protocol()), terms);
  }

  static Choice found(Outcome<Choice> outcome) {
    return outcome.orThrow(refusal -> new AssertionError(refusal.toString()));
  }

  static MailService service(Outcome<Choice> outcome) {
    return found(outcome).inOrder().get(0).service();
  }

  static List<String> hosts(Outcome<Choice> outcome) {
    return found(outcome).inOrder().stream().map(c -> c.endpoint().toString()).toList();
  }

  static Refusal refusal(Outcome<Choice> outcome) {
    return outcome.refusal().orElseThrow(() -> new AssertionError(outcome.toString()));
  }
}
