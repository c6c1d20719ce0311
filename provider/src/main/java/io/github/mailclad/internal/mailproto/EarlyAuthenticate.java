package io.github.mailclad.internal.mailproto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.internal.mailproto.EarlyLoginException.Surprise;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.SaslExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An IMAP login that does not wait for the greeting, as the stream of the connection. The first
 * read sends AUTHENTICATE with its initial response (RFC 9051, section 6.2.2) and reads the
 * greeting. If the greeting is not that of the last login, nothing of it is passed on and nothing
 * more is sent. The answer to the command is left in the stream.
 */
public final class EarlyAuthenticate extends BlockInput {
  /** The tag of the command. */
  public static final String TAG = "E1";

  private final OutputStream out;
  private final SaslExchange exchange;
  private final Credentials credentials;
  private final List<String> expected;
  private final Runnable surprised;
  private final AtomicBoolean taken = new AtomicBoolean();
  private boolean sent;
  private byte[] greeting = new byte[0];
  private int passedOn;

  /**
   * Creates a login over these streams.
   *
   * @param exchange an exchange with an initial response
   * @param expected the capabilities that the greeting of the last login had
   * @param surprised drops what is remembered of the server, and closes the connection
   */
  public EarlyAuthenticate(
      InputStream in,
      OutputStream out,
      SaslExchange exchange,
      Credentials credentials,
      List<String> expected,
      Runnable surprised) {
    super(in);
    this.out = out;
    this.exchange = exchange;
    this.credentials = credentials;
    this.expected = List.copyOf(expected);
    this.surprised = surprised;
  }

  /** Returns whether a server with these capabilities takes an initial response (RFC 4959). */
  public static boolean isPossible(List<String> capabilities) {
    return capabilities.contains("SASL-IR");
  }

  /**
   * Returns the exchange of the command that was sent, once; empty if it was sent with other
   * credentials.
   */
  public Optional<SaslExchange> take(Credentials wanted) {
    return taken.compareAndSet(false, true) && credentials.equals(wanted)
        ? Optional.of(exchange)
        : Optional.empty();
  }

  /** Returns whether {@link #take} was not called yet. */
  public boolean isUnanswered() {
    return !taken.get();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!sent) {
      sent = true;
      send();
    }
    int count = Math.min(length, greeting.length - passedOn);
    System.arraycopy(greeting, passedOn, into, offset, count);
    passedOn += count;
    return count > 0 || length == 0 ? count : in.read(into, offset, length);
  }

  @Override
  public int available() throws IOException {
    return greeting.length > passedOn ? greeting.length - passedOn : in.available();
  }

  private void send() throws IOException {
    LoginLines lines = new LoginLines(in, out);
    String initial = Base64.getEncoder().encodeToString(exchange.initialResponse().orElseThrow());
    lines.send(
        TAG
            + " AUTHENTICATE "
            + exchange.mechanism().saslName()
            + " "
            + (initial.isEmpty() ? "=" : initial));
    String line = lines.read();
    Optional<Surprise> surprise = surprise(line);
    if (surprise.isPresent()) {
      surprised.run();
      throw new EarlyLoginException(surprise.get());
    }
    greeting = (line + "\r\n").getBytes(ISO_8859_1);
  }

  private Optional<Surprise> surprise(String line) {
    Greeting said = new ImapDialect().greeting(line);
    if (said.isPreauthenticated()) {
      return Optional.of(Surprise.PREAUTHENTICATED);
    }
    if (said.problem().isPresent()) {
      return Optional.of(Surprise.TURNED_AWAY);
    }
    List<String> present = ImapDialect.capabilitiesIn(line);
    ImapDialect dialect = new ImapDialect();
    return isPossible(present) && dialect.loginOffer(present).equals(dialect.loginOffer(expected))
        ? Optional.empty()
        : Optional.of(Surprise.CHANGED);
  }
}
