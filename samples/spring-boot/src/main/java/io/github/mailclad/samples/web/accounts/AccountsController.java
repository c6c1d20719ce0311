package io.github.mailclad.samples.web.accounts;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.samples.web.page.Lock;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: accounts with their locks, and addresses to try. */
@Controller
class AccountsController {
  private final AccountStore store;
  private final MailAccounts accounts;
  private final Keyring keyring;

  AccountsController(AccountStore store, MailAccounts accounts, Keyring keyring) {
    this.store = store;
    this.accounts = accounts;
    this.keyring = keyring;
  }

  /**
   * An account in the list.
   *
   * @param address its address
   * @param lock the lock for its last connections
   * @param usable whether its password is known in this session
   */
  record Listed(String address, Lock lock, boolean usable) {}

  /**
   * An address to try.
   *
   * @param address the address
   * @param conduct the behaviour of its provider
   */
  record Demo(String address, String conduct) {}

  @GetMapping("/")
  String show(Model model) throws AccountStoreException {
    List<Listed> listed = new ArrayList<>();
    for (String address : store.accounts()) {
      MailAccount account = accounts.open(address).orElse(null);
      if (account != null) {
        listed.add(
            new Listed(
                address, Lock.of(account.indicator()), keyring.password(address).isPresent()));
      }
    }
    model.addAttribute("accounts", listed);
    model.addAttribute("demos", demos());
    model.addAttribute("demoPassword", EmbeddedServer.PASSWORD);
    return "accounts";
  }

  private static List<Demo> demos() {
    List<Demo> demos = new ArrayList<>();
    for (EmbeddedProvider provider : EmbeddedProvider.values()) {
      demos.add(new Demo(provider.address(), provider.conduct()));
    }
    return demos;
  }
}
