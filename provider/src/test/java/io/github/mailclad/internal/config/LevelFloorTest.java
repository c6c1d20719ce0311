package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelFloorTest {
  private static final String LEVEL = "mail.smtps.security.minimum-level";
  private static final String PIN = "mail.smtps.security.account-pin";
  private static final String POLICY = "mail.smtps.security.policy";
  private static final String CERTIFICATE =
      "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final LevelFloor AUTHENTICATED = LevelFloor.of("authenticated");
  private static final LevelFloor ENCRYPTED = LevelFloor.of("encrypted");

  private static List<String> refused(LevelFloor floor, Object... keysAndValues) {
    return read(floor, keysAndValues).problems().stream().map(SettingProblem::key).toList();
  }

  private static ConfigReading read(LevelFloor floor, Object... keysAndValues) {
    return Sessions.read(ProtocolName.SMTPS, Sessions.with(keysAndValues), floor);
  }

  @ParameterizedTest
  @CsvSource({
    "authenticated, none",
    "authenticated, encrypted",
    "AUTHENTICATED, NONE",
    "encrypted, none",
  })
  void aLowerLevelIsRefusedByName(String floor, String level) {
    List<SettingProblem> problems =
        read(LevelFloor.of(floor), LEVEL, level, PIN, CERTIFICATE).problems();

    SettingProblem problem = problems.get(problems.size() - 1);
    assertTrue(problems.stream().anyMatch(p -> p.key().equals(LEVEL)), problems.toString());
    assertTrue(problem.problem().contains("-D" + LevelFloor.PROPERTY + "="), problem.toString());
  }

  @Test
  void theRefusalNamesTheSettingAndTheSystemProperty() {
    assertEquals(
        List.of(
            new SettingProblem(
                LEVEL,
                "asks for less than -Dio.github.mailclad.minimum-level=authenticated,"
                    + " which no session may",
                "remove it")),
        read(AUTHENTICATED, LEVEL, "none").problems());
  }

  @Test
  void withoutAFloorTheSameLevelCounts() {
    ConfigReading reading = read(LevelFloor.of(""), LEVEL, "none");

    assertEquals(List.of(), reading.problems());
    assertEquals(ConfidentialityLevel.NONE, reading.config().policy().minimumLevel());
    assertEquals(List.of(), refused(LevelFloor.of("none"), LEVEL, "none"));
  }

  @Test
  void theSameOrAHigherLevelCounts() {
    assertEquals(List.of(), refused(AUTHENTICATED));
    assertEquals(List.of(), refused(AUTHENTICATED, LEVEL, "authenticated"));
    assertEquals(List.of(), refused(ENCRYPTED, LEVEL, "encrypted", PIN, CERTIFICATE));
    assertEquals(List.of(), refused(ENCRYPTED, LEVEL, "authenticated"));
  }

  @Test
  void anAccountPinIsRefusedAboveItsLevel() {
    assertEquals(List.of(LEVEL, PIN), refused(AUTHENTICATED, LEVEL, "encrypted", PIN, CERTIFICATE));
    assertEquals(List.of(LEVEL, PIN), refused(AUTHENTICATED, LEVEL, "encrypted", PIN, "stored"));
    assertEquals(List.of(), refused(ENCRYPTED, LEVEL, "encrypted", PIN, "stored"));
  }

  @Test
  void aPolicyObjectOfALowerLevelIsRefused() {
    SecurityPolicy lowered = SecurityPolicy.builder().dangerouslyWithoutMinimum().build();

    assertEquals(List.of(POLICY), refused(AUTHENTICATED, POLICY, lowered));
    assertEquals(List.of(POLICY), refused(ENCRYPTED, POLICY, lowered));
    assertEquals(List.of(), refused(LevelFloor.NONE, POLICY, lowered));
    assertEquals(List.of(), refused(AUTHENTICATED, POLICY, SecurityPolicy.builder().build()));
  }

  /** Without the floor these settings do not lower this account either. */
  @Test
  void theLevelOfAnotherNameIsNoProblemOfThisOne() {
    assertEquals(List.of(), refused(AUTHENTICATED, "mail.smtp.security.minimum-level", "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"authentcated", "true", "9"})
  void aWrongFloorRefusesEverySession(String floor) {
    assertEquals(List.of("-D" + LevelFloor.PROPERTY), refused(LevelFloor.of(floor)));
    assertEquals(
        List.of("-D" + LevelFloor.PROPERTY, LEVEL), refused(LevelFloor.of(floor), LEVEL, "none"));
  }

  @Test
  void aServiceBelowTheFloorIsNotCreatedAsALoweredOne() {
    Properties properties = Sessions.with(LEVEL, "none");
    Settings settings = new Settings(properties, ProtocolName.SMTPS);

    assertTrue(new ConfigReadings(LevelFloor.NONE).isLowered(settings));
    assertFalse(new ConfigReadings(AUTHENTICATED).isLowered(settings));
  }
}
