package io.github.mailclad.samples.web.mail;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.accounts.Keyring;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import jakarta.mail.Session;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The accounts that can be used now: set up, with a password that was typed in this session. */
@Component
class Accounts {
  private final MailAccounts accounts;
  private final Keyring keyring;

  Accounts(MailAccounts accounts, Keyring keyring) {
    this.accounts = accounts;
    this.keyring = keyring;
  }

  /**
   * An account with its password.
   *
   * @param account the stored account
   * @param password its password
   */
  record Usable(MailAccount account, String password) {
    /**
     * Returns a session for its connections; new each time, because the account may have changed.
     */
    Session session() throws AccountStoreException {
      return Session.getInstance(account.properties());
    }

    /** Returns the name of the account, and never the password. */
    @Override
    public String toString() {
      return account.account();
    }
  }

  Optional<Usable> usable(String address) throws AccountStoreException {
    MailAccount account = accounts.open(address).orElse(null);
    return account == null
        ? Optional.empty()
        : keyring.password(address).map(password -> new Usable(account, password));
  }
}
