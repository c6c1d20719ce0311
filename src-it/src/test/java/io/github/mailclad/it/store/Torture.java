package io.github.mailclad.it.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that write to the same accounts, are killed at random moments and started again until
 * all their updates are acknowledged; and the count of updates that were acknowledged and are gone.
 */
final class Torture implements AutoCloseable {
  private static final int MINUTES = 10;
  private static final int LONGEST_DELAY_MICROS = 100_000;

  private final Storage storage;
  private final Schedule schedule;
  private final int workers;
  private final int killsOfEach;
  private final ExecutorService supervisors;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  private Torture(Storage storage, Schedule schedule, int workers, int killsOfEach) {
    this.storage = storage;
    this.schedule = schedule;
    this.workers = workers;
    this.killsOfEach = killsOfEach;
    this.supervisors = Executors.newFixedThreadPool(workers);
  }

  /**
   * The result of a run.
   *
   * @param acknowledged updates of which the store said that it has them
   * @param lost those of them that it did not have later
   * @param kills processes that were killed
   * @param unanswered updates that a killed process had made without having said so
   * @param problems anything else that is not as it must be, such as states that cannot be read
   */
  record Outcome(int acknowledged, int lost, int kills, int unanswered, List<String> problems) {}

  /** Runs it, for ten minutes at most. */
  static Outcome run(Storage storage, Schedule schedule, int workers, int killsOfEach)
      throws Exception {
    try (Torture torture = new Torture(storage, schedule, workers, killsOfEach)) {
      torture.updateAll();
      torture.readAll();
      return new Outcome(
          torture.acknowledged.get(),
          torture.lost.size(),
          torture.kills.get(),
          torture.unanswered.get(),
          List.copyOf(torture.problems));
    }
  }

  private void updateAll() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    List<Future<?>> all = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int number = worker;
      all.add(
          supervisors.submit(
              () -> {
                supervise(number);
                return number;
              }));
    }
    for (Future<?> each : all) {
      each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** Starts a worker again and again until all its updates are acknowledged. */
  private void supervise(int worker) throws IOException, InterruptedException {
    Random random = new Random(schedule.seed() + worker);
    int killsLeft = killsOfEach;
    int done = 0;
    while (done < schedule.updates()) {
      int life =
          killsLeft-- > 0
              ? 1 + random.nextInt(2 * schedule.updates() / (killsOfEach + 1))
              : Integer.MAX_VALUE;
      int before = done;
      done = live(worker, done, life, random.nextInt(LONGEST_DELAY_MICROS));
      if (life == Integer.MAX_VALUE && done < schedule.updates()) {
        problems.add("worker " + worker + " ended by itself after update " + done);
        return;
      }
      acknowledged.addAndGet(done - before);
    }
  }

  /**
   * One process of a worker, killed some time after so many acknowledgements.
   *
   * @return the last update that was acknowledged
   */
  private int live(int worker, int done, int life, int delayMicros)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path", "")),
                StoreWorker.class.getName()));
    command.addAll(StoreWorker.arguments(storage, schedule, worker, done + 1));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    running.add(process);
    int last = done;
    try (BufferedReader said = process.inputReader(UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = heard(worker, last, line);
        if (last - done == life && process.isAlive()) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(delayMicros));
          // not by the process itself, which would throw away what is still to be read
          process.toHandle().destroyForcibly();
          kills.incrementAndGet();
        }
      }
      process.waitFor();
      return last;
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  private int heard(int worker, int last, String line) {
    String[] words = line.split(" ", 2);
    int update = Integer.parseInt(words[1]);
    switch (words[0]) {
      case "FOUND" -> unanswered.incrementAndGet();
      case "LOST" -> lost.add(worker + "/" + update);
      default -> {
        if (update != last + 1) {
          problems.add("worker " + worker + " made update " + update + " after " + last);
        }
        return update;
      }
    }
    return last;
  }

  private void readAll() throws Exception {
    AccountStore store = storage.open();
    if (!store.accounts().equals(schedule.allAccounts())) {
      problems.add("accounts are " + store.accounts());
    }
    for (String account : schedule.allAccounts()) {
      Optional<AccountState> state = store.read(account);
      int made = 0;
      for (int worker = 0; worker < workers; worker++) {
        int found = state.isPresent() ? Schedule.found(state.get(), worker) : 0;
        String of = worker + "/";
        schedule
            .updates(worker, account, found, schedule.updates())
            .forEach(update -> lost.add(of + update));
        made += schedule.updates(worker, account, 0, schedule.updates()).size();
      }
      long revision = state.map(AccountState::revision).orElse(0L);
      if (revision != made) {
        problems.add(account + " was changed " + made + " times and has revision " + revision);
      }
    }
  }

  @Override
  public void close() {
    supervisors.shutdownNow();
    running.forEach(Process::destroyForcibly);
  }
}
