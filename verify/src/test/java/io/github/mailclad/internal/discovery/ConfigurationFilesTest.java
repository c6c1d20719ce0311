package io.github.mailclad.internal.discovery;

import static io.github.mailclad.MailService.IMAP;
import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.MailService.POP3S;
import static io.github.mailclad.MailService.SUBMISSIONS;
import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.TERMS;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.confirmed;
import static io.github.mailclad.internal.discovery.Searches.found;
import static io.github.mailclad.internal.discovery.Searches.hosts;
import static io.github.mailclad.internal.discovery.Searches.insisting;
import static io.github.mailclad.internal.discovery.Searches.refusal;
import static io.github.mailclad.internal.discovery.Searches.search;
import static io.github.mailclad.internal.discovery.WebSites.AUTOCONFIG;
import static io.github.mailclad.internal.discovery.WebSites.DIRECTORY;
import static io.github.mailclad.internal.discovery.WebSites.PACC;
import static io.github.mailclad.internal.discovery.WebSites.WELL_KNOWN;
import static io.github.mailclad.internal.discovery.WebSites.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFilesTest {
  private static final String TXT = "_ua-auto-config." + DOMAIN;
  private static final String USER = "alice+x@" + DOMAIN;
  private static final String CONFIGURATION =
      """
      {"protocols": {"imap": {"host": "imap.hoster.example"}, "smtp": {"host": "smtp.hoster.example"}},
       "authentication": {"oauth-public": {"issuer": "https://login.example.net/"}}}
      """;

  private static String file(String... servers) {
    return "<?xml version=\"1.0\"?><clientConfig version=\"1.2\"><emailProvider id=\"x\">"
        + String.join("", servers)
        + "</emailProvider><oAuth2><issuer>login.example.net</issuer></oAuth2></clientConfig>";
  }

  private static String server(String type, String host, int port, String security) {
    String element = type.equals("smtp") ? "outgoingServer" : "incomingServer";
    return "<%s type=\"%s\"><hostname>%s</hostname><port>%d</port><socketType>%s</socketType></%s>"
        .formatted(element, type, host, port, security, element);
  }

  private static final String IN_DOMAIN =
      file(
          server("imap", "imap.%EMAILDOMAIN%", 993, "SSL"),
          server("smtp", "smtp.example.net", 465, "SSL"));

  private final FakeDns dns = new FakeDns();
  private final WebSites sites = new WebSites();

  @AfterEach
  void stop() {
    sites.close();
  }

  private PublishedServices published(Kinds kinds) {
    return search(dns)
        .account(USER, DOMAIN, ServiceSearch.ACCESS, sites.search(kinds, /* directory= */ null));
  }

  private Outcome<Choice> access(Kinds kinds) {
    return published(kinds).choose(ServiceSearch.ACCESS, TERMS);
  }

  private static Approval approval(Outcome<Choice> outcome) {
    return Objects.requireNonNull(found(outcome).inOrder().get(0).publication()).approval();
  }

  @Test
  void aSignedDigestProvesTheServersOfTheConfiguration() {
    dns.txt(SECURE, TXT, "v=spf1 -all", digest("older"), digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    PublishedServices published = published(Kinds.SRV_PACC);
    Outcome<Choice> access = published.choose(ServiceSearch.ACCESS, TERMS);

    assertEquals(List.of("imap.hoster.example:993"), hosts(access));
    assertEquals(IMAPS, Searches.service(access));
    assertEquals(Approval.DNSSEC, approval(access));
    assertEquals(List.of(DiscoverySource.PACC), found(access).sources());
    assertEquals("https://login.example.net/", found(access).oauthIssuer());
    assertEquals(
        List.of("smtp.hoster.example:465"),
        hosts(published.choose(ServiceSearch.SUBMISSION, TERMS)));
    assertEquals(List.of(PACC), sites.asked());
  }

  @Test
  void anUnsignedDigestProvesNothingAndAPersonHasToConfirm() {
    dns.txt(INSECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    assertEquals("target-not-confirmed", refusal(access(Kinds.SRV_PACC)).code());
    Outcome<Choice> asked =
        published(Kinds.SRV_PACC).choose(ServiceSearch.ACCESS, confirmed("imap.hoster.example"));
    assertEquals(Approval.PERSON, approval(asked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SECURE", "INSECURE"})
  void aConfigurationWithAnotherDigestIsRefusedAndNothingElseIsAsked(DnssecStatus status) {
    dns.txt(status, TXT, digest(CONFIGURATION));
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.example.net");
    sites.page(PACC, CONFIGURATION.replace("hoster", "attacker")).page(AUTOCONFIG, IN_DOMAIN);

    assertEquals("configuration-mismatch", refusal(access(Kinds.ALL)).code());
    assertEquals(List.of(PACC), sites.asked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=UAAC1; a=sha512; d=AAAA",
        "v=UAAC1; a=sha256; d=AAAA",
        "v=UAAC1; a=sha256",
        "v=UAAC1; a=sha256; d=%%%"
      })
  void aDigestThatCannotBeComparedProvesNothing(String record) {
    dns.txt(SECURE, TXT, record);
    sites.page(PACC, CONFIGURATION);

    assertEquals("configuration-mismatch", refusal(access(Kinds.SRV_PACC)).code());
  }

  @Test
  void aPublishedConfigurationThatIsMissingLeadsToNothingLess() {
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.example.net");
    sites.page(AUTOCONFIG, IN_DOMAIN);

    assertEquals("configuration-unavailable", refusal(access(Kinds.ALL)).code());
    assertEquals(List.of(PACC), sites.asked());
  }

  @Test
  void aWebServerThatIsNotVerifiedIsAskedNothing() {
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    try (WebSites others = new WebSites("www.attacker.example")) {
      others.page(PACC, CONFIGURATION);
      Outcome<Choice> refused =
          search(dns)
              .account(USER, DOMAIN, ServiceSearch.ACCESS, others.search(Kinds.ALL, null))
              .choose(ServiceSearch.ACCESS, TERMS);
      assertEquals("configuration-unavailable", refusal(refused).code());
      assertTrue(refusal(refused).explain("it").contains("[identity-mismatch]"));
      assertEquals(List.of(), others.asked());
    }
  }

  @Test
  void aFailedLookUpOfTheDigestEndsTheDiscovery() {
    dns.fails(FakeDns.Type.TXT, TXT, BOGUS, "a wrong signature");
    sites.page(AUTOCONFIG, IN_DOMAIN);

    assertEquals("discovery-failed", refusal(access(Kinds.ALL)).code());
    assertEquals(List.of(), sites.asked());
  }

  @Test
  void aFailedLookUpOfRecordsIsNotMadeUpForByAFile() {
    dns.fails(FakeDns.Type.SRV, at(IMAP), BOGUS, "a wrong signature");
    dns.srv(INSECURE, at(SUBMISSIONS), "0 0 465 smtp.example.net");
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    PublishedServices published = published(Kinds.ALL);
    assertEquals("discovery-failed", refusal(published.choose(ServiceSearch.ACCESS, TERMS)).code());
    assertEquals(
        List.of("smtp.hoster.example:465"),
        hosts(published.choose(ServiceSearch.SUBMISSION, TERMS)));
  }

  @Test
  void signedRecordsDecideAndNoFileIsAskedFor() {
    dns.srv(SECURE, at(IMAPS), "0 0 993 imap.example.net");
    dns.srv(SECURE, at(SUBMISSIONS), "0 0 465 smtp.example.net");
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    assertEquals(List.of("imap.example.net:993"), hosts(access(Kinds.ALL)));
    assertEquals(List.of(), dns.queries(FakeDns.Type.TXT));
    assertEquals(List.of(), sites.asked());
  }

  @Test
  void aProvedConfigurationThatAgreesRaisesUnsignedRecords() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.hoster.example");
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    Outcome<Choice> access = access(Kinds.SRV_PACC);
    assertEquals(Approval.DNSSEC, approval(access));
    assertEquals(List.of(DiscoverySource.PACC, DiscoverySource.SRV), found(access).sources());
  }

  @Test
  void aContradictionIsReportedAndTheProofDecides() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.example.net");
    dns.txt(SECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    PublishedServices published = published(Kinds.SRV_PACC);
    Outcome<Choice> access = published.choose(ServiceSearch.ACCESS, TERMS);
    assertEquals(List.of("imap.hoster.example:993"), hosts(access));
    assertEquals(List.of(DiscoverySource.PACC), found(access).sources());
    assertEquals(
        List.of(
            "contradiction: _imaps._tcp names [imap.example.net:993], and imaps in the"
                + " configuration (PACC) names [imap.hoster.example:993]"),
        published.anomalies(ServiceSearch.ACCESS));
  }

  @Test
  void unsignedRecordsAreNotReplacedByAnUnsignedConfiguration() {
    dns.srv(INSECURE, at(IMAPS), "9 0 993 imap.example.net");
    dns.txt(INSECURE, TXT, digest(CONFIGURATION));
    sites.page(PACC, CONFIGURATION);

    Outcome<Choice> access = access(Kinds.SRV_PACC);
    assertEquals(List.of("imap.example.net:993"), hosts(access));
    assertEquals(List.of(DiscoverySource.SRV), found(access).sources());
  }

  @Test
  void theFileOfTheDomainIsUsedWhereNothingElseIsPublished() {
    sites.page(AUTOCONFIG, IN_DOMAIN);

    Outcome<Choice> access = access(Kinds.ALL);
    assertEquals(List.of("imap.example.net:993"), hosts(access));
    assertEquals(Approval.SAME_DOMAIN, approval(access));
    assertEquals(List.of(DiscoverySource.AUTOCONFIG), found(access).sources());
    assertEquals("login.example.net", found(access).oauthIssuer());
    assertEquals(List.of(AUTOCONFIG + "?emailaddress=alice%2Bx%40example.net"), sites.asked());
  }

  @Test
  void filesOfTheDomainAreAskedForOnlyIfTheApplicationWantsThem() {
    sites.page(AUTOCONFIG, IN_DOMAIN).page(DIRECTORY, IN_DOMAIN);

    assertEquals("no-service-records", refusal(access(Kinds.SRV_PACC)).code());
    assertEquals(List.of(), sites.asked());
  }

  @Test
  void aTargetOfAFileInAnotherDomainHasToBeConfirmed() {
    sites.page(WELL_KNOWN, file(server("imap", "imap.hoster.example", 993, "SSL")));

    assertEquals("target-not-confirmed", refusal(access(Kinds.ALL)).code());
    assertEquals(
        Approval.PERSON,
        approval(
            published(Kinds.ALL).choose(ServiceSearch.ACCESS, confirmed("imap.hoster.example"))));
  }

  @Test
  void entriesWithoutTlsAreNeverProposed() {
    sites.page(
        AUTOCONFIG,
        file(
            server("imap", "imap.example.net", 143, "plain"),
            server("imap", "imap.example.net", 143, "")));

    assertEquals("no-service-records", refusal(access(Kinds.ALL)).code());
    assertEquals(1, sites.asked().size());
  }

  @Test
  void implicitTlsIsPreferredToStarttlsWhateverTheOrder() {
    sites.page(
        AUTOCONFIG,
        file(
            server("imap", "imap.example.net", 143, "STARTTLS"),
            server("imap", "imap.example.net", 993, "SSL")));

    assertEquals(IMAPS, Searches.service(access(Kinds.ALL)));
    assertEquals(
        IMAP,
        Searches.service(
            published(Kinds.ALL).choose(ServiceSearch.ACCESS, insisting(TlsStart.STARTTLS))));
  }

  @Test
  void theProtocolThatTheFileNamesFirstIsPreferred() {
    sites.page(
        AUTOCONFIG,
        file(
            server("pop3", "pop.example.net", 995, "SSL"),
            server("imap", "imap.example.net", 993, "SSL")));

    assertEquals(POP3S, Searches.service(access(Kinds.ALL)));
  }

  @Test
  void aDirectoryIsTheLastSourceAndLearnsTheDomainOnly() {
    sites.page(DIRECTORY, IN_DOMAIN);

    Outcome<Choice> access =
        search(dns)
            .account(
                USER,
                DOMAIN,
                ServiceSearch.ACCESS,
                sites.search(Kinds.ALL, "https://directory.example/v1.1/"))
            .choose(ServiceSearch.ACCESS, TERMS);
    assertEquals(List.of(DiscoverySource.DIRECTORY), found(access).sources());
    assertEquals(Approval.SAME_DOMAIN, approval(access));
    assertEquals(DIRECTORY, sites.asked().get(2));
  }

  @Test
  void aDirectoryIsHttps() {
    assertThrows(
        IllegalArgumentException.class,
        () -> sites.search(Kinds.ALL, "http://directory.example/v1.1/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://autoconfig.example.net/x",
        "https://www.attacker.example/x",
        "https://autoconfig.example.net:8443/x",
        "https://autoconfig.example.net@www.attacker.example/x",
        "//www.attacker.example/x"
      })
  void aRedirectToAnotherPlaceIsNotFollowed(String location) {
    sites.page(
        AUTOCONFIG,
        "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n");
    sites.page("autoconfig.example.net/x", IN_DOMAIN).page("www.attacker.example/x", IN_DOMAIN);

    assertEquals("no-service-records", refusal(access(Kinds.ALL)).code());
    assertEquals(2, sites.asked().size(), () -> sites.asked().toString());
  }

  @Test
  void aRedirectOnTheSameHostIsFollowedTwiceAtMost() {
    String moved = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /%s\r\n\r\n";
    sites.page(AUTOCONFIG, moved.formatted("a")).page("autoconfig.example.net/a", IN_DOMAIN);
    assertEquals(List.of("imap.example.net:993"), hosts(access(Kinds.ALL)));

    sites.page("autoconfig.example.net/a", moved.formatted("a"));
    assertEquals("no-service-records", refusal(access(Kinds.ALL)).code());
  }

  static Stream<String> notAFile() {
    return Stream.of(
        "<!DOCTYPE clientConfig [<!ENTITY h \"imap.example.net\">]>" + IN_DOMAIN.substring(21),
        "<!DOCTYPE clientConfig SYSTEM \"https://www.attacker.example/\">"
            + IN_DOMAIN.substring(21),
        "<!DOCTYPE clientConfig [<!a;\u0000]>" + IN_DOMAIN.substring(21),
        IN_DOMAIN.replace("imap.%EMAILDOMAIN%", "&h;"),
        IN_DOMAIN.replace("clientConfig", "html"),
        IN_DOMAIN.substring(0, IN_DOMAIN.length() - 5),
        IN_DOMAIN.replace("imap.%EMAILDOMAIN%", "imap.example.net\u0000"),
        file("<a>".repeat(20) + "</a>".repeat(20)),
        file("<a/>".repeat(2000)),
        file(server("imap", "i".repeat(1100), 993, "SSL")),
        file(
            Stream.iterate(1, i -> i + 1)
                .limit(17)
                .map(i -> server("imap", "imap" + i + ".example.net", 993, "SSL"))
                .toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("notAFile")
  void aFileWithEntitiesOrOverALimitIsNone(String content) {
    sites.page(AUTOCONFIG, content);

    String refused = refusal(access(Kinds.ALL)).explain("it");
    assertTrue(refused.contains("[no-service-records]"), refused);
    assertTrue(refused.contains("https://" + AUTOCONFIG + ": it "), refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"protocols\":{\"imap\":{\"host\":\"a.example\"},\"imap\":{\"host\":\"b.example\"}}}",
        "{\"protocols\":{\"imap\":{\"host\":\"a.example\",\"host\":\"b.example\"}}}",
        "{\"protocols\":{\"imap\":{\"host\":1}}}",
        "{\"protocols\":{\"imap\":{\"host\":\"a.example\"}}} {}",
        "{\"protocols\":{\"imap\":{\"host\":\"a.example\"}}",
        "[]",
        "\"x\"",
        "",
        "{'protocols':{}}",
        "{\"a\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"
      })
  void aProvedConfigurationThatIsNotStrictJsonIsRefused(String content) {
    dns.txt(SECURE, TXT, digest(content));
    sites.page(PACC, content);

    String refused = refusal(access(Kinds.SRV_PACC)).explain("it");
    assertTrue(refused.contains("[configuration-unavailable]"), refused);
    assertTrue(refused.matches("(?s).*reason: (it is|there is|protocols.imap.host is).*"), refused);
  }

  @Test
  void membersElsewhereInTheConfigurationNameNoServer() {
    String content =
        "{\"x\":{\"protocols\":{\"imap\":{\"host\":\"a.example\"}}},"
            + "\"protocols.imap\":{\"host\":\"b.example\"},"
            + "\"protocols\":[{\"imap\":{\"host\":\"c.example\"}}]}";
    dns.txt(SECURE, TXT, digest(content));
    sites.page(PACC, content);

    assertEquals("no-service-records", refusal(access(Kinds.SRV_PACC)).code());
  }
}
