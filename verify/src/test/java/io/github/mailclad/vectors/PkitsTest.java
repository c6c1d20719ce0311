package io.github.mailclad.vectors;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * NIST's Public Key Interoperability Test Suite, from the folder that {@code mailclad.pkits} names;
 * without one it is skipped and says so.
 */
class PkitsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private static Path folder() {
    String named = System.getProperty("mailclad.pkits", "");
    Path folder = Path.of(named.isEmpty() ? "." : named);
    if (named.isEmpty() || !Files.isReadable(folder.resolve("pkits.json"))) {
      String missing =
          "NOT RUN: PKITS needs mailclad.pkits=FOLDER with certs, crls and pkits.json, as in the tests of python-pyhanko-certvalidator";
      System.out.println(missing);
      assertTrue(named.isEmpty(), missing);
      Assumptions.abort(missing);
    }
    return folder;
  }

  @Test
  void saysWhatNistSaysButForWrittenRules() throws IOException {
    Path folder = folder();
    List<Judged> judged =
        PkitsCase.all(folder).stream()
            .filter(PkitsCase::isAskable)
            .map(each -> judge(each, folder))
            .toList();
    Map<String, PkitsRule> known = PkitsRule.byCase();
    Report.ofPkits(judged, known).print();

    assertAll(
        () -> assertTrue(judged.size() > 200, "cases: " + judged.size()),
        () ->
            assertEquals(
                Set.of(),
                ids(judged, each -> each.ours() instanceof Opinion.BreaksDown),
                "a server can make the verifier throw"),
        () ->
            assertEquals(
                Set.of(),
                ids(
                    judged,
                    each ->
                        each.ours() instanceof Opinion.Accepts
                            && each.expected() instanceof Opinion.Refuses
                            && !(each.jvm() instanceof Opinion.Accepts)),
                "accepted here, and refused by NIST and the platform"),
        () -> assertEquals(known.keySet(), ids(judged, Judged::deviates), "deviations"));
  }

  private static Judged judge(PkitsCase each, Path folder) {
    return new Judged(
        each.id() + "-" + each.name(),
        each.expected(),
        ask(each, folder, Mailclad::on),
        ask(each, folder, PlatformPath::on));
  }

  private static Opinion ask(PkitsCase each, Path folder, Function<Scene, Opinion> verifier) {
    try {
      return verifier.apply(each.scene(folder, NOW));
    } catch (GeneralSecurityException | IOException e) {
      return new Opinion.Refuses("the platform cannot read it: " + e.getMessage());
    }
  }

  private static Set<String> ids(List<Judged> judged, Predicate<Judged> which) {
    return judged.stream()
        .filter(which)
        .map(Judged::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
