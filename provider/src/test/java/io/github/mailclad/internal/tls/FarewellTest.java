package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class FarewellTest {
  private final Deadlines deadlines = new Deadlines();
  private final Farewell farewell = new Farewell(deadlines, () -> {});

  private void assertMoments(int running) {
    assertEquals(running, ((ScheduledThreadPoolExecutor) deadlines.executor()).getQueue().size());
  }

  @Test
  void theMomentRunsFromTheFarewellToTheEnd() {
    assertMoments(0);
    farewell.begin();
    farewell.begin();
    assertMoments(1);
    farewell.end();
    assertMoments(0);
    farewell.begin();
    assertMoments(0);
  }

  @Test
  void itDoesNotBeginDuringACommandWhoseAnswerDecides() {
    farewell.commandBegins();
    farewell.begin();
    assertMoments(0);
    farewell.commandEnds();
    assertMoments(1);
    farewell.end();
  }

  @Test
  void itStopsWhileSuchACommandIsInProgress() {
    farewell.begin();
    farewell.commandBegins();
    farewell.commandBegins();
    farewell.commandEnds();
    assertMoments(0);
    farewell.commandEnds();
    assertMoments(1);
    farewell.end();
  }
}
