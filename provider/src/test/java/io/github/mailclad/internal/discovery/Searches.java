package io.github.mailclad.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What the tests of the search have in common. */
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

  static Search access(FakeDns dns) {
    return search(dns).account(DOMAIN).choose(ServiceSearch.ACCESS, TERMS);
  }

  static Search submission(FakeDns dns) {
    return search(dns).account(DOMAIN).choose(ServiceSearch.SUBMISSION, TERMS);
  }

  static Search.Found found(Search search) {
    return assertInstanceOf(Search.Found.class, search, () -> search.toString());
  }

  static MailService service(Search search) {
    return found(search).inOrder().get(0).service();
  }

  static List<String> hosts(Search search) {
    return found(search).inOrder().stream().map(c -> c.endpoint().toString()).toList();
  }

  static Refusal refusal(Search search) {
    return assertInstanceOf(Search.NotFound.class, search, () -> search.toString()).refusal();
  }
}
