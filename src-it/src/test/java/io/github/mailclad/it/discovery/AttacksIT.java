package io.github.mailclad.it.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The seventeen attacks on automatic configuration come to nothing (docs/decisions/0049). {@link
 * AttackMutationIT} shows that each would be noticed.
 */
class AttacksIT {
  private static final Set<Attack> REFUSED = EnumSet.noneOf(Attack.class);

  @AfterAll
  static void count() {
    System.out.printf(
        "automatic configuration: %d of %d attacks refused%n",
        REFUSED.size(), Attack.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void theAttackDoesNoHarm(Attack attack) throws Exception {
    Victim.Result result = attack.carryOut();

    assertEquals(List.of(), result.harms());
    assertEquals(attack.outcome(), result.outcome());
    REFUSED.add(attack);
  }
}
