package io.github.mailclad.samples.web.mail;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.page.Lock;
import jakarta.mail.MessagingException;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages for a new message, which show its confidentiality before it is sent. */
@Controller
@RequestMapping("/compose")
class ComposeController {
  private final Accounts accounts;
  private final Submission submission;

  ComposeController(Accounts accounts, Submission submission) {
    this.accounts = accounts;
    this.submission = submission;
  }

  @GetMapping
  String blank(@RequestParam(defaultValue = "") String account, Model model)
      throws AccountStoreException {
    return page(new Draft(account, "", "", ""), Map.of(), model);
  }

  /** Shows the draft again. It stays in the form; nothing is sent. */
  @PostMapping("/check")
  String check(Draft draft, Model model) throws AccountStoreException, MessagingException {
    Accounts.Usable usable = accounts.usable(draft.account()).orElse(null);
    if (usable != null) {
      model.addAttribute("check", submission.check(usable));
    }
    return page(draft, Map.of(), model);
  }

  @PostMapping("/send")
  String send(Draft draft, Model model, RedirectAttributes sent) throws AccountStoreException {
    Accounts.Usable usable = accounts.usable(draft.account()).orElse(null);
    Map<String, String> problems = draft.problems();
    if (usable == null || !problems.isEmpty()) {
      return page(draft, problems, model);
    }
    try {
      sent.addFlashAttribute("connection", submission.send(usable, draft));
      sent.addFlashAttribute("account", draft.account());
      sent.addFlashAttribute("to", draft.to());
      return "redirect:/compose/sent";
    } catch (MessagingException e) {
      model.addAttribute("trouble", Trouble.with(draft.account(), e));
      return page(draft, problems, model);
    }
  }

  @GetMapping("/sent")
  String sent(Model model) {
    return model.containsAttribute("connection") ? "sent" : "redirect:/";
  }

  private String page(Draft draft, Map<String, String> problems, Model model)
      throws AccountStoreException {
    Accounts.Usable usable = accounts.usable(draft.account()).orElse(null);
    if (usable == null) {
      model.addAttribute("account", draft.account());
      return "password-needed";
    }
    model.addAttribute("draft", draft);
    model.addAttribute("problems", problems);
    model.addAttribute("lastKnown", Lock.of(usable.account().indicator()));
    return "compose";
  }
}
