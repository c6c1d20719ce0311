package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.internal.config.FetchSize;
import io.github.mailclad.internal.mailproto.CommandLines;
import io.github.mailclad.internal.mailproto.OneLine;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * Angus's IMAP connection with four additions: commands of one line, large parts in windows,
 * bounded waiting, and a logout that interrupts no command in progress and waits for no answer.
 */
final class GuardedIMAPProtocol extends LoginIMAPProtocol {
  /**
   * The read timeout while idle. Servers may be silent for 30 minutes before they end an idle
   * connection (RFC 2177); ours must be longer.
   */
  private static final int IDLE_MILLIS = 31 * 60 * 1000;

  /** The commands that Angus sends before it leaves, and those that request nothing. */
  private static final Set<String> LOSES_NOTHING =
      Set.of("LOGOUT", "UNSELECT", "EXAMINE", "NOOP", "CHECK", "CAPABILITY");

  private final MailConnector connector;
  private @Nullable SecuredSocket socket;
  private int timeoutOutsideIdle = -1;
  private boolean writable;
  private @Nullable CommandLines lines;
  private final @Nullable FetchWindows windows;

  GuardedIMAPProtocol(
      MailConnector connector, String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    super(connector, name, host, port, logger);
    this.connector = connector;
    this.windows =
        connector.config().speed().fetchSize() == FetchSize.ADAPTIVE
            ? new FetchWindows(this, System::nanoTime)
            : null;
  }

  /**
   * Prepares a connection that was just secured: one command per line, and no waiting for the
   * greeting if the login may be early.
   *
   * @param login the login of the store; empty if it has to wait
   */
  static void prepare(SecuredSocket socket, Optional<AccountLogin> login) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    InputStream early = login.<InputStream>flatMap(known -> known.early(in, out)).orElse(in);
    socket.speakThrough(early, new CommandLines(out, socket));
  }

  /** Returns whether Angus opened that connection for this object. */
  boolean uses(SecuredSocket connection) {
    return getLocalSocketAddress().equals(connection.getLocalSocketAddress());
  }

  /** Sets the connection that this object uses. */
  void goesOver(SecuredSocket connection) throws IOException {
    socket = connection;
    lines = connection.getOutputStream() instanceof CommandLines l ? l : null;
  }

  @Override
  Optional<SecuredSocket> secured() {
    return Optional.ofNullable(socket);
  }

  /** Logs out without waiting for the answer, which changes nothing (RFC 9051, section 6.1.3). */
  @Override
  public void logout() throws ProtocolException {
    loggedOut();
    SecuredSocket connection = socket;
    if (connection == null) {
      super.logout();
      return;
    }
    connection.beginLogout();
    synchronized (this) {
      try {
        writeCommand("LOGOUT", null);
      } catch (IOException e) {
        throw new ProtocolException("the logout was not sent", e);
      } finally {
        disconnect();
      }
    }
  }

  /** Runs one command. While it is in progress, a close of the store does not cut it short. */
  @Override
  public synchronized Response[] command(String command, @Nullable Argument args) {
    OneLine.require(command, ISO_8859_1);
    settle();
    SecuredSocket connection = socket;
    String verb = Ascii.upperCase(command.split(" ", 2)[0]);
    if (connection == null || losesNothing(verb)) {
      return super.command(command, args);
    }
    writable |= verb.equals("SELECT");
    connection.beginCommand();
    try {
      return super.command(command, args);
    } finally {
      connection.endCommand();
    }
  }

  /** Fetches octets of a part. What a stream reads in order comes out of windows. */
  @Override
  protected @Nullable BODY fetchBody(
      int number,
      @Nullable String section,
      int start,
      int count,
      boolean peek,
      @Nullable ByteArray buffer)
      throws ProtocolException {
    FetchWindows large = windows;
    SecuredSocket connection = socket;
    if (large == null || connection == null) {
      return super.fetchBody(number, section, start, count, peek, buffer);
    }
    String part = section == null ? "" : section;
    connection.beginCommand();
    try {
      Optional<BODY> slice = large.read(number, part, start, count);
      if (slice.isPresent()) {
        return slice.get();
      }
    } finally {
      connection.endCommand();
    }
    long began = System.nanoTime();
    BODY body = super.fetchBody(number, part, start, count, peek, buffer);
    large.fetched(number, part, start, count, body, began);
    return body;
  }

  private void settle() {
    if (windows != null) {
      windows.settle();
    }
  }

  /** Writes one command, after a check that its arguments contain no other command. */
  @Override
  public String writeCommand(String command, @Nullable Argument args)
      throws IOException, ProtocolException {
    CommandLines open = lines;
    if (open == null) {
      return super.writeCommand(command, args);
    }
    open.begin();
    try {
      return super.writeCommand(command, args);
    } finally {
      open.end();
    }
  }

  /**
   * Returns whether a lost answer to the command changes nothing. CLOSE expunges (RFC 9051, section
   * 6.4.1).
   */
  private boolean losesNothing(String verb) {
    if (verb.equals("EXAMINE")) {
      writable = false;
    }
    return LOSES_NOTHING.contains(verb) || (verb.equals("CLOSE") && !writable);
  }

  @Override
  public synchronized void idleStart() throws ProtocolException {
    settle();
    super.idleStart();
    if (connector.setting("timeout").isEmpty()) {
      waitAtMost(IDLE_MILLIS);
    }
  }

  @Override
  public boolean processIdleResponse(Response response) throws ProtocolException {
    boolean goesOn = super.processIdleResponse(response);
    if (!goesOn && timeoutOutsideIdle >= 0) {
      waitAtMost(timeoutOutsideIdle);
    }
    return goesOn;
  }

  private void waitAtMost(int millis) {
    SecuredSocket connection = socket;
    if (connection == null || connection.isClosed()) {
      return;
    }
    try {
      if (timeoutOutsideIdle < 0) {
        timeoutOutsideIdle = connection.getSoTimeout();
      }
      connection.setSoTimeout(millis);
    } catch (SocketException e) {
      // the connection is gone, and the next command fails
    }
  }
}
