package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.accounts.Keyring;
import io.github.mailclad.samples.web.refusals.RefusalBook;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.Person.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The set-up of one account in one browser session. {@link io.github.mailclad.setup.AccountSetup}
 * asks a person and waits for the answer, which a request cannot do. So nothing waits: what is kept
 * between requests is what the person said, and each request plays the set-up from its beginning,
 * by a person who repeats exactly that and says no to all else. It ends at the first thing that the
 * person was not asked yet, which is then the next page. Servers are looked up and tried anew each
 * time: a page never shows what was so some minutes ago.
 *
 * <p>An answer belongs to what the page showed, by its id. If a warning, a proposal or a connection
 * differs the next time, it is another one, and the person is asked again. A password is never kept
 * here: the request that brings it plays with it once.
 *
 * <p>Thread-safe: requests of one session take turns.
 */
final class Conversation {
  private final MailAccounts accounts;
  private final RefusalBook refusals;
  private final String address;
  private final Map<String, Answer> given = new HashMap<>();
  private @Nullable String agreedProposal;
  private boolean byHand;
  private Set<String> once = Set.of();
  private Step step;

  private Conversation(MailAccounts accounts, RefusalBook refusals, String address) {
    this.accounts = accounts;
    this.refusals = refusals;
    this.address = address;
    this.step = new Step.Ended(/* refusal= */ null, "nothing was tried yet");
  }

  /** Begins with an address. */
  static Conversation about(String address, MailAccounts accounts, RefusalBook refusals)
      throws AccountStoreException {
    Conversation begun = new Conversation(accounts, refusals, address);
    begun.play(TypedPassword.none());
    return begun;
  }

  String address() {
    return address;
  }

  /** How far it is. */
  synchronized Step step() {
    return step;
  }

  /**
   * Uses the servers that were proposed.
   *
   * @param shown the id of the proposal that the person saw
   */
  synchronized void useProposal(String shown) throws AccountStoreException {
    agreedProposal = shown;
    play(TypedPassword.none());
  }

  /** Goes on to the questions about what the servers lack. */
  synchronized void considerByHand() throws AccountStoreException {
    byHand = true;
    play(TypedPassword.none());
  }

  /**
   * Answers a question.
   *
   * @param shown the id of the question that the person saw; an answer to another one than the
   *     present one does not count
   */
  synchronized void answer(String shown, Answer answer) throws AccountStoreException {
    if (step instanceof Step.Open open && open.question().id().equals(shown)) {
      given.put(shown, answer);
      play(TypedPassword.none());
    }
  }

  /**
   * Tries a password, and keeps it for this session if the servers take it.
   *
   * @param shown the id of the connections that the person saw
   */
  synchronized void password(String shown, String password, Keyring keyring)
      throws AccountStoreException {
    if (!(step instanceof Step.Password)) {
      return;
    }
    if (play(TypedPassword.beside(shown, password)) instanceof Step.Done) {
      keyring.keep(address, password);
    }
    given.keySet().removeAll(once);
  }

  private Step play(TypedPassword password) throws AccountStoreException {
    Replay replay =
        new Replay(accounts, refusals, address, given, agreedProposal, byHand, password);
    step = replay.play();
    once = replay.once();
    return step;
  }

  @Override
  public String toString() {
    return "set-up of " + address;
  }
}
