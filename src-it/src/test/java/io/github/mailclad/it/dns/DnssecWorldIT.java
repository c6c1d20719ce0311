package io.github.mailclad.it.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The resolver against the validating unbound, on every name of the signed world; and against an
 * attacker who changes answers. Prints the number of agreements.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnssecWorldIT {
  private static final int MANY_THREADS = 8;

  private final Map<Question, Verdict> truth = new LinkedHashMap<>();
  private @Nullable SignedWorld started;
  private @Nullable Agreement byUdp;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    started = SignedWorld.builder().zone("added.test", DnssecWorldIT::added).start(directory);
    Oracle oracle = world().oracle();
    world().questions().forEach(question -> truth.put(question, oracle.ask(question)));
    try (TamperingProxy proxy = proxy(Tampering.NOTHING)) {
      byUdp = Agreement.of(truth, validating(proxy), MANY_THREADS);
      assertEquals(List.of(), proxy.faults());
      assertTrue(proxy.queries() > proxy.queriesByTcp(), "by UDP");
    }
  }

  /** As a test would that has a server of its own. */
  private static void added(Zone zone) {
    zone.address("imap", Loopback.V4)
        .srv("_imaps._tcp", 0, 1, 50993, "imap")
        .tlsa("_50993._tcp.imap", new TlsaRecord(3, 1, 1, "ab".repeat(32)));
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private SignedWorld world() {
    if (started == null) {
      throw new IllegalStateException("the world was not started");
    }
    return started;
  }

  private Agreement byUdp() {
    return Objects.requireNonNull(byUdp, "nothing was asked");
  }

  @Test
  @Requirement(
      value = {"N-40", "N-49", "S-41"},
      heldBy = "DnsjavaResolver")
  void itAgreesWithUnboundOnEveryName() {
    Agreement agreement = byUdp();
    int disagreeing = agreement.disagreements().size();
    System.out.printf(
        "dnssec world: %d of %d agree, %d fail-open (and %d known differences, each of them stricter)%n",
        agreement.comparable() - disagreeing,
        agreement.comparable(),
        agreement.failOpen().size(),
        truth.size() - agreement.comparable());
    assertEquals(List.of(), agreement.failOpen());
    assertEquals(List.of(), agreement.disagreements());
    assertTrue(truth.size() > 2000, "questions: " + truth.size());
    for (DnssecStatus status : DnssecStatus.values()) {
      assertTrue(truth.values().stream().anyMatch(v -> v.status() == status), status.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "_imaps._tcp.added.test, 33, 0 1 50993 imap.added.test",
    "imap.added.test, 1, 127.0.0.1"
  })
  void whatATestAddsIsSigned(String name, int type, String record) {
    Verdict said = byUdp().said(Question.of(name, type));
    assertEquals(new Verdict(DnssecStatus.SECURE, Set.of(record), name), said);
  }

  /** Nothing comes by UDP, but the sign to ask again by TCP. */
  @Test
  @Requirement(value = "S-42", heldBy = "DnsjavaResolver")
  void itAgreesWithUnboundOnEveryNameByTcpAlone() throws Exception {
    try (TamperingProxy proxy = proxy(Tampering.TRUNCATES_UDP)) {
      Map<Question, Verdict> asked = sample();
      Agreement agreement = Agreement.of(asked, validating(proxy), 2);
      assertEquals(List.of(), agreement.failOpen());
      assertEquals(List.of(), agreement.disagreements());
      assertTrue(proxy.queriesByTcp() > asked.size(), "by TCP: " + proxy.queriesByTcp());
      assertEquals(proxy.queries() - proxy.queriesByTcp(), proxy.tampered());
    }
  }

  /** Returns one question in six, or all of them in the profile dnssec. */
  private Map<Question, Verdict> sample() {
    int step = System.getProperty("mailclad.dane", "").equals("full") ? 1 : 6;
    var sample = new LinkedHashMap<Question, Verdict>();
    int i = 0;
    for (Map.Entry<Question, Verdict> each : truth.entrySet()) {
      if (i++ % step == 0) {
        sample.put(each.getKey(), each.getValue());
      }
    }
    return sample;
  }

  @Test
  @Requirement(
      value = {"N-40", "S-41"},
      heldBy = "DnsjavaResolver")
  void eachStepOverAnAliasHasTheStatusThatUnboundGivesIt() {
    Oracle oracle = world().oracle();
    Map<String, Verdict> steps = new HashMap<>();
    TreeSet<String> wrong = new TreeSet<>();
    for (Answer<?> answer : byUdp().answers().values()) {
      for (Alias step : answer.aliases()) {
        Question question = world().aliasAt(step.owner());
        Verdict verdict = steps.computeIfAbsent(step.owner(), owner -> oracle.ask(question));
        Verdict ours = new Verdict(step.status(), verdict.records(), step.owner());
        if (verdict.status() != step.status()
            && !KnownDifference.isBetween(question, verdict, ours)) {
          wrong.add(step + " is " + verdict.status());
        }
      }
    }
    assertEquals(new TreeSet<>(), wrong);
    assertTrue(steps.size() > 50, "aliases: " + steps.size());
  }

  @ParameterizedTest
  @CsvSource({
    "_10993._tcp.mail.expired.test, BOGUS",
    "_10993._tcp.mail.future.test, BOGUS",
    "_10993._tcp.mail.wrong-ds.test, BOGUS",
    "_10993._tcp.mail.altered.test, BOGUS",
    "_10993._tcp.mail.withheld.test, BOGUS",
    "_10993._tcp.mail.stripped.test, BOGUS",
    "_10993._tcp.mail.without-keys.test, BOGUS",
    "_10993._tcp.mail.unknown-algorithm.test, INSECURE",
    "_10993._tcp.mail.unknown-digest.test, INSECURE",
    "_10993._tcp.mail.unsigned.optout.test, INSECURE",
    "_10993._tcp.mail.insecure.test, INSECURE",
    "_10993._tcp.mail.island.test, INSECURE",
    "_10143._tcp.mail.secure.test, INSECURE",
    "_10993._tcp.to-altered.secure.test, BOGUS",
    "_10993._tcp.to-secure.insecure.test, INSECURE",
    "_10993._tcp.to-nsec3.secure.test, SECURE",
    "_10587._tcp.mail.secure.test, SECURE"
  })
  @Requirement(
      value = {"N-40", "N-49"},
      heldBy = "DnsjavaResolver")
  void theStatusIsWhatTheStandardSays(String name, DnssecStatus status) {
    Question question = Question.of(name, Type.TLSA);
    assertEquals(status, byUdp().said(question).status(), name);
  }

  /**
   * RFC 5155, section 9.2 has them Insecure. dnsjava says so without a reason, as it does where it
   * lost a key, so that they are no answer: a host by such a wildcard cannot be reached.
   */
  @ParameterizedTest
  @ValueSource(strings = {"wild.optout.test.", "wildtlsa.optout.test.", "wildalias.optout.test."})
  void aWildcardWhereUnsignedNamesAreLeftOutIsNoAnswerAndTheReasonSaysSo(String below) {
    Name parent = Name.fromConstantString(below);
    List<Answer<?>> undecided =
        byUdp().answers().entrySet().stream()
            .filter(asked -> asked.getKey().name().subdomain(parent))
            .<Answer<?>>map(Map.Entry::getValue)
            .filter(answer -> answer.status() == DnssecStatus.INDETERMINATE)
            .toList();
    assertFalse(undecided.isEmpty());
    for (Answer<?> answer : undecided) {
      assertTrue(answer.reason().contains("NSEC3 opt-out"), answer::toString);
      assertTrue(answer.reason().contains("publish the name itself"), answer::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  @Requirement(
      value = {"S-40", "S-42", "N-48", "N-49"},
      heldBy = "DnsjavaResolver")
  void whoeverTampersGetsNoMoreThanNoAnswer(Tampering tampering) throws Exception {
    try (TamperingProxy proxy = proxy(tampering)) {
      Agreement agreement =
          tampering.isSlow()
              ? Agreement.of(these(Sample.FEW), hasty(proxy), MANY_THREADS)
              : Agreement.of(these(Sample.QUESTIONS), validating(proxy), 2);
      assertTrue(proxy.tampered() > 0, "nothing was tampered with");
      assertEquals(List.of(), proxy.faults());
      assertEquals(List.of(), agreement.failOpen());
      assertEquals(List.of(), agreement.lost());
      assertEquals(List.of(), agreement.deceived());
    }
  }

  /** A change that leaves the records intact must not cost an answer. */
  @ParameterizedTest
  @EnumSource(names = {"SETS_AD", "TRUNCATES_UDP", "WRONG_ID_FIRST"})
  @Requirement(
      value = {"S-40", "S-42", "N-48"},
      heldBy = "DnsjavaResolver")
  void theTruthIsFoundInSpiteOfIt(Tampering tampering) throws Exception {
    try (TamperingProxy proxy = proxy(tampering)) {
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), validating(proxy), 2);
      assertEquals(List.of(), agreement.disagreements());
      assertTrue(proxy.tampered() > 0, "nothing was tampered with");
    }
  }

  @Test
  void whoeverBelievesTheAdBitIsFound() throws Exception {
    try (TamperingProxy proxy = proxy(Tampering.SETS_AD)) {
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), believing(proxy), 2);
      assertFalse(agreement.failOpen().isEmpty());
      assertFalse(agreement.disagreements().isEmpty());
    }
    try (TamperingProxy proxy = proxy(Tampering.SETS_AD_AND_FLIPS_A_BIT)) {
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), believing(proxy), 2);
      assertFalse(agreement.deceived().isEmpty());
    }
  }

  @Test
  void whoeverDoesNotValidateIsFound() throws Exception {
    try (TamperingProxy proxy = proxy(Tampering.NOTHING)) {
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), believing(proxy), 2);
      assertFalse(agreement.disagreements().isEmpty());
      assertFalse(agreement.deceived().isEmpty());
    }
    try (TamperingProxy proxy = proxy(Tampering.HIDES_TLSA)) {
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), believing(proxy), 2);
      assertFalse(agreement.lost().isEmpty());
    }
  }

  @Test
  void whoeverHasTheAnchorOfAnotherRootIsFoundAndIsToldNothing() throws Exception {
    try (TamperingProxy proxy = proxy(Tampering.NOTHING)) {
      SecureResolver resolver = Resolvers.validating(proxy, world().wrongAnchor());
      Agreement agreement = Agreement.of(these(Sample.QUESTIONS), resolver, 2);
      assertFalse(agreement.disagreements().isEmpty());
      assertEquals(0, agreement.answered());
    }
  }

  private TamperingProxy proxy(Tampering tampering) {
    return new TamperingProxy(world().resolver(), tampering);
  }

  private SecureResolver validating(TamperingProxy proxy) {
    return Resolvers.validating(proxy, world().anchor());
  }

  private SecureResolver hasty(TamperingProxy proxy) {
    return Resolvers.hasty(proxy, world().anchor());
  }

  private static SecureResolver believing(TamperingProxy proxy) {
    return Resolvers.believing(proxy);
  }

  private Map<Question, Verdict> these(List<Question> questions) {
    Map<Question, Verdict> known = new LinkedHashMap<>();
    questions.forEach(q -> known.put(q, Objects.requireNonNull(truth.get(q), q::toString)));
    return known;
  }
}
