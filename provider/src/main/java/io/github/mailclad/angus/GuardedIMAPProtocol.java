package io.github.mailclad.angus;

import io.github.mailclad.Refusal;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * Angus's IMAP connection with what a login and an idle connection need: no fall-through to a
 * weaker login, and an end to waiting.
 */
final class GuardedIMAPProtocol extends IMAPProtocol {
  /**
   * Servers may say nothing for 30 minutes before they end an idle connection (RFC 2177); ours must
   * wait longer than that.
   */
  private static final int IDLE_MILLIS = 31 * 60 * 1000;

  private final ServiceGuard guard;
  private @Nullable SecuredSocket socket;
  private int timeoutOutsideIdle = -1;

  private GuardedIMAPProtocol(
      ServiceGuard guard, String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    super(name, host, port, guard.session().getProperties(), true, logger);
    this.guard = guard;
  }

  /** A refusal in the middle of the protocol. */
  private static final class RefusedProtocolException extends ProtocolException
      implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    RefusedProtocolException(Refusal refusal, Throwable cause) {
      super(refusal.summary(), cause);
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Opens a connection: planned anew, since pools connect long after the store did and properties
   * are live.
   */
  static IMAPProtocol open(
      ServiceGuard guard,
      String name,
      String host,
      int port,
      @Nullable String user,
      boolean ssl,
      MailLogger logger)
      throws IOException, ProtocolException {
    if (guard.isLowered()) {
      return new IMAPProtocol(name, host, port, guard.session().getProperties(), ssl, logger);
    }
    GuardedIMAPProtocol protocol;
    try (GuardedProperties.Binding way = guard.openAgain(host, port, user)) {
      protocol = new GuardedIMAPProtocol(guard, name, host, port, logger);
    }
    if (protocol.isAuthenticated()) {
      protocol.disconnect();
      Refusal refusal = new Refusal.UnexpectedPreauth();
      throw new RefusedException(refusal, guard.status().refuse(refusal));
    }
    protocol.socket = guard.status().newestSocket().orElse(null);
    guard.status().newestSocket().ifPresent(s -> s.loggedInWhen(protocol::isAuthenticated));
    return protocol;
  }

  @Override
  public void sasllogin(
      String @Nullable [] allowed, String realm, String authzid, String user, String password)
      throws ProtocolException {
    boolean chosen = allowed != null && allowed.length > 0;
    if (chosen && Arrays.stream(allowed).noneMatch(m -> hasCapability("AUTH=" + m))) {
      throw unavailable(List.of(allowed));
    }
    try {
      super.sasllogin(allowed, realm, authzid, user, password);
    } catch (UnsupportedOperationException e) {
      // Angus would go on with LOGIN and the password
      if (chosen) {
        throw unavailable(List.of(allowed));
      }
      throw e;
    }
  }

  /** The LOGIN command is Angus's last resort, whatever mechanisms were configured. */
  @Override
  public void login(String user, String password) throws ProtocolException {
    Optional<String> mechanisms = guard.setting("auth.mechanisms");
    if (mechanisms.isPresent()) {
      List<String> configured =
          List.of(mechanisms.get().toUpperCase(Locale.ROOT).trim().split("\\s+"));
      if (!configured.contains("LOGIN")) {
        throw unavailable(configured);
      }
    }
    super.login(user, password);
  }

  private RefusedProtocolException unavailable(List<String> configured) {
    List<String> offered =
        getCapabilities().keySet().stream()
            .filter(c -> c.startsWith("AUTH="))
            .map(c -> c.substring("AUTH=".length()))
            .sorted()
            .toList();
    Refusal refusal = new Refusal.MechanismUnavailable(configured, offered);
    return new RefusedProtocolException(refusal, guard.status().refuse(refusal));
  }

  @Override
  public synchronized void idleStart() throws ProtocolException {
    super.idleStart();
    if (guard.setting("timeout").isEmpty()) {
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
      // the connection is gone, as the next command will tell
    }
  }
}
