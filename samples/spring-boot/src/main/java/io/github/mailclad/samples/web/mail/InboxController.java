package io.github.mailclad.samples.web.mail;

import io.github.mailclad.account.AccountStoreException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The newest messages of an inbox, and one of them. */
@Controller
@RequestMapping("/inbox")
class InboxController {
  private final Accounts accounts;
  private final Mailbox mailbox;

  InboxController(Accounts accounts, Mailbox mailbox) {
    this.accounts = accounts;
    this.mailbox = mailbox;
  }

  @GetMapping
  String newest(@RequestParam(defaultValue = "") String account, Model model)
      throws AccountStoreException {
    model.addAttribute("account", account);
    Accounts.Usable usable = accounts.usable(account).orElse(null);
    if (usable == null) {
      return "password-needed";
    }
    try {
      model.addAttribute("inbox", mailbox.newest(usable));
      return "inbox";
    } catch (MessagingException e) {
      model.addAttribute("trouble", Trouble.with(account, e));
      return "trouble";
    }
  }

  @GetMapping("/message")
  String message(@RequestParam String account, @RequestParam long uid, Model model)
      throws AccountStoreException {
    model.addAttribute("account", account);
    Accounts.Usable usable = accounts.usable(account).orElse(null);
    if (usable == null) {
      return "password-needed";
    }
    try {
      model.addAttribute(
          "message",
          mailbox
              .message(usable, uid)
              .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
      return "message";
    } catch (MessagingException | IOException e) {
      model.addAttribute("trouble", Trouble.with(account, e));
      return "trouble";
    }
  }
}
