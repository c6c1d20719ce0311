package io.github.mailclad.internal.dns;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Servers that say nothing, nonsense, or something else. */
class HostileServersTest {
  private static final String NAME = "_993._tcp.mail.secure.test";
  private static final Duration IN_ALL = Duration.ofSeconds(4);

  private TestWorld world;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    world = new TestWorld();
    world.put(Zone.signed("secure.test").add("_993._tcp.mail TLSA 3 1 1 ab", "many TLSA 3 1 1 00"));
    server = new TestServer(world);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private DnsjavaResolver resolver(InetSocketAddress... servers) {
    return new DnsjavaResolver(
        new ResolverSettings(
            List.of(servers), Validation.LOCAL, world.anchors(), Duration.ofSeconds(1), IN_ALL),
        Clock.fixed(Zone.NOW, ZoneOffset.UTC));
  }

  private Answer<TlsaRecord> ask() {
    return resolver(server.address()).tlsa(NAME).toCompletableFuture().join();
  }

  private static void check(DnssecStatus status, Answer<?> answer) {
    assertEquals(status, answer.status(), answer::reason);
  }

  record Case(String name, TestServer.Lie lie) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> lies() {
    return Stream.of(
        new Case("nothing", (query, truth, over) -> null),
        new Case("one octet", (query, truth, over) -> new byte[] {7}),
        new Case("garbage", (query, truth, over) -> new byte[400]),
        new Case("the query", (query, truth, over) -> query.toWire(65535)),
        new Case("another id", (query, truth, over) -> with(truth, 1)),
        new Case("another name", (query, truth, over) -> about(truth, "x.secure.test", Type.TLSA)),
        new Case("another type", (query, truth, over) -> about(truth, NAME, Type.A)),
        new Case("no question", (query, truth, over) -> without(truth)),
        new Case("SERVFAIL", (query, truth, over) -> failed(truth, Rcode.SERVFAIL)),
        new Case("REFUSED", (query, truth, over) -> failed(truth, Rcode.REFUSED)),
        new Case("FORMERR", (query, truth, over) -> failed(truth, Rcode.FORMERR)),
        new Case("truncated for ever", (query, truth, over) -> TestServer.truncated(truth)));
  }

  private static byte[] with(Message truth, int other) {
    truth.getHeader().setID(truth.getHeader().getID() ^ other);
    return truth.toWire(65535);
  }

  private static byte[] about(Message truth, String name, int type) {
    without(truth);
    truth.addRecord(Record.newRecord(Zone.name(name), type, 1), Section.QUESTION);
    return truth.toWire(65535);
  }

  private static byte[] without(Message truth) {
    truth.removeAllRecords(Section.QUESTION);
    return truth.toWire(65535);
  }

  private static byte[] failed(Message truth, int rcode) {
    truth.removeAllRecords(Section.ANSWER);
    truth.removeAllRecords(Section.AUTHORITY);
    truth.getHeader().setRcode(rcode);
    return truth.toWire(65535);
  }

  @ParameterizedTest
  @MethodSource("lies")
  @Requirement(
      value = {"S-42", "N-28"},
      heldBy = "ServerQueries")
  void noAnswerIsIndeterminateAndComesInTime(Case c) {
    if (c.name().equals("truncated for ever")) {
      server.drip();
    } else {
      server.tell(c.lie());
    }
    long begin = System.nanoTime();

    Answer<TlsaRecord> answer = ask();

    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    check(INDETERMINATE, answer);
    assertTrue(answer.records().isEmpty());
    assertTrue(!answer.reason().isEmpty());
    assertTrue(taken.compareTo(IN_ALL.plusSeconds(1)) < 0, "took " + taken);
  }

  @Test
  @Requirement(
      value = "N-28",
      heldBy = {"LookupBudget", "NameLookup"})
  void manySilentServersTakeNoMoreThanTheTimeInAll() {
    server.tell((query, truth, over) -> null);
    InetSocketAddress silent = server.address();
    long begin = System.nanoTime();

    check(
        INDETERMINATE,
        resolver(silent, silent, silent, silent, silent).tlsa(NAME).toCompletableFuture().join());
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(taken.compareTo(IN_ALL.plusSeconds(1)) < 0, "took " + taken);
  }

  @Test
  @Requirement(value = "S-42", heldBy = "ServerQueries")
  void aForgedAnswerIsIgnoredAndTheTrueOneFetchedOverTcp() {
    server.tell(
        (query, truth, over) -> over == TestServer.Over.UDP ? with(truth, 1) : truth.toWire(65535));

    check(SECURE, ask());
    assertTrue(server.asked.contains(NAME + " TLSA TCP"), server.asked::toString);
  }

  /** So it looks where two queries by one TCP connection have one ID. */
  @Test
  @Requirement(value = "S-42", heldBy = "ServerQueries")
  void anAnswerByTcpToAnotherQuestionIsAskedForAgain() {
    AtomicInteger byTcp = new AtomicInteger();
    server.tell(
        (query, truth, over) -> {
          if (over == TestServer.Over.UDP) {
            return with(truth, 1);
          }
          return byTcp.getAndIncrement() == 0
              ? about(truth, "x.secure.test", Type.TLSA)
              : truth.toWire(65535);
        });

    check(SECURE, ask());
  }

  @Test
  @Requirement(
      value = {"S-42", "N-47"},
      heldBy = "ServerQueries")
  void whatDoesNotFitIntoADatagramComesOverTcp() throws Exception {
    Answer<TlsaRecord> answer = askForMany(100);

    check(SECURE, answer);
    assertEquals(100, answer.records().size());
    assertTrue(server.asked.contains("many.many.test TLSA TCP"), server.asked::toString);
  }

  /** To compare each two of 2,000 would take 0.2 seconds for each answer. */
  @Test
  @Requirement(value = "N-47", heldBy = "OwnerRecords")
  void moreRecordsThanAnyServerNeedsAreNotRead() throws Exception {
    Answer<TlsaRecord> answer = askForMany(300);

    check(INDETERMINATE, answer);
    assertTrue(answer.reason().contains("more than 256 records"), answer::reason);
    assertEquals(List.of(), answer.records());
  }

  private Answer<TlsaRecord> askForMany(int records) throws Exception {
    Zone zone = world.put(Zone.signed("many.test"));
    for (int i = 0; i < records; i++) {
      zone.add("many TLSA 3 1 1 " + String.format("%04x", i).repeat(16));
    }
    return resolver(server.address()).tlsa("many.many.test").toCompletableFuture().join();
  }

  @Test
  void aKeyThatFailsToComeIsAskedForAgain() {
    AtomicInteger times = new AtomicInteger();
    server.tell(
        (query, truth, over) ->
            query.getQuestion().getType() == Type.DNSKEY && times.getAndIncrement() == 0
                ? null
                : truth.toWire(65535));

    check(SECURE, ask());
  }

  @Test
  void anotherServerIsAskedAfterOneThatFails() throws Exception {
    InetSocketAddress closed;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    check(SECURE, resolver(closed, server.address()).tlsa(NAME).toCompletableFuture().join());
    check(INDETERMINATE, resolver(closed).tlsa(NAME).toCompletableFuture().join());
  }

  @Test
  void aFailureThatTheServerExplainsByValidationIsBogus() {
    server.tell(
        (query, truth, over) -> {
          failed(truth, Rcode.SERVFAIL);
          truth.addRecord(
              new OPTRecord(1232, 0, 0, 0, new ExtendedErrorCodeOption(6, "\r\nbad")),
              Section.ADDITIONAL);
          return truth.toWire(65535);
        });

    Answer<TlsaRecord> answer = ask();

    check(BOGUS, answer);
    assertTrue(answer.reason().contains("DNSSEC_BOGUS"), answer::reason);
    assertTrue(answer.reason().chars().allMatch(c -> c >= ' ' && c < 127), answer::reason);
  }

  @Test
  void serversAreAskedForSignaturesAndNotToValidate() {
    ask();

    for (Message query : server.queries) {
      assertTrue(query.getHeader().getFlag(Flags.CD), query::toString);
      assertTrue((query.getOPT().getFlags() & org.xbill.DNS.ExtendedFlags.DO) != 0);
      assertEquals(1232, query.getOPT().getPayloadSize());
    }
    Set<Integer> ids =
        server.queries.stream().map(q -> q.getHeader().getID()).collect(Collectors.toSet());
    assertTrue(ids.size() > 1);
  }

  @Test
  void aNameWithHundredLabelsTakesABoundedNumberOfQueries() throws Exception {
    String deep = "a.".repeat(110) + "deep.test";
    world.put(Zone.signed("deep.test").add(deep + ". TLSA 3 1 1 ab"));
    server.change(
        deep,
        Type.TLSA,
        truth -> {
          truth.getSection(Section.ANSWER).stream()
              .filter(r -> r.getType() == Type.RRSIG)
              .toList()
              .forEach(r -> truth.removeRecord(r, Section.ANSWER));
          return truth;
        });

    ResolverSettings patient =
        new ResolverSettings(
            List.of(server.address()),
            Validation.LOCAL,
            world.anchors(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    Answer<TlsaRecord> answer =
        new DnsjavaResolver(patient, Clock.fixed(Zone.NOW, ZoneOffset.UTC))
            .tlsa(deep)
            .toCompletableFuture()
            .join();

    check(INDETERMINATE, answer);
    assertTrue(answer.reason().contains("more than 100 queries"), answer::reason);
    assertEquals(100, server.queries.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", "\\300.test", "x\u00e9.test\u0100"})
  void whatIsNoNameHasNoAnswer(String name) {
    check(INDETERMINATE, resolver(server.address()).srv(name).toCompletableFuture().join());
  }

  @ParameterizedTest
  @EnumSource(Validation.class)
  @Requirement(
      value = {"S-40", "N-48"},
      heldBy = "DnsjavaResolver")
  void onlyAServerOnThisMachineCanBeBelieved(Validation validation) {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(server.address(), new InetSocketAddress("192.0.2.53", 53)),
            validation,
            world.anchors(),
            Duration.ofSeconds(1),
            IN_ALL);
    if (validation == Validation.BY_SERVER) {
      assertThrows(
          IllegalArgumentException.class, () -> new DnsjavaResolver(settings, Clock.systemUTC()));
    } else {
      new DnsjavaResolver(settings, Clock.systemUTC());
    }
  }

  @Test
  void noThreadIsMadeForAQueryAndAllAreDaemons() {
    ask();
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    server.tell((query, truth, over) -> null);
    for (int i = 0; i < 20; i++) {
      resolver(server.address()).tlsa(i + "." + NAME);
    }
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);

    assertTrue(after.stream().allMatch(Thread::isDaemon), after::toString);
    assertTrue(after.size() <= Runtime.getRuntime().availableProcessors() + 4, after::toString);
  }
}
