package io.github.mailclad.internal.mailproto;

import io.github.mailclad.AuthMechanism.Secret;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.refusal.LoginRefusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The login to a POP3 server (RFC 1939, section 7; RFC 5034), after its greeting. */
public final class Pop3Login {
  private static final int MOST_CAPABILITIES = 200;

  /** The offer of a server that is not asked: USER and PASS (RFC 1939, section 7). */
  public static final LoginOffer UNKNOWN =
      new LoginOffer(List.of(), LoginOffer.PasswordCommand.OFFERED);

  private final Lines lines;
  private List<String> capabilities = List.of();

  /** Creates a login over these lines. */
  public Pop3Login(Lines lines) {
    this.lines = lines;
  }

  /** Returns the logins that the server offers, after asking it. */
  public Outcome<LoginOffer> offer() throws IOException {
    capabilities = Pop3Dialect.capa(lines, MOST_CAPABILITIES + 1);
    return capabilities.size() > MOST_CAPABILITIES
        ? Outcome.refused(new LoginRefusal.LoginFlood(LoginRefusal.LoginFlood.Excess.LINES))
        : Outcome.of(new Pop3Dialect().loginOffer(capabilities));
  }

  /** Returns the lines of the server's answer; empty before {@link #offer()}. */
  public List<String> capabilities() {
    return List.copyOf(capabilities);
  }

  /**
   * Logs in.
   *
   * @return the failure if the server rejected the login; empty if the user is logged in
   */
  public Outcome<Optional<LoginFailure>> run(LoginChoice choice, Credentials given)
      throws IOException {
    Optional<SaslExchange> exchange = choice.exchange();
    return exchange.isPresent()
        ? SaslConversation.run(exchange.get(), AuthCommand.ofPop3(lines))
        : Outcome.of(userAndPass(given));
  }

  private Optional<LoginFailure> userAndPass(Credentials given) throws IOException {
    for (String command : List.of("USER " + given.user(), "PASS " + given.password())) {
      lines.send(command);
      String reply = lines.read();
      if (!reply.startsWith("+OK")) {
        return Optional.of(
            new LoginFailure(Secret.PASSWORD, reply.replaceFirst("^-ERR ?", ""), ""));
      }
    }
    return Optional.empty();
  }
}
