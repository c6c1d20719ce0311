package io.github.mailclad.it.dane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.dane.OpenSsl.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers and TLSA records by lot, judged by Mailclad and by OpenSSL: the same 160 questions in
 * every build, and 1200 others each time with {@code -Dmailclad.dane=full}. Where they differ, a
 * rule with its section must say why. {@code -Dmailclad.dane.seed} draws the same lots again, with
 * other keys.
 */
@Requirement(
    value = {"D-5.3-2", "N-06"},
    heldBy = {"PeerVerifier", "UsableRecords", "NamedAuthorities"})
class DaneModelIT {
  private static final boolean FULL = System.getProperty("mailclad.dane", "").equals("full");
  private static final int SERVERS = FULL ? 80 : 20;
  private static final int RECORD_SETS = FULL ? 15 : 8;

  /** The questions wait for other processes. */
  private static final int THREADS = 3;

  private final long seed = Long.getLong("mailclad.dane.seed", FULL ? System.nanoTime() : 7);

  /**
   * A question, its two answers, and why they differ.
   *
   * @param difference empty where they agree, or where nothing explains it
   */
  private record Lot(
      RandomServer server,
      RandomRecords records,
      Verification ours,
      Said theirs,
      Optional<Difference> difference) {

    private boolean isUnexplained() {
      return difference.isEmpty() && !Judges.agree(ours, theirs);
    }

    @Override
    public String toString() {
      return "%n  %s%n  records %s, usages %s%n  Mailclad: %s%n  OpenSSL: %s %s%n"
          .formatted(
              server.shape(),
              records.records(),
              records.usages(),
              ours instanceof Verification.Refused refused ? refused.refusal().summary() : ours,
              theirs.opinion(),
              theirs.text());
    }
  }

  @Test
  void theVerdictIsThatOfAnotherImplementation(@TempDir Path folder) throws Exception {
    OpenSsl openssl = OpenSsl.orSkip();
    List<Lot> lots = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Lot>>> servers = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        long own = seed + i;
        Path files = folder.resolve("server-" + i);
        servers.add(() -> lots(openssl, new Random(own), files));
      }
      for (Future<List<Lot>> future : threads.invokeAll(servers)) {
        lots.addAll(future.get());
      }
    } finally {
      threads.shutdownNow();
    }
    List<Lot> unexplained = lots.stream().filter(Lot::isUnexplained).toList();
    Map<Difference, Integer> explained = new EnumMap<>(Difference.class);
    lots.forEach(lot -> lot.difference().ifPresent(d -> explained.merge(d, 1, Integer::sum)));
    int differences = unexplained.size() + explained.values().stream().mapToInt(n -> n).sum();
    long accepted =
        lots.stream().filter(lot -> lot.ours() instanceof Verification.Accepted).count();
    System.out.printf(
        "dane model: %d of %d agree (%d accepted, seed %d)%n",
        lots.size() - differences, lots.size(), accepted, seed);
    explained.forEach((rule, n) -> System.out.printf("dane model: %d differ by %s%n", n, rule));
    assertEquals(List.of(), unexplained, () -> "seed " + seed);
    assertEquals(SERVERS * RECORD_SETS, lots.size());
    assertTrue(
        accepted > lots.size() / 20 && accepted < lots.size() * 19 / 20,
        () -> "one-sided: " + accepted + " accepted, seed " + seed);
  }

  private static List<Lot> lots(OpenSsl openssl, Random random, Path folder) throws IOException {
    RandomServer server = RandomServer.drawn(random);
    List<Lot> lots = new ArrayList<>();
    try (ChainServer running = ChainServer.of(server.server())) {
      Judges judges = new Judges(openssl, server, running.port(), Files.createDirectory(folder));
      for (int i = 0; i < RECORD_SETS; i++) {
        RandomRecords records = RandomRecords.drawn(random, server);
        Verification ours = judges.mailclad(records);
        Said theirs = judges.openSsl(records, server.anchor());
        lots.add(
            new Lot(
                server,
                records,
                ours,
                theirs,
                Judges.agree(ours, theirs)
                    ? Optional.empty()
                    : Difference.between(ours, theirs, records, judges)));
      }
    }
    return lots;
  }
}
