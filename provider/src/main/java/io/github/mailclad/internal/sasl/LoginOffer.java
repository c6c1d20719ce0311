package io.github.mailclad.internal.sasl;

import io.github.mailclad.internal.text.Ascii;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The logins that a server offers inside TLS.
 *
 * @param mechanisms the names of SASL mechanisms, in upper case
 * @param command whether the protocol's own command takes user and password
 */
public record LoginOffer(List<String> mechanisms, PasswordCommand command) {
  public LoginOffer {
    Set<String> names = new LinkedHashSet<>();
    for (String mechanism : mechanisms) {
      names.add(Ascii.upperCase(mechanism));
    }
    mechanisms = List.copyOf(names);
  }

  /** The IMAP command {@code LOGIN}, or {@code USER} and {@code PASS}. */
  public enum PasswordCommand {
    /** The command may be sent. */
    OFFERED,
    /** The protocol has no such command, or the server does not accept it. */
    NOT_OFFERED
  }

  /** Returns whether a login is one of these. */
  public boolean takes(LoginChoice choice) {
    return choice
        .exchange()
        .map(exchange -> mechanisms.contains(exchange.mechanism().saslName()))
        .orElse(command == PasswordCommand.OFFERED);
  }

  /** Returns whether no login is offered. */
  public boolean isEmpty() {
    return mechanisms.isEmpty() && command == PasswordCommand.NOT_OFFERED;
  }
}
