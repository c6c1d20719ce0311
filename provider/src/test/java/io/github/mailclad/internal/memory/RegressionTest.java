package io.github.mailclad.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RegressionTest {

  /** Every kind of refusal is looked at: a new one has to be sorted in here. */
  @Test
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = "Regression")
  void everyRefusalIsEitherAboutTlsOrAboutProofOrNeither() {
    Map<String, Integer> kinds = new TreeMap<>();
    RefusalSamples.all().stream()
        .map(sample -> sample.refusal())
        .map(Refusal::code)
        .distinct()
        .forEach(code -> kinds.merge(of(code).name(), 1, Integer::sum));

    assertEquals(Map.of("TLS_DISAPPEARED", 3, "VALIDATION_REGRESSED", 23, "NEITHER", 50), kinds);
  }

  private static Regression of(String code) {
    return RefusalSamples.all().stream()
        .map(sample -> sample.refusal())
        .filter(refusal -> refusal.code().equals(code))
        .map(Regression::of)
        .findFirst()
        .orElseThrow();
  }
}
