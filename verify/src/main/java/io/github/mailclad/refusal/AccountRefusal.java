package io.github.mailclad.refusal;

import io.github.mailclad.MailService;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server offers less than it did for this account before, or the stored state of the account
 * cannot be read.
 */
public sealed interface AccountRefusal extends Refusal {

  /**
   * The server had TLS before, and has none now.
   *
   * @param service the service
   * @param lastSeen the last time when there was TLS
   * @param found the refusal of this connection; null for none
   */
  record TlsDisappeared(MailService service, Instant lastSeen, @Nullable Refusal found)
      implements AccountRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "tls-disappeared",
          "the server offered TLS before, and this connection has none: an attacker on the network may have removed it",
          compare(),
          "try another network; if the operator really switched TLS off, set up the account again");
    }

    private List<String> compare() {
      String expected = "expected: TLS as before, last seen " + lastSeen;
      return found == null
          ? List.of(expected + ", before any other data")
          : Stream.concat(
                  Stream.of(expected, "found:    " + found.summary() + " [" + found.code() + "]"),
                  found.details().stream())
              .toList();
    }
  }

  /**
   * The server proved its identity before, and does not now.
   *
   * @param service the service
   * @param lastSeen the last time when it proved its identity
   * @param found the reason why it does not now
   */
  record ValidationRegressed(MailService service, Instant lastSeen, Refusal found)
      implements AccountRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "validation-regressed",
          "the server was verified before, and cannot be verified now",
          Stream.concat(
                  Stream.of(
                      "expected: a valid certificate as before, last seen " + lastSeen,
                      "found:    " + found.summary() + " [" + found.code() + "]"),
                  found.details().stream())
              .toList(),
          found.remedy());
    }
  }

  /**
   * The stored state of the account cannot be read or trusted, so its requirements are not known.
   *
   * @param account the account
   * @param problem the problem and its place
   */
  record AccountUnreadable(PeerText account, PeerText problem) implements AccountRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "account-unreadable",
          "the stored state of the account \"" + account + "\" cannot be read",
          List.of("found: " + problem),
          "correct this in the account store (mail.security.account-store), or restore the store from a backup; otherwise remove the account's entry from it and set up the account again");
    }
  }
}
