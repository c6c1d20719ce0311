package io.github.mailclad.account;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A store of the state of accounts, for one process, one machine or several machines. Set as {@code
 * mail.security.account-store}. Implementations are thread-safe, bounded in time, and never return
 * less than what was written. State that cannot be read is an exception, not an unknown account,
 * because a forgotten account loses the protection of its stored state.
 */
public interface AccountStore {

  /**
   * Returns the stored state of an account; empty only if none was ever stored.
   *
   * @throws AccountStoreException if it cannot be read, or cannot be trusted
   */
  Optional<AccountState> read(String account) throws AccountStoreException;

  /**
   * Writes a changed account, if its {@link AccountState#revision()} is still the stored one, or 0
   * and nothing is stored. Written state survives the end of the process and of the machine, if the
   * store promises to outlive them.
   *
   * @return the account as it is stored now, its revision raised by one; empty if the account was
   *     changed meanwhile, and then nothing was written
   * @throws AccountStoreException if it cannot be written, or the stored state cannot be trusted
   */
  Optional<AccountState> write(AccountState changed) throws AccountStoreException;

  /**
   * Returns the names of the accounts that have a stored state, sorted.
   *
   * @throws AccountStoreException if they cannot be read
   */
  List<String> accounts() throws AccountStoreException;

  /**
   * Removes the stored state of an account. It is a new account then, without the protection of its
   * former state. A change that is being made at the same time is lost, or is the first one of the
   * new account.
   *
   * @return true if there was such an account
   * @throws AccountStoreException if it cannot be removed, or the stored state cannot be trusted
   */
  boolean remove(String account) throws AccountStoreException;

  /**
   * Changes an account, and repeats the change until no other change happens at the same time.
   * Nothing is written where nothing changes.
   *
   * @param change the function from the current account, or an unknown one, to the changed one; may
   *     be called several times
   * @return the account as it is stored now
   * @throws AccountStoreException if it cannot be read or written, or is changed by others all the
   *     time
   */
  default AccountState update(String account, UnaryOperator<AccountState> change)
      throws AccountStoreException {
    int attempts = 1000;
    for (int i = 0; i < attempts; i++) {
      Optional<AccountState> stored = read(account);
      AccountState known = stored.isPresent() ? stored.get() : AccountState.unknown(account);
      AccountState wanted = change.apply(known);
      if (wanted.equals(known)) {
        return known;
      }
      Optional<AccountState> written = write(wanted);
      if (written.isPresent()) {
        return written.get();
      }
    }
    throw new AccountStoreException(
        account, "other writers keep changing it; " + attempts + " attempts failed", null);
  }
}
