package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Optional;
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

  @ParameterizedTest
  @CsvSource({
    "mail.secruity.trust-anchors, mail.security.trust-anchors",
    "mail.securty.trust-anchor, mail.security.trust-anchors",
    "mail.Security.tls-start, mail.security.tls-start",
    "mail.imaps.secruity.tls-strat, mail.imaps.security.tls-start",
    "mail.imap.securiyt.pins, mail.imap.security.pins",
    "mail.imsp.security.pins, mail.imap.security.pins",
    "mail.iamps.security.trust-anchors, mail.imaps.security.trust-anchors",
    "mail.IMAPS.security.trust-anchors, mail.imaps.security.trust-anchors",
    "mail.imaps.trust-anchors, mail.imaps.security.trust-anchors",
    "mail.imaps.TLS-Start, mail.imaps.security.TLS-Start",
    "mail.trust-anchors, mail.security.trust-anchors",
  })
  void aKeyNearToOursIsAProblemAndNotIgnored(String typed, String meant) {
    SettingProblem problem = onlyProblem(typed);

    assertEquals(typed, problem.key());
    assertEquals("there is no such setting", problem.problem());
    assertEquals("did you mean " + meant + "?", problem.remedy());
  }

  @Test
  void keysOfOthersAreLeftAlone() {
    Sessions.legible(
        ProtocolName.IMAPS,
        Sessions.with(
            "mail.imaps.sasl.enable", "true",
            "mail.corp.security.level", "high",
            "mail.nntp.security.x", "y",
            "mail.smtp.secruity.x", "y",
            "mail.sender.trust-levels", "3",
            "mail.securitas.address", "z",
            "mail.x-trust-anchors", "w"));
  }

  @Test
  void aMistypedHostIsFoundUnderEveryNameAndUnderNone() {
    for (String typed :
        List.of("mail.imaps.hots", "mail.imap.hst", "mail.Host", "mail.imaps.server")) {
      SettingProblem problem =
          new MistypedKeys(new Settings(Sessions.with(typed, "x"), ProtocolName.IMAPS))
              .host()
              .orElseThrow();
      assertEquals(typed, problem.key());
      assertEquals("did you mean mail.imaps.host?", problem.remedy());
    }
    assertEquals(
        Optional.empty(),
        new MistypedKeys(
                new Settings(
                    Sessions.with("mail.imaps.port", "1", "mail.smtp.hots", "x"),
                    ProtocolName.IMAPS))
            .host());
  }

  @Test
  void settingsOfOtherServicesAreNotLookedAt() {
    Sessions.legible(
        ProtocolName.IMAPS,
        Sessions.with(
            "mail.smtp.security.nonsense", "x",
            "mail.pop3.ssl.trust", "*",
            "mail.securitylab", "x"));
  }

  private static SettingProblem onlyProblem(String key) {
    List<SettingProblem> problems = Sessions.problems(key, "x");
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }
}
