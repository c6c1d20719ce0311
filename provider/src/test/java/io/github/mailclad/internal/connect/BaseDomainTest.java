package io.github.mailclad.internal.connect;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.connect.LookUps.HOST;
import static io.github.mailclad.internal.connect.LookUps.NAMED;
import static io.github.mailclad.internal.connect.LookUps.RECORD;
import static io.github.mailclad.internal.connect.LookUps.SIGNED;
import static io.github.mailclad.internal.connect.LookUps.TLSA;
import static io.github.mailclad.internal.connect.LookUps.UNSIGNED;
import static io.github.mailclad.internal.connect.LookUps.UNUSABLE;
import static io.github.mailclad.internal.connect.LookUps.answer;
import static io.github.mailclad.internal.connect.LookUps.asked;
import static io.github.mailclad.internal.connect.LookUps.names;
import static io.github.mailclad.internal.connect.LookUps.reachable;
import static io.github.mailclad.internal.connect.LookUps.refusal;
import static io.github.mailclad.internal.connect.LookUps.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At which name TLSA records are looked for, and which names a server may have then. */
class BaseDomainTest {
  private static final String MIDDLE = "cdn.example.com";
  private static final String END = "box.example.com";
  private static final String TLSA_MIDDLE = "_993._tcp.cdn.example.com";
  private static final String TLSA_END = "_993._tcp.box.example.com";

  static Stream<Server> signed() {
    return Stream.of(NAMED, SIGNED);
  }

  /** The host is an alias of an alias; the steps and the end have these statuses. */
  private static FakeDns aliased(DnssecStatus first, DnssecStatus second, DnssecStatus end) {
    return new FakeDns()
        .absencesAre(SECURE)
        .alias(first, HOST, MIDDLE)
        .alias(second, MIDDLE, END)
        .addresses(end, END, "192.0.2.1");
  }

  private static FakeDns aliased() {
    return aliased(SECURE, SECURE, SECURE);
  }

  private static void found(
      ServerRecords found, String base, String tlsaName, String... references) {
    assertEquals(Host.of(base), found.serverName());
    assertEquals(tlsaName, answer(found).name());
    assertEquals(names(references), LookUps.references(found));
  }

  @Test
  @Requirement(value = "T1", heldBy = "ServerLookup")
  void theTargetOfSignedSrvRecordsIsTheBaseAndTheDomainIsANameToo() {
    FakeDns dns = zone(SECURE).tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, SIGNED, Mode.PREFER), HOST, TLSA, HOST, "example.org");
  }

  @Test
  @Requirement(value = "T4", heldBy = "ServerLookup")
  void aNamedHostIsTheBaseAndTheOnlyName() {
    FakeDns dns = zone(SECURE).tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, NAMED, Mode.PREFER), HOST, TLSA, HOST);
  }

  @Test
  @Requirement(
      value = {"T2", "T5", "N-36"},
      heldBy = {"ServerLookup", "HostAddresses"})
  void theEndOfSignedAliasesIsAskedFirst() {
    FakeDns dns = aliased().tlsa(SECURE, TLSA_END, RECORD).tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, NAMED, Mode.PREFER), END, TLSA_END, END, HOST);
    found(reachable(dns, SIGNED, Mode.PREFER), END, TLSA_END, END, "example.org");
    asked(dns, TLSA_END, TLSA_END);
  }

  @Test
  @Requirement(
      value = {"T2", "T5", "N-37"},
      heldBy = {"ServerLookup", "HostAddresses"})
  void theHostItselfIsAskedSecond() {
    FakeDns dns = aliased().tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, NAMED, Mode.PREFER), HOST, TLSA, HOST);
    found(reachable(dns, SIGNED, Mode.REQUIRE), HOST, TLSA, HOST, "example.org");
    asked(dns, TLSA_END, TLSA, TLSA_END, TLSA);
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"T2", "N-38"},
      heldBy = "HostAddresses")
  void whatLiesBetweenIsNeverAsked(Server destination) {
    FakeDns dns = aliased().tlsa(SECURE, TLSA_MIDDLE, RECORD);

    ServerRecords found = reachable(dns, destination, Mode.PREFER);

    asked(dns, TLSA_END, TLSA);
    assertEquals(List.of(), answer(found).records());
    assertEquals(Host.of(HOST), found.serverName());
    assertEquals("dane-absent", refusal(dns, destination, Mode.REQUIRE).code());
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"T3", "L4"},
      heldBy = "HostAddresses")
  void whereAliasesLeaveWhatIsSignedTheHostAloneIsAsked(Server destination) {
    for (FakeDns dns :
        List.of(aliased(SECURE, INSECURE, SECURE), aliased(SECURE, SECURE, INSECURE))) {
      dns.tlsa(SECURE, TLSA_END, RECORD).tlsa(SECURE, TLSA, RECORD);

      ServerRecords found = reachable(dns, destination, Mode.PREFER);

      asked(dns, TLSA);
      assertEquals(Host.of(HOST), found.serverName());
      assertEquals(SECURE, answer(found).status());
    }
    FakeDns unsigned = aliased(INSECURE, SECURE, SECURE).tlsa(SECURE, TLSA, RECORD);
    reachable(unsigned, destination, Mode.PREFER);
    asked(unsigned);
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"T6", "N-39"},
      heldBy = "ServerLookup")
  void theRecordsMayThemselvesBeBehindASignedAlias(Server destination) {
    FakeDns dns =
        zone(SECURE)
            .alias(SECURE, TLSA, "tlsa._dane.example.net")
            .tlsa(SECURE, "tlsa._dane.example.net", RECORD);

    ServerRecords found = reachable(dns, destination, Mode.REQUIRE);

    assertEquals(Host.of(HOST), found.serverName());
    assertEquals(TLSA, answer(found).name());
    assertEquals(1, answer(found).records().size());
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(value = "N-40", heldBy = "ServerLookup")
  void recordsBehindAnUnsignedAliasCountAsNone(Server destination) {
    FakeDns dns =
        zone(SECURE)
            .alias(INSECURE, TLSA, "tlsa.example.com")
            .tlsa(SECURE, "tlsa.example.com", RECORD);

    ServerRecords found = reachable(dns, destination, Mode.PREFER);

    assertEquals(INSECURE, answer(found).status());
    assertEquals("dane-absent", refusal(dns, destination, Mode.REQUIRE).code());
  }

  @Test
  @Requirement(
      value = {"T7", "N-34"},
      heldBy = "ServerLookup")
  void withoutUsableRecordsTheTargetIsGreetedAndBothNamesCount() {
    FakeDns absent = zone(SECURE);
    FakeDns unusable = aliased().tlsa(SECURE, TLSA_END, UNUSABLE);

    found(reachable(absent, SIGNED, Mode.PREFER), HOST, TLSA, HOST, "example.org");
    found(reachable(unusable, SIGNED, Mode.PREFER), HOST, TLSA_END, HOST, "example.org");
    found(reachable(aliased(), NAMED, Mode.PREFER), HOST, TLSA_END, HOST);
  }

  @Test
  @Requirement(
      value = {"T8", "N-35"},
      heldBy = "ServerLookup")
  void theTargetOfUnsignedSrvRecordsIsNoName() {
    FakeDns dns = aliased().tlsa(SECURE, TLSA_END, RECORD).tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, UNSIGNED, Mode.PREFER), "example.org", TLSA, "example.org");
    asked(dns);
  }

  @Test
  @Requirement(
      value = {"L9", "N-27"},
      heldBy = "ServerLookup")
  void aFirstNameThatCannotBeToldIsNotPassedOver() {
    FakeDns dns =
        aliased().fails(FakeDns.Type.TLSA, TLSA_END, BOGUS, "").tlsa(SECURE, TLSA, RECORD);

    assertEquals(
        new LookupRefusal.DaneLookupFailed(PeerText.of(TLSA_END), BOGUS, PeerText.of("")),
        refusal(dns, NAMED, Mode.PREFER));
    asked(dns, TLSA_END);
    FakeDns second = aliased().servfail(FakeDns.Type.TLSA, TLSA);
    assertEquals("dane-lookup-failed", refusal(second, NAMED, Mode.PREFER).code());
  }

  @Test
  void anAbsenceThatIsNotProvedIsTheOneThatIsTold() {
    FakeDns dns = aliased().tlsa(INSECURE, TLSA, RECORD);

    ServerRecords found = reachable(dns, NAMED, Mode.PREFER);

    assertEquals(TLSA, answer(found).name());
    assertEquals(INSECURE, answer(found).status());
  }

  @Test
  @Requirement(value = "N-50", heldBy = "ServerLookup")
  void auditingGreetsTheServerAsIfThereWereNoRecords() {
    FakeDns dns = aliased().tlsa(SECURE, TLSA_END, RECORD);

    found(reachable(dns, NAMED, Mode.AUDIT_ONLY), HOST, TLSA_END, END, HOST);
  }

  @Test
  @Requirement(
      value = {"N-41", "S-21"},
      heldBy = "Server")
  void theRecordsAreThoseOfThePort() {
    FakeDns dns = zone(SECURE).tlsa(SECURE, "_9993._tcp." + HOST, RECORD).tlsa(SECURE, TLSA);
    Server custom = LookUps.at(Host.of(HOST), 9993);

    assertEquals("_9993._tcp." + HOST, answer(reachable(dns, custom, Mode.REQUIRE)).name());
    asked(dns, "_9993._tcp." + HOST);
  }

  @Test
  void anAliasOfWhatIsNoHostNameLeavesTheHostItself() {
    FakeDns dns =
        new FakeDns()
            .absencesAre(SECURE)
            .alias(SECURE, HOST, "a_b\\032.example.com")
            .addresses(SECURE, "a_b\\032.example.com", "192.0.2.1")
            .tlsa(SECURE, TLSA, RECORD);

    found(reachable(dns, NAMED, Mode.PREFER), HOST, TLSA, HOST);
    asked(dns, TLSA);
  }

  @Test
  void anAliasThatIsBogusForbidsTheHost() {
    FakeDns dns = aliased(SECURE, BOGUS, SECURE).tlsa(SECURE, TLSA, RECORD);

    assertEquals("address-lookup-failed", refusal(dns, NAMED, Mode.PREFER).code());
    asked(dns);
  }
}
