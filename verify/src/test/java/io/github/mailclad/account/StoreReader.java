package io.github.mailclad.account;

import java.nio.file.Path;

/** A program that prints the state that it reads of an account, and whether it can write one. */
final class StoreReader {
  private StoreReader() {}

  public static void main(String[] arguments) {
    AccountStore store = FolderAccountStore.in(Path.of(arguments[0]));
    try {
      System.out.println(
          "read version "
              + store
                  .read(AccountStoreContract.ALICE)
                  .map(AccountState::policyVersion)
                  .map(String::valueOf)
                  .orElse("none"));
      store.update(AccountStoreContract.ALICE, state -> state.policyVersion(7));
      System.out.println("written");
    } catch (AccountStoreException e) {
      System.out.println("problem: " + e.problem());
    }
  }
}
