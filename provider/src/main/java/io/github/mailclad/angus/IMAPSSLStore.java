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
 * Angus's {@code IMAPSSLStore} under policy: every connection, pool and reconnects included, is
 * planned, secured and verified.
 */
public final class IMAPSSLStore extends org.eclipse.angus.mail.imap.IMAPSSLStore
    implements SecuredService {
  private final ServiceGuard guard;

  /** As Jakarta Mail makes it. */
  public IMAPSSLStore(Session session, @Nullable URLName url) {
    this(
        session,
        url,
        ServiceGuard.of(session, url, ProtocolName.IMAPS, ImapConnector::standBetween));
  }

  private IMAPSSLStore(Session session, @Nullable URLName url, ServiceGuard guard) {
    super(guard.session(), url);
    this.guard = guard;
    this.session = session;
  }

  @Override
  protected synchronized boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    return guard.connect(host, port, user, password, super::protocolConnect);
  }

  @Override
  protected IMAPProtocol newIMAPProtocol(String host, int port)
      throws IOException, ProtocolException {
    return new ImapConnector(guard).open(name, host, port, user, isSSL, logger);
  }

  @Override
  public synchronized void close() throws MessagingException {
    guard.status().parting();
    super.close();
  }

  @Override
  public Optional<ConnectionSecurity> connectionSecurity() {
    return guard.status().security();
  }

  @Override
  public SecurityIndicator indicator() {
    return guard.status().indicator();
  }

  @Override
  public Probe probe() {
    return guard.probe(url);
  }
}
