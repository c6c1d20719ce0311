package io.github.mailclad.samples.web.mail;

import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.samples.web.page.PlainText;
import io.github.mailclad.samples.web.refusals.RefusalView;
import jakarta.mail.AuthenticationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The reason why mail could not be read or sent. At most one component is set; none if there was no
 * failure.
 *
 * @param refusal the refusal of the connection
 * @param problem any other failure
 */
record Trouble(@Nullable RefusalView refusal, @Nullable String problem) {
  private static final int LONGEST = 300;

  static Trouble with(String account, Exception failure) {
    if (failure instanceof InsecureConnectionException refused) {
      return new Trouble(RefusalView.of(account, refused.text()), /* problem= */ null);
    }
    Refusal refusal = Refusal.in(failure).orElse(null);
    if (refusal != null) {
      return new Trouble(RefusalView.of(account, refusal.text()), /* problem= */ null);
    }
    return new Trouble(
        /* refusal= */ null,
        failure instanceof AuthenticationFailedException
            ? "The server rejected the password of " + account + "."
            : PlainText.line(failure.getMessage(), LONGEST));
  }
}
