package io.github.mailclad.internal.mailproto;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.LoginOffer;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a mail protocol that do not concern mail: how a server greets, how TLS starts, which
 * capabilities a server has, how a login is offered, and how a connection ends. Immutable; see
 * {@link Dialects} for the dialect of a protocol.
 */
public sealed interface Dialect permits ImapDialect, Pop3Dialect, SubmissionDialect {
  /** Returns the meaning of a server's first line, in the clear or in TLS. */
  Greeting greeting(String line);

  /**
   * Asks a server in the clear to start TLS, from its greeting to its consent.
   *
   * @return the greeting with which the protocol begins anew inside TLS
   * @throws ProtocolException if the server breaks the protocol; its message says which rule
   */
  Outcome<String> startTls(ClearLines lines) throws IOException;

  /** Returns the kind of a line that a client sends in the clear, without its end. */
  ClearCommand clearCommand(String line);

  /**
   * Reads the rest of the greeting and asks for the capabilities.
   *
   * @param first the first line of the server, which is this greeting
   * @throws ProtocolException if the answer cannot be used; its message says why
   */
  ServerCapabilities capabilities(String first, Greeting greeting, Lines lines) throws IOException;

  /** Returns whether a server that lists no capabilities breaks the protocol. */
  default boolean requiresCapabilities() {
    return false;
  }

  /** Returns the logins that the capabilities offer. */
  LoginOffer loginOffer(List<String> capabilities);

  /** Returns whether the capabilities offer any login. */
  default boolean offersLogin(List<String> capabilities) {
    return !loginOffer(capabilities).isEmpty();
  }

  /** Returns whether a line can announce octets that follow it (RFC 9051, section 4.3). */
  default boolean hasLiterals() {
    return false;
  }

  /** Says goodbye and waits for the reply. */
  default void logout(Lines lines) throws IOException {
    lines.send("QUIT");
    lines.read();
  }

  /**
   * Reads the greeting and asks for the capabilities, by CAPABILITY (RFC 9051, section 6.1.1), CAPA
   * (RFC 2449) or EHLO (RFC 5321), and sends nothing else.
   *
   * @throws ProtocolException if the server is not ready, serves another protocol, or breaks the
   *     protocol; its message is for people
   * @throws IOException if the connection ends before the answer is complete
   */
  default ServerCapabilities ask(Lines lines) throws IOException {
    String first = lines.read();
    Greeting greeting = greeting(first);
    Optional<String> problem = greeting.problem();
    if (problem.isPresent()) {
      throw new ProtocolException(problem.get());
    }
    try {
      return capabilities(first, greeting, lines);
    } catch (ProtocolException e) {
      throw new ProtocolException("the server's answer cannot be used: " + e.getMessage());
    }
  }
}
