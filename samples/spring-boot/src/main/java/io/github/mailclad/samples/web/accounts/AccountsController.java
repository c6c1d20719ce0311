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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

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
    model.addAttribute("demos", EmbeddedProvider.values());
    model.addAttribute("demoPassword", EmbeddedServer.PASSWORD);
    return "accounts";
  }

  /** Forgets an account and its password. Mail at the provider stays. */
  @PostMapping("/accounts/remove")
  String remove(@RequestParam String account) throws AccountStoreException {
    accounts.remove(account);
    keyring.forget(account);
    return "redirect:/";
  }
}
