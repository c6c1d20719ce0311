package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.internal.config.ProtocolName;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Angus's {@code IMAPStore} under the security policy: every connection, including those of the
 * pool and reconnects, is planned, secured and verified.
 */
public final class IMAPStore extends org.eclipse.angus.mail.imap.IMAPStore
    implements SecuredService {
  private final MailConnector connector;
  private final ImapConnector login;

  /** Creates the store; called by Jakarta Mail. */
  public IMAPStore(Session session, @Nullable URLName url) {
    this(session, url, new ImapConnector(session, url, ProtocolName.IMAP));
  }

  private IMAPStore(Session session, @Nullable URLName url, ImapConnector login) {
    super(login.connector().session(), url, "imap", login.connector().implicitTls());
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
    login.begin(user, password);
    return super.protocolConnect(host, port, user, password);
  }

  @Override
  protected IMAPProtocol newIMAPProtocol(String host, int port)
      throws IOException, ProtocolException {
    return login.open(name, host, port, user, isSSL, logger);
  }

  @Override
  public synchronized void close() throws MessagingException {
    connector.status().connections().beginLogout();
    super.close();
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
