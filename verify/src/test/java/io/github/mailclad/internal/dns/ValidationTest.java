package io.github.mailclad.internal.dns;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Tests of the status of a small signed world, honest and lying. */
class ValidationTest {
  private static final String TLSA = "_993._tcp.mail TLSA 3 1 1 " + "ab".repeat(32);
  private static final TlsaRecord RECORD = new TlsaRecord(3, 1, 1, "ab".repeat(32));

  private TestWorld world;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    world = new TestWorld();
    server = new TestServer(world);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DnsjavaResolver resolver() {
    return resolver(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  private DnsjavaResolver resolver(Duration perQuery, Duration inAll) {
    return new DnsjavaResolver(
        new ResolverSettings(
            List.of(server.address()), Validation.LOCAL, world.anchors(), perQuery, inAll),
        Clock.fixed(Zone.NOW, ZoneOffset.UTC));
  }

  private Answer<TlsaRecord> tlsa(String name) {
    return resolver().tlsa(name).toCompletableFuture().join();
  }

  private Answer<TlsaRecord> tlsaOf(String zone) {
    return tlsa("_993._tcp.mail." + zone);
  }

  private static void check(DnssecStatus status, Answer<?> answer) {
    assertEquals(status, answer.status(), answer::reason);
    assertEquals(status == SECURE, answer.reason().isEmpty(), answer::reason);
  }

  @Test
  @Requirement(value = "N-49", heldBy = "LocalValidator")
  void aChainOfSignaturesFromTheAnchorIsSecure() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));

    Answer<TlsaRecord> answer = tlsaOf("SECURE.test.");

    check(SECURE, answer);
    assertEquals(List.of(RECORD), answer.records());
    assertEquals("_993._tcp.mail.secure.test", answer.name());
  }

  @Test
  void whatIsNotSignedBelowAProofOfThatIsInsecure() {
    world.put(Zone.unsigned("plain.test").add(TLSA));

    check(INSECURE, tlsaOf("plain.test"));
    assertEquals(List.of(RECORD), tlsaOf("plain.test").records());
    check(INSECURE, tlsa("none.plain.test"));
    assertTrue(tlsa("none.plain.test").isAbsence());
  }

  @Test
  void textRecordsAreValidatedAndTheirStringsJoined() throws Exception {
    world.put(Zone.signed("secure.test").add("_ua-auto-config 300 IN TXT \"v=UAAC1; \" \"a=x\""));

    Answer<String> answer =
        resolver().txt("_ua-auto-config.secure.test").toCompletableFuture().join();
    check(SECURE, answer);
    assertEquals(List.of("v=UAAC1; a=x"), answer.records());
    check(SECURE, resolver().txt("secure.test").toCompletableFuture().join());
  }

  @Test
  @Requirement(value = "N-49", heldBy = "LocalValidator")
  void anExpiredSignatureIsBogus() throws Exception {
    Zone zone = world.put(Zone.signed("expired.test").add(TLSA));
    zone.expiry = Zone.NOW.minusSeconds(3600);

    check(BOGUS, tlsaOf("expired.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "LocalValidator")
  void anotherKeyThanTheDelegationNamesIsBogus() throws Exception {
    world.test.delegate(Zone.signed("wrong.test"), Digest.SHA256);
    world.place(Zone.signed("wrong.test").add(TLSA));

    check(BOGUS, tlsaOf("wrong.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "LocalValidator")
  void noSignatureBelowASignedDelegationIsBogus() throws Exception {
    world.put(Zone.signed("stripped.test").add(TLSA)).signing = false;

    check(BOGUS, tlsaOf("stripped.test"));
    check(BOGUS, tlsa("none.stripped.test"));
  }

  @Test
  @Requirement(
      value = "N-49",
      heldBy = {"DnssecStrength", "LocalValidator"})
  void aDelegationWithSha1OnlyIsInsecure() throws Exception {
    world.put(Zone.signed("sha1.test").add(TLSA), Digest.SHA1);

    check(INSECURE, tlsaOf("sha1.test"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1})
  @Requirement(
      value = "N-49",
      heldBy = {"DnssecStrength", "LocalValidator"})
  void aZoneThatSignsWithSha1OnlyIsInsecure(int algorithm) throws Exception {
    world.put(Zone.signed("sha1.test", algorithm, 2048).add(TLSA));

    check(INSECURE, tlsaOf("sha1.test"));
  }

  @Test
  @Requirement(
      value = "N-49",
      heldBy = {"DnssecStrength", "LocalValidator"})
  void aZoneWithAShortRsaKeyIsInsecure() throws Exception {
    world.put(Zone.signed("short.test", Algorithm.RSASHA256, 1024).add(TLSA));
    world.put(Zone.signed("long.test", Algorithm.RSASHA256, 2048).add(TLSA));

    check(INSECURE, tlsaOf("short.test"));
    check(SECURE, tlsaOf("long.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "OwnerRecords")
  void aSignatureWithSha1CountsForNothingInAZoneThatHasABetterKeyToo() throws Exception {
    Zone zone = world.put(Zone.signed("both.test").add(TLSA));
    Zone.Signer weak = Zone.Signer.of(zone.apex, Algorithm.RSASHA1, 2048);
    zone.put(weak.key());
    server.change(
        "_993._tcp.mail.both.test",
        Type.TLSA,
        m -> {
          RRset set = new RRset();
          m.getSection(Section.ANSWER).stream()
              .filter(r -> r.getType() == Type.TLSA)
              .forEach(set::addRR);
          zone.signWith(weak, set);
          m.removeAllRecords(Section.ANSWER);
          TestWorld.add(m, set, Section.ANSWER);
          return m;
        });

    check(BOGUS, tlsaOf("both.test"));
  }

  @Test
  void aProvedAbsenceIsSecure() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));

    for (String name : List.of("_465._tcp.mail.secure.test", "mail.secure.test", "x.secure.test")) {
      check(SECURE, tlsa(name));
      assertTrue(tlsa(name).isAbsence());
    }
  }

  @Test
  void anAbsenceWithoutItsProofIsBogus() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    String name = "_993._tcp.mail.secure.test";
    server.change(name, Type.TLSA, m -> without(m, Section.ANSWER, Section.AUTHORITY));

    check(BOGUS, tlsa(name));
  }

  @Test
  void anAbsenceThatNothingSpeaksForIsInsecureWhereNothingIsSigned() {
    world.put(Zone.unsigned("plain.test"));
    server.change("mail.plain.test", Type.TLSA, m -> without(m, Section.AUTHORITY));

    check(INSECURE, tlsa("mail.plain.test"));
  }

  @Test
  void aWildcardIsSecure() throws Exception {
    world.put(Zone.signed("wild.test").add("*.mail TLSA 3 1 1 " + "ab".repeat(32)));

    check(SECURE, tlsa("_993.mail.wild.test"));
    assertEquals(List.of(RECORD), tlsa("_993.mail.wild.test").records());
  }

  @Test
  @Requirement(
      value = {"N-39", "S-41"},
      heldBy = "NameLookup")
  void anAliasWithinSignedZonesIsSecure() throws Exception {
    world.put(Zone.signed("a.test").add("_993._tcp.mail CNAME tlsa.b.test."));
    world.put(Zone.signed("b.test").add("tlsa TLSA 3 1 1 " + "ab".repeat(32)));

    Answer<TlsaRecord> answer = tlsaOf("a.test");

    check(SECURE, answer);
    assertEquals(List.of(RECORD), answer.records());
    assertEquals(
        List.of(new Alias("_993._tcp.mail.a.test", "tlsa.b.test", SECURE)), answer.aliases());
    assertEquals("tlsa.b.test", answer.canonicalName());
  }

  @Test
  @Requirement(
      value = {"N-40", "S-41"},
      heldBy = "NameLookup")
  void anAliasThatLeavesTheSignedSpaceIsInsecureAndItsFirstStepSecure() throws Exception {
    world.put(Zone.signed("a.test").add("_993._tcp.mail CNAME tlsa.plain.test."));
    world.put(
        Zone.unsigned("plain.test").add("tlsa CNAME x.b.test.", "gone CNAME nothing.b.test."));
    world.put(Zone.signed("b.test").add("x TLSA 3 1 1 " + "ab".repeat(32)));

    Answer<TlsaRecord> answer = tlsaOf("a.test");

    check(INSECURE, answer);
    assertEquals(List.of(RECORD), answer.records());
    assertEquals(
        List.of(
            new Alias("_993._tcp.mail.a.test", "tlsa.plain.test", SECURE),
            new Alias("tlsa.plain.test", "x.b.test", INSECURE)),
        answer.aliases());
    check(INSECURE, tlsa("gone.plain.test"));
    assertTrue(tlsa("gone.plain.test").isAbsence());
  }

  @Test
  @Requirement(value = "N-40", heldBy = "NameLookup")
  void anAliasIntoTheSignedSpaceWithWrongSignaturesIsBogus() throws Exception {
    world.put(Zone.unsigned("plain.test").add("_993._tcp.mail CNAME x.stripped.test."));
    world.put(Zone.signed("stripped.test").add("x TLSA 3 1 1 " + "ab".repeat(32))).signing = false;

    Answer<TlsaRecord> answer = tlsaOf("plain.test");

    check(BOGUS, answer);
    assertEquals(1, answer.aliases().size());
  }

  @Test
  void anAliasThatSomebodyAddedIsBogus() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    world.put(Zone.unsigned("plain.test").add("x TLSA 3 1 1 " + "cd".repeat(32)));
    server.tell(
        (query, truth, over) -> {
          if (query.getQuestion().getName().equals(Zone.name("_993._tcp.mail.secure.test"))) {
            without(truth, Section.ANSWER, Section.AUTHORITY)
                .addRecord(
                    new org.xbill.DNS.CNAMERecord(
                        query.getQuestion().getName(), DClass.IN, 60, Zone.name("x.plain.test")),
                    Section.ANSWER);
          }
          return truth.toWire(65535);
        });

    check(BOGUS, tlsaOf("secure.test"));
  }

  @Test
  void aDnameIsFollowedAsTheAliasThatItMakes() throws Exception {
    world.put(Zone.signed("old.test").add("mail DNAME mail.new.test."));
    world.put(Zone.signed("new.test").add(TLSA));
    world.put(Zone.unsigned("plain.test").add("mail DNAME mail.new.test."));

    Answer<TlsaRecord> answer = tlsaOf("old.test");

    check(SECURE, answer);
    assertEquals(
        List.of(new Alias("_993._tcp.mail.old.test", "_993._tcp.mail.new.test", SECURE)),
        answer.aliases());
    check(INSECURE, tlsaOf("plain.test"));
  }

  @Test
  void aLoopOfAliasesHasNoAnswer() throws Exception {
    world.put(Zone.signed("loop.test").add("a CNAME b", "b CNAME a", "c CNAME c"));
    Zone deep = world.put(Zone.signed("deep.test"));
    for (int i = 0; i < 12; i++) {
      deep.add("n" + i + " CNAME n" + (i + 1));
    }

    check(INDETERMINATE, tlsa("a.loop.test"));
    check(INDETERMINATE, tlsa("c.loop.test"));
    check(INDETERMINATE, tlsa("n0.deep.test"));
    assertEquals(8, tlsa("n0.deep.test").aliases().size());
  }

  @Test
  @Requirement(
      value = {"S-40", "N-48"},
      heldBy = "LocalValidator")
  void whatServersCallAuthenticIsNotBelieved() throws Exception {
    world.put(Zone.unsigned("plain.test").add(TLSA));
    world.put(Zone.signed("stripped.test").add(TLSA)).signing = false;
    server.tell(
        (query, truth, over) -> {
          truth.getHeader().setFlag(Flags.AD);
          return truth.toWire(65535);
        });

    check(INSECURE, tlsaOf("plain.test"));
    check(BOGUS, tlsaOf("stripped.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "OwnerRecords")
  void aSignatureThatClaimsToBeOfAnUnsignedZoneDoesNotMakeInsecure() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    world.put(Zone.unsigned("plain.test"));
    Zone.Signer forger = Zone.Signer.of(Zone.name("plain.test"), 13, 256);
    Zone forging = Zone.signed("plain.test");
    server.change(
        "_993._tcp.mail.secure.test",
        Type.TLSA,
        m -> {
          RRset set = new RRset();
          m.getSection(Section.ANSWER).stream()
              .filter(r -> r.getType() == Type.TLSA)
              .forEach(set::addRR);
          forging.signWith(forger, set);
          m.removeAllRecords(Section.ANSWER);
          TestWorld.add(m, set, Section.ANSWER);
          return m;
        });

    check(BOGUS, tlsaOf("secure.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "OwnerRecords")
  void aWordOfAnUnsignedZoneDoesNotMakeAnAbsenceInsecure() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    Zone plain = world.put(Zone.unsigned("plain.test"));
    server.change(
        "_993._tcp.mail.secure.test",
        Type.TLSA,
        m -> {
          TestWorld.add(
              without(m, Section.ANSWER, Section.AUTHORITY),
              plain.get(plain.apex, Type.SOA),
              Section.AUTHORITY);
          return m;
        });

    check(BOGUS, tlsaOf("secure.test"));
  }

  @Test
  @Requirement(value = "N-49", heldBy = "OwnerRecords")
  void recordsOfAnotherNameAreNoAnswer() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    Zone own = world.put(Zone.signed("attacker.test").add(TLSA));
    server.change(
        "_993._tcp.mail.secure.test",
        Type.TLSA,
        m -> {
          TestWorld.add(
              without(m, Section.ANSWER),
              own.get(Zone.name("_993._tcp.mail.attacker.test"), Type.TLSA),
              Section.ANSWER);
          return m;
        });

    check(BOGUS, tlsaOf("secure.test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DNSKEY", "DS"})
  @Requirement(
      value = {"N-28", "N-49"},
      heldBy = "LocalValidator")
  void aKeyOrDelegationThatNobodyTellsLeavesNothingToSay(String type) throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    server.drop("secure.test", Type.value(type));

    // of absences, dnsjava forgets that something failed: they would look Insecure
    for (String name : List.of("_993._tcp.mail.secure.test", "mail.secure.test", "x.secure.test")) {
      DnsjavaResolver impatient = resolver(Duration.ofMillis(500), Duration.ofSeconds(3));
      check(INDETERMINATE, impatient.tlsa(name).toCompletableFuture().join());
    }
  }

  @Test
  void aKeySetWithoutTheDelegatedKeyDoesNotMakeInsecure() throws Exception {
    world.put(Zone.signed("secure.test").add(TLSA));
    server.change("secure.test", Type.DS, m -> without(m, Section.ANSWER));

    check(BOGUS, tlsaOf("secure.test"));
  }

  @Test
  @Requirement(
      value = {"S-40", "N-48"},
      heldBy = "ServerValidator")
  void aServerOnThisMachineIsBelievedWhereThatIsSet() throws Exception {
    world.put(Zone.signed("a.test").add("_993._tcp.mail CNAME tlsa.plain.test."));
    world.put(Zone.unsigned("plain.test").add("tlsa TLSA 3 1 1 " + "ab".repeat(32)));
    server.tell(
        (query, truth, over) -> {
          boolean signed =
              truth.getSection(Section.ANSWER).stream()
                  .filter(r -> r.getType() != Type.RRSIG)
                  .allMatch(r -> r.getName().subdomain(Zone.name("a.test")));
          if (signed) {
            truth.getHeader().setFlag(Flags.AD);
          }
          return truth.toWire(65535);
        });
    DnsjavaResolver believing =
        new DnsjavaResolver(
            ResolverSettings.byServer(List.of(server.address())),
            Clock.fixed(Zone.NOW, ZoneOffset.UTC));

    Answer<TlsaRecord> answer =
        believing.tlsa("_993._tcp.mail.a.test").toCompletableFuture().join();

    check(INSECURE, answer);
    assertEquals(SECURE, answer.aliases().get(0).status());
    check(SECURE, believing.tlsa("x.a.test").toCompletableFuture().join());
    Message query = server.queries.get(0);
    assertTrue(query.getHeader().getFlag(Flags.AD));
    assertFalse(query.getHeader().getFlag(Flags.CD));
    assertTrue((query.getOPT().getFlags() & org.xbill.DNS.ExtendedFlags.DO) != 0);
  }

  @Test
  void recordsOfAnotherNameAreNoAnswerOfABelievedServerEither() throws Exception {
    Zone own = world.put(Zone.signed("attacker.test").add(TLSA));
    server.tell(
        (query, truth, over) -> {
          TestWorld.add(
              without(truth, Section.ANSWER),
              own.get(Zone.name("_993._tcp.mail.attacker.test"), Type.TLSA),
              Section.ANSWER);
          truth.getHeader().setFlag(Flags.AD);
          return truth.toWire(65535);
        });
    DnsjavaResolver believing =
        new DnsjavaResolver(
            ResolverSettings.byServer(List.of(server.address())),
            Clock.fixed(Zone.NOW, ZoneOffset.UTC));

    assertEquals(
        List.of(), believing.tlsa("_993._tcp.mail.test").toCompletableFuture().join().records());
  }

  @Test
  void srvTargetsAreInLowerCaseWithoutTheirDotAndTheRootIsADot() throws Exception {
    world.put(
        Zone.signed("secure.test")
            .add("_imaps._tcp SRV 1 2 993 Mail\\020X.Secure.test.", "_imap._tcp SRV 0 0 0 .")
            .add("mail A 192.0.2.1", "mail AAAA 2001:db8::1"));
    DnsjavaResolver resolver = resolver();

    assertEquals(
        List.of(new SrvRecord(1, 2, 993, "mail\\020x.secure.test")),
        resolver.srv("_imaps._tcp.secure.test").toCompletableFuture().join().records());
    assertEquals(
        List.of(new SrvRecord(0, 0, 0, SrvRecord.NO_SERVICE)),
        resolver.srv("_imap._tcp.secure.test").toCompletableFuture().join().records());
    assertEquals(
        "[/192.0.2.1]",
        resolver.ipv4("mail.secure.test").toCompletableFuture().join().records().toString());
    check(SECURE, resolver.ipv6("mail.secure.test").toCompletableFuture().join());
  }

  @Test
  void tlsaRecordsOfAnyKindAreReadAsTheyAre() throws Exception {
    world.put(
        Zone.signed("odd.test")
            .add("_993._tcp.mail TLSA 255 9 7 00", "_993._tcp.mail TLSA 3 1 1 ab"));

    assertEquals(2, tlsaOf("odd.test").records().size());
    assertTrue(tlsaOf("odd.test").records().contains(new TlsaRecord(255, 9, 7, "00")));
  }

  private static Message without(Message m, int... sections) {
    for (int section : sections) {
      m.removeAllRecords(section);
    }
    return m;
  }
}
