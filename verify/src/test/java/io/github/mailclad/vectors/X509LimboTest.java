package io.github.mailclad.vectors;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class X509LimboTest {
  /** For the cases that name no time, which hold at any; fixed, so that every run is the same. */
  private static final Instant ANY_TIME = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void saysWhatX509LimboSaysButForKnownDeviations() throws IOException {
    List<Judged> judged =
        LimboCase.all(VectorsFolder.file("x509-limbo-core.json.gz")).stream()
            .map(X509LimboTest::judge)
            .toList();
    KnownDeviations known = KnownDeviations.read();
    Report.ofLimbo(judged, known).print();

    Set<String> deviating = ids(judged, Judged::deviates);
    assertAll(
        () -> assertEquals(289, judged.size(), "the cases of the core"),
        () -> assertEquals(Set.of(), without(deviating, known.byId().keySet()), "unknown"),
        () ->
            assertEquals(Set.of(), without(known.byId().keySet(), deviating), "known, but passed"),
        () ->
            assertEquals(
                Set.of(),
                ids(judged, each -> each.ours() instanceof Opinion.BreaksDown),
                "a server can make the verifier throw"),
        () ->
            assertEquals(
                Set.of(),
                ids(judged, each -> each.isBehindTheJvm() && !known.excusesBeingBehind(each)),
                "passed by the JVM, and no rule of ours is stricter"));
  }

  private static Judged judge(LimboCase each) {
    return new Judged(each.id(), each.expected(), ask(each, Mailclad::on), ask(each, PlainJdk::on));
  }

  private static Opinion ask(LimboCase each, Function<Scene, Opinion> verifier) {
    try {
      return verifier.apply(each.scene(ANY_TIME));
    } catch (GeneralSecurityException e) {
      return new Opinion.Refuses("the platform cannot read it: " + e.getMessage());
    }
  }

  private static Set<String> ids(List<Judged> judged, Predicate<Judged> which) {
    return judged.stream()
        .filter(which)
        .map(Judged::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> without(Set<String> ids, Set<String> others) {
    Set<String> rest = new TreeSet<>(ids);
    rest.removeAll(others);
    return rest;
  }
}
