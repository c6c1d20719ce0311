package io.github.mailclad.internal.connect;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the questions about a server, and of the answers that forbid a connection to it. */
class ServerLookupTest {
  private static final List<String> BOTH_FAMILIES = List.of("AAAA " + HOST, "A " + HOST);

  static Stream<Server> signed() {
    return Stream.of(NAMED, SIGNED);
  }

  static Stream<Server> any() {
    return Stream.of(NAMED, SIGNED, UNSIGNED);
  }

  static Stream<DnssecStatus> noAnswer() {
    return Stream.of(BOGUS, INDETERMINATE);
  }

  @ParameterizedTest
  @MethodSource("noAnswer")
  @Requirement(
      value = {"L1", "N-33"},
      heldBy = "Server")
  void whatDidNotComeFromAnAnswerIsNoDestination(DnssecStatus srv) {
    assertThrows(IllegalArgumentException.class, () -> LookUps.discovered(srv));
  }

  @Test
  @Requirement(
      value = {"L2", "N-35"},
      heldBy = "ServerLookup")
  void whereTheWayToTheHostIsUnsignedItsRecordsAreNotAskedFor() {
    FakeDns dns = zone(SECURE).tlsa(SECURE, TLSA, RECORD);

    ServerRecords found = reachable(dns, UNSIGNED, Mode.PREFER);

    asked(dns);
    assertEquals(INSECURE, answer(found).status());
    assertEquals(names("example.org"), LookUps.references(found));
    assertEquals("[/192.0.2.1]", found.addresses().toString());
    // as soon as the user confirms it, it is a host like any other
    reachable(dns, NAMED, Mode.PREFER);
    asked(dns, TLSA);
  }

  @ParameterizedTest
  @MethodSource("any")
  @Requirement(
      value = {"L3", "N-32"},
      heldBy = "ServerLookup")
  void oneFamilyThatCannotBeToldForbidsTheHost(Server destination) {
    for (FakeDns.Type family : List.of(FakeDns.Type.A, FakeDns.Type.AAAA)) {
      for (DnssecStatus status : List.of(BOGUS, INDETERMINATE)) {
        for (Mode mode : List.of(Mode.PREFER, Mode.REQUIRE)) {
          FakeDns dns =
              zone(SECURE)
                  .addresses(SECURE, HOST, "192.0.2.1", "2001:db8::1")
                  .tlsa(SECURE, TLSA, RECORD)
                  .fails(family, HOST, status, "on purpose");
          Refusal refusal = refusal(dns, destination, mode);
          asked(dns);
          if (destination.equals(UNSIGNED) && mode == Mode.REQUIRE) {
            assertEquals("dane-absent", refusal.code());
          } else {
            assertEquals(
                new LookupRefusal.AddressLookupFailed(
                    PeerText.of(HOST), status, PeerText.of("on purpose")),
                refusal);
          }
        }
      }
    }
  }

  @Test
  @Requirement(
      value = {"L4", "N-31"},
      heldBy = {"ServerLookup", "HostAddresses"})
  void whereTheAddressesAreUnsignedTheRecordsAreNotAskedFor() {
    for (Server destination : List.of(NAMED, SIGNED)) {
      FakeDns dns = zone(INSECURE).tlsa(SECURE, TLSA, RECORD);

      ServerRecords found = reachable(dns, destination, Mode.PREFER);

      assertEquals(BOTH_FAMILIES, dns.queries());
      assertEquals(INSECURE, answer(found).status());
      assertEquals(List.of(), answer(found).records());
      assertEquals(Host.of(HOST), found.serverName());
    }
  }

  @Test
  @Requirement(value = "L5", heldBy = "ServerLookup")
  void oneSignedFamilyIsEnoughToAsk() {
    for (FakeDns.Type signed : List.of(FakeDns.Type.A, FakeDns.Type.AAAA)) {
      FakeDns dns =
          new FakeDns()
              .addresses(INSECURE, HOST, "192.0.2.1", "2001:db8::1")
              .absent(signed, HOST, SECURE)
              .tlsa(SECURE, TLSA, RECORD);
      assertEquals(
          TlsaAnswer.secure(TLSA, List.of(TlsaRecord.parse(RECORD))),
          answer(reachable(dns, NAMED, Mode.PREFER)));
    }
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(value = "L5", heldBy = "ServerLookup")
  void signedRecordsOfASignedHostCount(Server destination) {
    for (Mode mode : List.of(Mode.PREFER, Mode.REQUIRE, Mode.AUDIT_ONLY)) {
      FakeDns dns =
          zone(SECURE)
              .addresses(SECURE, HOST, "192.0.2.1", "192.0.2.2", "2001:db8::1")
              .tlsa(SECURE, TLSA, RECORD);

      ServerRecords found = reachable(dns, destination, mode);

      asked(dns, TLSA);
      assertEquals(TlsaAnswer.secure(TLSA, List.of(TlsaRecord.parse(RECORD))), answer(found));
      assertEquals(
          List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1", "192.0.2.2"),
          found.addresses().stream().map(InetAddress::getHostAddress).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"L6", "N-43"},
      heldBy = "ServerLookup")
  void recordsOfWhichNoneCanBeUsedLeaveItToPkixUnlessDaneIsRequired(Server destination) {
    FakeDns dns = zone(SECURE).tlsa(SECURE, TLSA, UNUSABLE);

    ServerRecords found = reachable(dns, destination, Mode.PREFER);

    assertEquals(SECURE, answer(found).status());
    assertEquals(1, answer(found).records().size());
    assertEquals("dane-unusable", refusal(dns, destination, Mode.REQUIRE).code());
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"L7", "N-30", "N-43"},
      heldBy = "ServerLookup")
  void anAbsenceThatIsProvedLeavesItToPkixUnlessDaneIsRequired(Server destination) {
    FakeDns dns = zone(SECURE);

    assertEquals(
        TlsaAnswer.secure(TLSA, List.of()), answer(reachable(dns, destination, Mode.PREFER)));
    asked(dns, TLSA);
    assertEquals("dane-absent", refusal(dns, destination, Mode.REQUIRE).code());
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"L8", "N-29", "N-43"},
      heldBy = "ServerLookup")
  void recordsThatAreUnsignedCountAsNone(Server destination) {
    FakeDns dns = zone(SECURE).tlsa(INSECURE, TLSA, RECORD);

    ServerRecords found = reachable(dns, destination, Mode.PREFER);

    assertEquals(INSECURE, answer(found).status());
    assertEquals(List.of(TlsaRecord.parse(RECORD)), answer(found).records());
    assertTrue(answer(found).reason().contains("DNSSEC"), answer(found).reason());
    assertEquals("dane-absent", refusal(dns, destination, Mode.REQUIRE).code());
  }

  @ParameterizedTest
  @MethodSource("signed")
  @Requirement(
      value = {"L9", "N-27", "N-28"},
      heldBy = "ServerLookup")
  void recordsThatCannotBeToldForbidTheHost(Server destination) {
    for (DnssecStatus status : List.of(BOGUS, INDETERMINATE)) {
      for (Mode mode : List.of(Mode.PREFER, Mode.REQUIRE)) {
        FakeDns dns = zone(SECURE).fails(FakeDns.Type.TLSA, TLSA, status, "on purpose");
        assertEquals(
            new LookupRefusal.DaneLookupFailed(
                PeerText.of(TLSA), status, PeerText.of("on purpose")),
            refusal(dns, destination, mode));
      }
    }
  }

  @Test
  @Requirement(
      value = {"L10", "N-44"},
      heldBy = "ServerLookup")
  void whereDaneIsOffTheResolverIsAskedForAddressesAndNotForRecords() {
    for (Server to : List.of(NAMED, SIGNED)) {
      FakeDns dns = zone(SECURE).tlsa(SECURE, TLSA, RECORD);
      ServerRecords found = reachable(dns, to, Mode.OFF);
      assertEquals(BOTH_FAMILIES, dns.queries());
      assertNull(found.tlsa());
      assertEquals("[/192.0.2.1]", found.addresses().toString());
    }
    assertEquals(
        List.of(),
        reachable(zone(SECURE).servfail(FakeDns.Type.AAAA, HOST), NAMED, Mode.OFF).addresses(),
        "the platform may find what the DNS fails to tell");
    assertEquals(
        "address-lookup-failed",
        refusal(zone(SECURE).servfail(FakeDns.Type.AAAA, HOST), SIGNED, Mode.OFF).code());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aHostThatTheApplicationsResolverDoesNotKnowHasNoAddress(Mode mode)
      throws NoAddressException {
    for (String host : List.of("forbidden.example", "b.localhost")) {
      if (mode == Mode.REQUIRE && host.endsWith("localhost")) {
        continue;
      }
      FakeDns dns = new FakeDns();
      NoAddressException none =
          assertThrows(
              NoAddressException.class,
              () -> LookUps.lookUp(dns, HostNames.OF_APPLICATION, LookUps.named(host), mode));
      assertEquals(host, none.getMessage());
      assertEquals(INSECURE, none.absence());
      assertEquals(List.of("AAAA " + host, "A " + host), dns.queries());
    }
    Outcome<ServerRecords> failed =
        LookUps.lookUp(
            zone(SECURE).servfail(FakeDns.Type.A, HOST), HostNames.OF_APPLICATION, NAMED, mode);
    assertEquals("address-lookup-failed", failed.refusal().orElseThrow().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "[2001:db8::1]", "localhost", "a.localhost"})
  @Requirement(
      value = {"L11", "N-43"},
      heldBy = "ServerLookup")
  void whatHasNoNameInTheDnsHasNoRecords(String host) {
    FakeDns dns = new FakeDns().absencesAre(BOGUS);

    ServerRecords found = reachable(dns, LookUps.named(host), Mode.PREFER);

    assertEquals(INSECURE, answer(found).status());
    assertEquals(List.of(), found.addresses());
    assertEquals(Host.of(host), found.serverName());
    assertEquals("dane-absent", refusal(dns, LookUps.named(host), Mode.REQUIRE).code());
    assertEquals(List.of(), dns.queries());
  }

  @ParameterizedTest
  @MethodSource("any")
  @Requirement(value = "N-43", heldBy = "ServerLookup")
  void whoRequiresDaneContactsNobodyWithoutIt(Server destination) {
    FakeDns dns = zone(INSECURE).tlsa(SECURE, TLSA, RECORD);

    Refusal refusal = refusal(dns, destination, Mode.REQUIRE);

    assertEquals("dane-absent", refusal.code());
    assertTrue(refusal.details().toString().contains("DNSSEC does not protect"));
    asked(dns);
  }
}
