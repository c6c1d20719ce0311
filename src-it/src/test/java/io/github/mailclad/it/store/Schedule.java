package io.github.mailclad.it.store;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The schedule of writes to accounts. Worker W has a server of its own in every account; its update
 * N sets the time at which that server was seen to N. So the account tells which update of W was
 * the last one to reach it, and the schedule which one that has to be.
 *
 * @param accounts how many accounts the workers share
 * @param updates how many updates each worker makes, 1 to that number
 */
record Schedule(long seed, int accounts, int updates) {

  /** The account that an update is about. */
  String account(int worker, int update) {
    return account(new Random(seed ^ (worker * 1_000_003L + update) * 7919).nextInt(accounts));
  }

  List<String> allAccounts() {
    return IntStream.range(0, accounts).mapToObj(Schedule::account).toList();
  }

  private static String account(int number) {
    return "account" + number + "@example.org";
  }

  /** The updates of a worker to an account, after one of them and up to another one. */
  List<Integer> updates(int worker, String account, int after, int last) {
    return IntStream.rangeClosed(after + 1, last)
        .filter(update -> account(worker, update).equals(account))
        .boxed()
        .toList();
  }

  /** The last update of a worker to an account before another one; 0 for none. */
  int lastBefore(int worker, String account, int update) {
    return updates(worker, account, 0, update - 1).stream().reduce(0, (a, b) -> b);
  }

  /** The last update of a worker that an account has; 0 for none. */
  static int found(AccountState state, int worker) {
    return state
        .service(MailService.IMAPS)
        .flatMap(service -> service.server(host(worker), 993))
        .map(ServerState::seen)
        .map(seen -> (int) seen.at().getEpochSecond())
        .orElse(0);
  }

  /** The account after an update. */
  static AccountState changed(AccountState state, int worker, int update) {
    Observation seen =
        new Observation(
            Instant.ofEpochSecond(update),
            ConfidentialityLevel.AUTHENTICATED,
            TlsStart.IMPLICIT,
            Evidence.PKIX,
            null,
            "CN=worker " + worker,
            null,
            null);
    ServiceState service =
        state.service(MailService.IMAPS).orElseGet(() -> ServiceState.unknown(MailService.IMAPS));
    return state.with(service.with(new ServerState(host(worker), 993, null, seen, null)));
  }

  private static String host(int worker) {
    return "imap" + worker + ".example.org";
  }
}
