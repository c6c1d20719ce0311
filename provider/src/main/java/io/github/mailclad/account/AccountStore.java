package io.github.mailclad.account;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps what is remembered of accounts, for one process, one machine or a fleet of them. Set as
 * {@code mail.security.account-store}. Implementations are thread-safe, bounded in time, and never
 * answer with less than what was written: what they cannot read is an exception, not an unknown
 * account, since an account that was forgotten has no protection against what it once knew.
 */
public interface AccountStore {

  /**
   * What is remembered of an account; empty only if nothing ever was.
   *
   * @throws AccountStoreException if it cannot be read, or cannot be believed
   */
  Optional<AccountState> read(String account) throws AccountStoreException;

  /**
   * Writes a changed account, if its {@link AccountState#revision()} is still the stored one, or 0
   * and nothing is stored. What was written survives the end of the process and of the machine, as
   * far as the store promises to outlive them.
   *
   * @return the account as it is stored now, its revision raised by one; empty if somebody else
   *     changed the account meanwhile, and nothing was written
   * @throws AccountStoreException if it cannot be written, or what is there cannot be believed
   */
  Optional<AccountState> write(AccountState changed) throws AccountStoreException;

  /**
   * The accounts of which something is remembered, sorted.
   *
   * @throws AccountStoreException if that cannot be told
   */
  List<String> accounts() throws AccountStoreException;

  /**
   * Removes all that is remembered of an account. It is a new account then, without the protection
   * of what it knew. A change that is being made at the same time is lost, or is the first one of
   * the new account.
   *
   * @return whether there was such an account
   * @throws AccountStoreException if it cannot be removed, or what is there cannot be believed
   */
  boolean remove(String account) throws AccountStoreException;

  /**
   * Changes an account, again and again until nobody else did so at the same time. Nothing is
   * written where nothing changes.
   *
   * @param change from the account as it is, or an unknown one, to what it is to be; may be called
   *     several times
   * @return the account as it is stored now
   * @throws AccountStoreException if it cannot be read or written, or is being changed all the time
   */
  default AccountState update(String account, UnaryOperator<AccountState> change)
      throws AccountStoreException {
    int attempts = 1000;
    for (int i = 0; i < attempts; i++) {
      AccountState known = read(account).orElseGet(() -> AccountState.unknown(account));
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
        account, "others change it all the time; " + attempts + " attempts came too late", null);
  }
}
