package io.github.mailclad.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryAccountStoreTest implements AccountStoreContract {
  private final AccountStore store = new InMemoryAccountStore();

  @Override
  public AccountStore store() {
    return store;
  }

  @Test
  void theAccountThatWasUsedLongestAgoIsForgottenFirst() throws Exception {
    AccountStore small = new InMemoryAccountStore(2);
    small.write(AccountState.unknown("a"));
    AccountState b = small.write(AccountState.unknown("b")).orElseThrow();
    assertTrue(small.read("a").isPresent());
    small.write(AccountState.unknown("c"));

    assertEquals(List.of("a", "c"), small.accounts());
    assertEquals(Optional.empty(), small.write(b.policyVersion(2)));
    assertEquals(1, small.update("b", state -> state.policyVersion(3)).revision());
  }

  @Test
  void aThousandAreKept() throws Exception {
    for (int i = 0; i < 1100; i++) {
      store.write(AccountState.unknown("account" + i));
    }
    assertEquals(1000, store.accounts().size());
    assertThrows(IllegalArgumentException.class, () -> new InMemoryAccountStore(0));
  }
}
