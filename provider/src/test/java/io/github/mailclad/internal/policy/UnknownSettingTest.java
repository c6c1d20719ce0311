package io.github.mailclad.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.Refusal.SettingProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownSettingTest {

  @ParameterizedTest
  @CsvSource({
    "minimum-leve, minimum-level",
    "minimumlevel, minimum-level",
    "tls_start, tls-start",
    "oldest-tsl, oldest-tls",
    "trust-anchor, trust-anchors",
    "trust-anchor-password, trust-anchors-password",
    "pin, pins",
    "handshaketimeout, handshake-timeout",
    "listeners, listener",
  })
  void anUnknownSettingSuggestsTheNearestOne(String typed, String meant) {
    for (String prefix : List.of("mail.imaps.security.", "mail.imap.security.", "mail.security.")) {
      SettingProblem problem = onlyProblem(prefix + typed);

      assertEquals(prefix + typed, problem.key());
      assertEquals("there is no such setting", problem.problem());
      assertEquals("did you mean " + prefix + meant + "?", problem.remedy());
    }
  }

  @Test
  void aVeryLongKeyIsAProblemLikeAnyOther() {
    assertEquals(
        "there is no such setting",
        onlyProblem("mail.imaps.security." + "x".repeat(100_000)).problem());
  }

  @Test
  void settingsOfOtherServicesAreNotLookedAt() {
    assertInstanceOf(
        PolicyReading.Legible.class,
        Sessions.read(
            ProtocolName.IMAPS,
            Sessions.with(
                "mail.smtp.security.nonsense", "x",
                "mail.pop3.ssl.trust", "*",
                "mail.securitylab", "x")));
  }

  private static SettingProblem onlyProblem(String key) {
    List<SettingProblem> problems = Sessions.problems(key, "x");
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }
}
