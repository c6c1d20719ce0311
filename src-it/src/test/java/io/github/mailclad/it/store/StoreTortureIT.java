package io.github.mailclad.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.store.Torture.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that share a store and are killed in the middle of their work. {@code -Ptorture} runs 8
 * of them with 1,000 updates each; {@code -Dmailclad.torture.seed=N} draws the same lots again.
 */
class StoreTortureIT {
  private static final boolean FULL = "full".equals(System.getProperty("mailclad.torture"));
  private static final int WORKERS = FULL ? 8 : 3;
  private static final int UPDATES = FULL ? 1000 : 60;
  private static final int KILLS_OF_EACH = FULL ? 5 : 2;
  private static final int ACCOUNTS = FULL ? 8 : 2;

  @Test
  void aFolderLosesNothing(@TempDir Path directory) throws Exception {
    torture(new Storage(Storage.Kind.FOLDER, directory.resolve("accounts").toString()));
  }

  @Test
  void postgresqlLosesNothing(@TempDir Path directory) throws Exception {
    try (Postgres server = Postgres.start(directory)) {
      torture(new Storage(Storage.Kind.POSTGRESQL, server.url()));
    }
  }

  @Test
  void aStoreThatDoesNotAskForTheRevisionIsFoundToLoseUpdates(@TempDir Path directory)
      throws Exception {
    Storage careless =
        new Storage(Storage.Kind.CARELESS_FOLDER, directory.resolve("accounts").toString());

    Outcome outcome = Torture.run(careless, new Schedule(seed(), 1, 60), 3, 0);

    System.out.printf(
        "a store that does not ask for the revision: %d acknowledged, %d lost%n",
        outcome.acknowledged(), outcome.lost());
    assertTrue(outcome.lost() > 0, outcome::toString);
  }

  private static void torture(Storage storage) throws Exception {
    String name = storage.kind().name().toLowerCase(Locale.ROOT);
    long seed = seed();
    System.out.printf(
        "%s: %d processes, %d updates each, %d accounts, seed %d%n",
        name, WORKERS, UPDATES, ACCOUNTS, seed);
    long start = System.nanoTime();

    Outcome outcome =
        Torture.run(storage, new Schedule(seed, ACCOUNTS, UPDATES), WORKERS, KILLS_OF_EACH);

    System.out.printf(
        "%s: %d kills, %d of them between the write and its answer, %d s%n",
        name,
        outcome.kills(),
        outcome.unanswered(),
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    System.out.printf(
        "store torture (%s): %d acknowledged, %d lost%n",
        name, outcome.acknowledged(), outcome.lost());
    assertEquals(List.of(), outcome.problems());
    assertEquals(0, outcome.lost());
    assertEquals(WORKERS * UPDATES, outcome.acknowledged());
    assertTrue(outcome.kills() > 0, outcome::toString);
  }

  private static long seed() {
    return Long.getLong("mailclad.torture.seed", new Random().nextInt(1_000_000));
  }
}
