package io.github.mailclad.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every account store. */
interface AccountStoreContract {
  String ALICE = "alice@example.org";

  /** A store; each call of one test gives one with the same accounts. */
  AccountStore store() throws Exception;

  @Test
  default void nothingIsRememberedOfAnAccountThatWasNeverWritten() throws Exception {
    assertEquals(Optional.empty(), store().read(ALICE));
    assertEquals(List.of(), store().accounts());
  }

  @Test
  default void whatWasWrittenIsRead() throws Exception {
    RandomAccount random = new RandomAccount(new Random(5));
    AccountState known = AccountState.unknown(ALICE);
    for (int i = 1; i <= 20; i++) {
      AccountState changed = random.next(ALICE).revision(known.revision());
      known = store().write(changed).orElseThrow();
      assertEquals(changed.revision(i), known);
      assertEquals(Optional.of(known), store().read(ALICE));
    }
  }

  @Test
  default void aWriteThatKnowsAnotherRevisionIsNotDone() throws Exception {
    AccountState unknown = AccountState.unknown(ALICE);
    assertEquals(Optional.empty(), store().write(unknown.revision(1)));
    assertEquals(Optional.empty(), store().read(ALICE));

    AccountState first = store().write(unknown).orElseThrow();
    assertEquals(Optional.empty(), store().write(unknown.policyVersion(2)));
    assertEquals(Optional.empty(), store().write(first.revision(2).policyVersion(2)));
    assertEquals(Optional.of(first), store().read(ALICE));
  }

  @Test
  default void accountsWithSimilarNamesAreDistinct() throws Exception {
    List<String> names =
        List.of(
            "Alice@example.org",
            "alice@example.org",
            "alice@example.org ",
            "alice_example.org",
            "al\u0131ce@example.org",
            "../../alice@example.org",
            "con",
            "a".repeat(320),
            "a".repeat(319) + "b",
            "\u00e4".repeat(320),
            "\ud83d\udc04@example.org");
    for (int i = 0; i < names.size(); i++) {
      store().write(AccountState.unknown(names.get(i)).policyVersion(i + 1));
    }
    for (int i = 0; i < names.size(); i++) {
      assertEquals(i + 1, store().read(names.get(i)).orElseThrow().policyVersion());
    }
    assertEquals(names.stream().sorted().toList(), store().accounts());
  }

  @Test
  default void anUpdateWithoutAChangeWritesNothing() throws Exception {
    store().update(ALICE, state -> state);
    assertEquals(Optional.empty(), store().read(ALICE));
    AccountState written = store().update(ALICE, state -> state.policyVersion(2));
    assertEquals(written, store().update(ALICE, state -> state.policyVersion(2)));
    assertEquals(1, written.revision());
  }

  @Test
  default void noUpdateOfManyThreadsIsLost() throws Exception {
    int threads = 8;
    int updates = 25;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String host = "host" + thread;
        AccountStore own = store();
        Callable<Long> work =
            () -> {
              for (int i = 1; i <= updates; i++) {
                long second = i;
                own.update(ALICE, state -> counted(state, host, second));
              }
              return count(own, host);
            };
        done.add(pool.submit(work));
      }
      for (Future<Long> each : done) {
        assertEquals(updates, each.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals((long) threads * updates, store().read(ALICE).orElseThrow().revision());
  }

  @Test
  default void aRemovedAccountIsNewAndTheOthersStay() throws Exception {
    AccountState known = store().write(AccountState.unknown(ALICE)).orElseThrow();
    AccountState other = store().write(AccountState.unknown("bob@example.org")).orElseThrow();

    assertTrue(store().remove(ALICE));

    assertEquals(Optional.empty(), store().read(ALICE));
    assertEquals(List.of("bob@example.org"), store().accounts());
    assertEquals(Optional.of(other), store().read("bob@example.org"));
    assertEquals(Optional.empty(), store().write(known), "it was written before the removal");
    assertFalse(store().remove(ALICE));
    assertEquals(1, store().update(ALICE, state -> state.policyVersion(2)).revision());
  }

  @Test
  default void ofManyThreadsThatRemoveAnAccountOneDoes() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 10; round++) {
        assertTrue(store().write(AccountState.unknown(ALICE)).isPresent());
        List<Future<Boolean>> done = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          AccountStore own = store();
          done.add(pool.submit(() -> own.remove(ALICE)));
        }
        int removed = 0;
        for (Future<Boolean> each : done) {
          removed += each.get() ? 1 : 0;
        }
        assertEquals(1, removed);
        assertEquals(Optional.empty(), store().read(ALICE));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  default void anUpdateBesideARemovalIsWholeOrOfANewAccount() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      AccountStore updating = store();
      AccountStore removing = store();
      for (int round = 0; round < 20; round++) {
        AccountState before = store().update(ALICE, state -> state.policyVersion(2));
        Future<AccountState> updated =
            pool.submit(() -> updating.update(ALICE, state -> state.policyVersion(3)));
        Future<Boolean> removed = pool.submit(() -> removing.remove(ALICE));
        assertTrue(removed.get());
        AccountState after = updated.get();
        assertTrue(
            after.revision() == 1 || after.revision() == before.revision() + 1, after.toString());
        Optional<AccountState> stored = store().read(ALICE);
        assertTrue(stored.isEmpty() || stored.get().revision() == 1, stored.toString());
        store().remove(ALICE);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static AccountState counted(AccountState state, String host, long second) {
    ServiceState service =
        state.service(MailService.IMAPS).orElseGet(() -> ServiceState.unknown(MailService.IMAPS));
    long before = count(service, host);
    if (before != second - 1) {
      throw new AssertionError("found " + before + " in place of " + (second - 1));
    }
    return state.with(
        service.with(new ServerState(host, 993, Instant.ofEpochSecond(second), null, null)));
  }

  private static long count(AccountStore store, String host) throws AccountStoreException {
    return count(store.read(ALICE).orElseThrow().service(MailService.IMAPS).orElseThrow(), host);
  }

  private static long count(ServiceState service, String host) {
    return service
        .server(host, 993)
        .map(server -> server.established() == null ? 0 : server.established().getEpochSecond())
        .orElse(0L);
  }
}
