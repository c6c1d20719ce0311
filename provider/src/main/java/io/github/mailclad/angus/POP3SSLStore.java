package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.internal.config.ProtocolName;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Angus's {@code POP3SSLStore} under the security policy: every connection, including those of
 * folders, is planned, secured and verified.
 */
public final class POP3SSLStore extends org.eclipse.angus.mail.pop3.POP3SSLStore
    implements SecuredService, GuardedPOP3Folder.Owner {
  private final MailConnector connector;
  private final Pop3Connector login;

  /** Creates the store; called by Jakarta Mail. */
  public POP3SSLStore(Session session, @Nullable URLName url) {
    this(session, url, new Pop3Connector(session, url, ProtocolName.POP3S));
  }

  private POP3SSLStore(Session session, @Nullable URLName url, Pop3Connector login) {
    super(login.connector().session(), url);
    this.connector = login.connector();
    this.login = login;
    this.session = session;
  }

  @Override
  protected synchronized boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    return connector.connect(host, port, user, password, this::connectAs);
  }

  private boolean connectAs(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    if (connector.isLowered() || user == null || password == null) {
      return guarded(() -> super.protocolConnect(host, port, user, password));
    }
    login.begin(user, password);
    return login.connect(
        () ->
            guarded(
                () ->
                    super.protocolConnect(
                        host, port, Pop3Connector.PLACEHOLDER, Pop3Connector.PLACEHOLDER)));
  }

  /**
   * Returns whether the store is connected. It reconnects if a folder took the connection with it;
   * after a refusal it is not connected.
   */
  @Override
  public synchronized boolean isConnected() {
    try {
      return guarded(super::isConnected);
    } catch (MessagingException e) {
      return false;
    }
  }

  @Override
  public synchronized <T> T guarded(AngusAction<T> work) throws MessagingException {
    Session own = session;
    session = connector.session();
    try {
      return connector.mayReconnect(work);
    } finally {
      session = own;
    }
  }

  @Override
  public Folder getFolder(String name) throws MessagingException {
    super.getFolder(name);
    return new GuardedPOP3Folder<>(this, name);
  }

  @Override
  public Folder getFolder(URLName url) throws MessagingException {
    return getFolder(url.getFile());
  }

  @Override
  public synchronized void close() throws MessagingException {
    try {
      super.close();
    } catch (Deletions.UnconfirmedException e) {
      throw e.asMessagingException();
    }
  }

  @Override
  public Optional<ConnectionSecurity> connectionSecurity() {
    return connector.status().security();
  }

  @Override
  public SecurityIndicator indicator() {
    return connector.status().indicator();
  }

  @Override
  public Probe probe() {
    return connector.probe(url);
  }
}
