package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.accounts.Keyring;
import io.github.mailclad.samples.web.page.PlainText;
import io.github.mailclad.samples.web.refusals.RefusalLog;
import io.github.mailclad.setup.MailAccounts;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The pages of a set-up. A posted form takes the {@link Conversation} a step further and leads to
 * the page of that step. To load that page again has no effect.
 */
@Controller
@RequestMapping("/setup")
class SetupController {
  private static final String NEXT = "redirect:/setup/step";
  private static final int LONGEST_ADDRESS = 254;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,253}");

  private final MailAccounts accounts;
  private final RefusalLog refusals;
  private final Keyring keyring;
  private final Conversations conversations;

  SetupController(
      MailAccounts accounts, RefusalLog refusals, Keyring keyring, Conversations conversations) {
    this.accounts = accounts;
    this.refusals = refusals;
    this.keyring = keyring;
    this.conversations = conversations;
  }

  @GetMapping
  String address(@RequestParam(defaultValue = "") String address, Model model) {
    model.addAttribute("address", PlainText.line(address, LONGEST_ADDRESS));
    return "setup/address";
  }

  @PostMapping
  String begin(@RequestParam(defaultValue = "") String address, HttpSession session, Model model) {
    String given = address.strip();
    if (given.length() > LONGEST_ADDRESS || !ADDRESS.matcher(given).matches()) {
      model.addAttribute("address", PlainText.line(given, LONGEST_ADDRESS));
      model.addAttribute("problem", "Type the whole address, for example alice@example.org.");
      return "setup/address";
    }
    conversations.begin(session.getId(), Conversation.about(accounts.setUp(given), refusals));
    return NEXT;
  }

  @GetMapping("/step")
  ModelAndView step(HttpSession session) {
    return conversation(session)
        .map(Conversation::page)
        .orElseGet(() -> new ModelAndView("redirect:/setup"));
  }

  @PostMapping("/servers")
  String servers(@RequestParam String shown, HttpSession session) throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation != null) {
      conversation.useProposal(shown);
    }
    return NEXT;
  }

  @PostMapping("/entry")
  ModelAndView entry(@RequestParam String shown, TypedServers typed, HttpSession session)
      throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation == null) {
      return new ModelAndView(NEXT);
    }
    try {
      conversation.enterServers(shown, typed);
      return new ModelAndView(NEXT);
    } catch (IllegalArgumentException e) {
      return conversation
          .page()
          .addObject("typed", typed)
          .addObject("problem", String.valueOf(e.getMessage()));
    }
  }

  @PostMapping("/by-hand")
  String byHand(@RequestParam String shown, HttpSession session) throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation != null) {
      conversation.considerRisks(shown);
    }
    return NEXT;
  }

  /** Treats every answer except the word for yes as a no. */
  @PostMapping("/answer")
  String answer(
      @RequestParam String shown,
      @RequestParam(defaultValue = "") String answer,
      HttpSession session)
      throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation != null && answer.equals("agree")) {
      conversation.agree(shown);
    } else if (conversation != null) {
      conversation.decline(shown);
    }
    return NEXT;
  }

  /** Treats every answer except the word for yes as a no, and a box without a tick as open. */
  @PostMapping("/answers")
  ModelAndView answers(
      @RequestParam String shown,
      @RequestParam(defaultValue = "") String answer,
      @RequestParam(defaultValue = "") Set<Integer> agreed,
      HttpSession session)
      throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation == null) {
      return new ModelAndView(NEXT);
    }
    if (!answer.equals("agree")) {
      conversation.decline(shown);
    } else if (!conversation.agreeToEach(shown, agreed)) {
      return conversation
          .page()
          .addObject("problem", "Tick every box, or keep the account as it is.");
    }
    return new ModelAndView(NEXT);
  }

  @PostMapping("/password")
  String password(
      @RequestParam String shown,
      @RequestParam(defaultValue = "") String password,
      HttpSession session)
      throws AccountStoreException {
    Conversation conversation = conversation(session).orElse(null);
    if (conversation != null && !password.isEmpty()) {
      conversation.password(shown, password, keyring);
    }
    return NEXT;
  }

  private Optional<Conversation> conversation(HttpSession session) {
    return conversations.of(session.getId());
  }
}
