package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConnectionEndTest {
  private final Deadlines deadlines = new Deadlines();
  private final ConnectionEnd end = new ConnectionEnd(deadlines, () -> {});

  private void assertLimits(int running) {
    assertEquals(running, deadlines.open());
  }

  @Test
  void theLimitRunsFromTheLogoutToTheEnd() {
    assertLimits(0);
    end.beginLogout();
    end.beginLogout();
    assertLimits(1);
    end.end();
    assertLimits(0);
    end.beginLogout();
    assertLimits(0);
  }

  @Test
  void itDoesNotBeginDuringACommandWhoseAnswerDecides() {
    end.commandBegins();
    end.beginLogout();
    assertLimits(0);
    end.commandEnds();
    assertLimits(1);
    end.end();
  }

  @Test
  void itStopsWhileSuchACommandIsInProgress() {
    end.beginLogout();
    end.commandBegins();
    end.commandBegins();
    end.commandEnds();
    assertLimits(0);
    end.commandEnds();
    assertLimits(1);
    end.end();
  }
}
