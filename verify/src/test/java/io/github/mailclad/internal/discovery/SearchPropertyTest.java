package io.github.mailclad.internal.discovery;

import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.confirmed;
import static io.github.mailclad.internal.discovery.Searches.search;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of the properties of any zone, over many random ones. */
class SearchPropertyTest {
  private static final int ZONES = 2_000;
  private static final List<String> TARGETS =
      List.of(
          "example.net",
          "imap.example.net",
          "b.example.net",
          "evilexample.net",
          "known.hoster.example",
          "other.hoster.example",
          "net",
          "192.0.2.1",
          ".",
          "_bad.example.net");
  private static final Set<String> IN_DOMAIN =
      Set.of("example.net", "imap.example.net", "b.example.net");
  private static final String CONFIRMED = "known.hoster.example";

  private final Random random = new Random(8314);
  private final Map<MailService, DnssecStatus> statuses = new EnumMap<>(MailService.class);

  private FakeDns zone() {
    FakeDns dns = new FakeDns();
    statuses.clear();
    for (MailService service : MailService.values()) {
      int kind = random.nextInt(10);
      DnssecStatus status =
          kind == 0 ? DnssecStatus.BOGUS : kind == 1 ? DnssecStatus.INDETERMINATE : either();
      statuses.put(service, status);
      if (status.isAnswer()) {
        dns.srv(
            status,
            at(service),
            Stream.generate(this::record).limit(random.nextInt(6)).toArray(String[]::new));
      } else {
        dns.fails(FakeDns.Type.SRV, at(service), status, "drawn");
      }
    }
    return dns;
  }

  private DnssecStatus either() {
    return random.nextBoolean() ? DnssecStatus.SECURE : DnssecStatus.INSECURE;
  }

  private String record() {
    return random.nextInt(3)
        + " "
        + random.nextInt(4)
        + " "
        + (random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(65535))
        + " "
        + TARGETS.get(random.nextInt(10) == 0 ? 8 : random.nextInt(TARGETS.size()));
  }

  @Test
  @Requirement(
      value = {"G3", "G4", "G6", "S-18", "D-5.1-10", "D-5.1-11"},
      heldBy = {"PublishedServices", "Server"})
  void noZoneLeadsToAServerWithoutAnApproval() {
    int candidates = 0;
    int failed = 0;
    for (int i = 0; i < ZONES; i++) {
      PublishedServices published = search(zone()).account(DOMAIN);
      for (List<MailProtocol> purpose : List.of(ServiceSearch.ACCESS, ServiceSearch.SUBMISSION)) {
        Outcome<Choice> result = published.choose(purpose, confirmed(CONFIRMED));
        boolean hidden =
            statuses.entrySet().stream()
                .filter(e -> purpose.contains(e.getKey().protocol()))
                .anyMatch(e -> !e.getValue().isAnswer());
        if (result.refusal().isEmpty()) {
          Choice found = result.get();
          assertTrue(!hidden, () -> statuses + " led to " + found);
          assertTrue(found.inOrder().size() <= PublishedServices.MOST_SERVERS);
          assertEquals(1, found.inOrder().stream().map(Server::service).distinct().count());
          found.inOrder().forEach(this::isApproved);
          candidates += found.inOrder().size();
        } else if (hidden) {
          failed++;
        }
      }
    }
    assertTrue(candidates > ZONES / 2 && failed > ZONES / 4, candidates + ", " + failed);
  }

  private void isApproved(Server candidate) {
    String host = candidate.endpoint().host().text();
    boolean signed = statuses.get(candidate.service()) == DnssecStatus.SECURE;
    assertTrue(signed || host.equals(CONFIRMED) || IN_DOMAIN.contains(host), candidate::toString);
    assertEquals(
        signed || host.equals(CONFIRMED) || host.equals(DOMAIN),
        candidate.references().contains(new DnsId(host)),
        candidate::toString);
  }
}
