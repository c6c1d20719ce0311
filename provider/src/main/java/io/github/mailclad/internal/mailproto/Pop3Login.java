package io.github.mailclad.internal.mailproto;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.mailproto.EarlyLoginException.Surprise;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.LoginRefusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The login to a POP3 server (RFC 1939, section 7; RFC 5034), with its greeting. */
public final class Pop3Login {
  private static final int MOST_CAPABILITIES = 200;

  /** The offer of a server that is not asked: USER and PASS (RFC 1939, section 7). */
  public static final LoginOffer UNKNOWN =
      new LoginOffer(List.of(), LoginOffer.PasswordCommand.OFFERED);

  private final Lines lines;
  private List<String> capabilities = List.of();
  private @Nullable String greeting;

  /** Creates a login over these lines. */
  public Pop3Login(Lines lines) {
    this.lines = lines;
  }

  /** Returns the greeting; the first call reads it. */
  public String greeting() throws IOException {
    String known = greeting;
    if (known == null) {
      known = lines.read();
      greeting = known;
    }
    return known;
  }

  /** Returns whether the server waits for a login. */
  public boolean isReady() throws IOException {
    return greeting().startsWith("+OK");
  }

  /** Returns the logins that the server offers, after asking it. */
  public Outcome<LoginOffer> offer() throws IOException {
    capabilities = Pop3Dialect.capa(lines, MOST_CAPABILITIES + 1);
    return capabilities.size() > MOST_CAPABILITIES
        ? Outcome.refused(new LoginRefusal.LoginFlood(LoginRefusal.LoginFlood.Excess.LINES))
        : Outcome.of(offered());
  }

  /** Returns the logins that the server offered when it was asked last. */
  public LoginOffer offered() {
    return offer(capabilities);
  }

  /** Returns the logins that these capabilities offer. */
  public static LoginOffer offer(List<String> capabilities) {
    return new Pop3Dialect().loginOffer(capabilities);
  }

  /** Returns whether a server takes several commands at once (RFC 2449, section 6.6). */
  public static boolean takesGroups(List<String> capabilities) {
    return capabilities.stream()
        .anyMatch(line -> Ascii.equalsIgnoringCase(line.trim(), "PIPELINING"));
  }

  /** Returns the lines of the server's answer; empty before it was asked. */
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
    return run(lines, choice, given, takesGroups(capabilities) ? Sending.GROUP : Sending.ONE);
  }

  /**
   * Asks for the capabilities and logs in, in one write. The server must {@linkplain #takesGroups
   * take groups}. If the greeting was not read yet, the group does not wait for it.
   *
   * @param expected the capabilities of the last login, from which the login was chosen
   * @throws EarlyLoginException if the group did not wait for the greeting, and the server does not
   *     want the connection or offers other logins now
   */
  public Outcome<Optional<LoginFailure>> runInGroup(
      LoginChoice choice, Credentials given, List<String> expected) throws IOException {
    return run(new CapaFirst(offer(expected)), choice, given, Sending.GROUP);
  }

  /** The way in which USER and PASS are sent. */
  private enum Sending {
    GROUP,
    ONE
  }

  private static Outcome<Optional<LoginFailure>> run(
      Lines lines, LoginChoice choice, Credentials given, Sending sending) throws IOException {
    Optional<SaslExchange> exchange = choice.exchange();
    return exchange.isPresent()
        ? SaslConversation.run(exchange.get(), AuthCommand.ofPop3(lines))
        : Outcome.of(userAndPass(lines, given, sending));
  }

  private static Optional<LoginFailure> userAndPass(Lines lines, Credentials given, Sending sending)
      throws IOException {
    String user = "USER " + given.user();
    String pass = "PASS " + given.password();
    lines.send(sending == Sending.GROUP ? user + "\r\n" + pass : user);
    Optional<LoginFailure> rejected = rejection(lines.read());
    if (rejected.isPresent()) {
      return rejected;
    }
    if (sending == Sending.ONE) {
      lines.send(pass);
    }
    return rejection(lines.read());
  }

  private static Optional<LoginFailure> rejection(String reply) {
    return reply.startsWith("+OK")
        ? Optional.empty()
        : Optional.of(new LoginFailure(AuthMechanism.LOGIN, reply.replaceFirst("^-ERR ?", ""), ""));
  }

  /** The lines of a login whose first command goes behind CAPA, in one write. */
  private final class CapaFirst implements Lines {
    private final LoginOffer expected;
    private boolean sent;
    private boolean answered;

    CapaFirst(LoginOffer expected) {
      this.expected = expected;
    }

    @Override
    public void send(String line) throws IOException {
      lines.send(sent ? line : "CAPA\r\n" + line);
      sent = true;
    }

    @Override
    public String read() throws IOException {
      if (!answered) {
        answered = true;
        boolean early = greeting == null;
        if (!isReady()) {
          throw new EarlyLoginException(Surprise.TURNED_AWAY);
        }
        capabilities = Pop3Dialect.capabilities(lines, MOST_CAPABILITIES + 1);
        if (capabilities.size() > MOST_CAPABILITIES) {
          throw new IOException(
              "the server lists more than " + MOST_CAPABILITIES + " capabilities");
        }
        if (early && !offered().equals(expected)) {
          throw new EarlyLoginException(Surprise.CHANGED);
        }
      }
      return lines.read();
    }
  }
}
