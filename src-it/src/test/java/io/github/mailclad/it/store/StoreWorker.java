package io.github.mailclad.it.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.account.AccountStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process of a torture: makes its updates one after the other and says {@code DONE N} once the
 * store said that it has update N. An update that the store had and has no longer is {@code LOST
 * N}; one that was there when this process began, before it made it, is {@code FOUND N}.
 */
public final class StoreWorker {
  private StoreWorker() {}

  /** The command line of a worker. */
  static List<String> arguments(Storage storage, Schedule schedule, int worker, int first) {
    return List.of(
        storage.kind().name(),
        storage.address(),
        Long.toString(schedule.seed()),
        Integer.toString(schedule.accounts()),
        Integer.toString(schedule.updates()),
        Integer.toString(worker),
        Integer.toString(first));
  }

  /** Makes the updates from the first one that was not acknowledged. */
  public static void main(String[] arguments) throws Exception {
    AccountStore store = new Storage(Storage.Kind.valueOf(arguments[0]), arguments[1]).open();
    Schedule schedule =
        new Schedule(
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    int worker = Integer.parseInt(arguments[5]);
    int first = Integer.parseInt(arguments[6]);
    for (int update = first; update <= schedule.updates(); update++) {
      make(store, schedule, worker, update, update == first);
    }
  }

  private static void make(
      AccountStore store, Schedule schedule, int worker, int update, boolean mayBeThere)
      throws Exception {
    String account = schedule.account(worker, update);
    AtomicInteger before = new AtomicInteger();
    store.update(
        account,
        state -> {
          before.set(Schedule.found(state, worker));
          return Schedule.changed(state, worker, update);
        });
    int expected = schedule.lastBefore(worker, account, update);
    if (before.get() == update && mayBeThere) {
      say("FOUND " + update);
    } else if (before.get() > expected) {
      throw new IllegalStateException("update " + before + " is from the future");
    }
    for (int lost : schedule.updates(worker, account, before.get(), expected)) {
      say("LOST " + lost);
    }
    say("DONE " + update);
  }

  /** Writes one line at once: a killed process has written it or not. */
  private static void say(String line) {
    byte[] octets = (line + "\n").getBytes(US_ASCII);
    System.out.write(octets, 0, octets.length);
    System.out.flush();
  }
}
