package io.github.mailclad.internal.discovery;

import static io.github.mailclad.MailService.IMAP;
import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.access;
import static io.github.mailclad.internal.discovery.Searches.anomalies;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.found;
import static io.github.mailclad.internal.discovery.Searches.hosts;
import static io.github.mailclad.internal.discovery.Searches.refusal;
import static io.github.mailclad.internal.discovery.Searches.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of records without a meaning, and of more records than necessary. */
class RecordSenseTest {
  private final FakeDns dns = new FakeDns();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 0 imap.example.net",
        "0 0 993 192.0.2.1",
        "0 0 993 2001:db8::1",
        "0 0 993 [2001:db8::1]",
        "0 0 993 0x7f000001",
        "0 0 993 _imap.example.net",
        "0 0 993 imap..example.net",
        "0 0 993 imap\\032x.example.net",
        "0 0 993 caf\u00e9.example.net",
        "0 0 993 *.example.net",
        "0 0 993 im\u0007ap.example.net"
      })
  void aRecordThatNamesNoServerIsDroppedAndTold(String nonsense) {
    dns.srv(SECURE, at(IMAPS), nonsense, "7 0 993 good.example.net");

    assertEquals(List.of("good.example.net:993"), hosts(access(dns)));
    assertEquals(1, anomalies(dns).size());
    assertTrue(anomalies(dns).get(0).matches("[ -~]*"));
  }

  @Test
  void nothingButNonsenseIsNoService() {
    dns.srv(INSECURE, at(IMAPS), "0 0 0 imap.example.net", "0 0 993 192.0.2.1");

    assertEquals(
        new LookupRefusal.NoAcceptableService(
            PeerText.of(DOMAIN), PeerText.listOf(List.of("_imaps._tcp: names no server"))),
        refusal(access(dns)));
    assertEquals(2, anomalies(dns).size());

    dns.srv(INSECURE, at(IMAP), "0 0 143 imap.example.net");
    assertEquals(IMAP, service(access(dns)));
  }

  @Test
  void aServerThatIsThereTwiceCountsOnceWithItsBestPriority() {
    dns.srv(
        SECURE,
        at(IMAPS),
        "5 0 993 a.example.net",
        "0 0 993 A.Example.net.",
        "3 0 993 b.example.net",
        "4 0 994 a.example.net");

    assertEquals(
        List.of("a.example.net:993", "b.example.net:993", "a.example.net:994"), hosts(access(dns)));
    assertEquals(
        List.of("_imaps._tcp 5 0 993 a.example.net: is there twice; dropped"), anomalies(dns));
  }

  @Test
  @Requirement(value = "S-38", heldBy = "PublishedServices")
  void ofFiftyTargetsEightAreTried() {
    dns.srv(
        SECURE,
        at(IMAPS),
        IntStream.range(0, 50)
            .mapToObj(i -> i + " 0 993 s" + i + ".example.net")
            .toArray(String[]::new));

    assertEquals(
        IntStream.range(0, 8).mapToObj(i -> "s" + i + ".example.net:993").toList(),
        hosts(access(dns)));
    assertEquals(42, found(access(dns)).ignored().size());
  }

  @Test
  @Requirement(value = "S-38", heldBy = "ServiceRecords")
  void aFloodOfRecordsIsCutOffTheSameWayEachTime() {
    dns.srv(
        INSECURE,
        at(IMAPS),
        IntStream.range(0, 2000)
            .mapToObj(i -> (2000 - i) + " 0 993 s" + i + ".evil.example")
            .toArray(String[]::new));

    LookupRefusal.TargetNotConfirmed first =
        assertInstanceOf(LookupRefusal.TargetNotConfirmed.class, refusal(access(dns)));

    assertEquals(64, first.targets().size());
    assertTrue(first.targets().contains(PeerText.of("s1999.evil.example")));
    assertEquals(first, refusal(access(dns)));
    assertEquals(List.of("_imaps._tcp has more than 64 records; dropped"), anomalies(dns));
  }

  @Test
  void whatIsToldOfAFloodOfNonsenseIsBounded() {
    dns.srv(
        INSECURE,
        at(IMAPS),
        IntStream.range(0, 2000)
            .mapToObj(i -> "0 0 0 " + "s".repeat(200) + i + ".evil.example")
            .toArray(String[]::new));

    assertEquals(64, anomalies(dns).size());
    assertTrue(anomalies(dns).stream().allMatch(line -> line.length() < 200));
  }
}
