package io.github.mailclad.angus;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import org.jspecify.annotations.Nullable;

/**
 * The transport that is used if a jar is missing. It needs no other jar, and its connect names the
 * missing one. Jakarta Mail would only report that there is no such provider.
 */
public final class UnusableTransport extends Transport {
  /** Creates the transport; called by Jakarta Mail. */
  public UnusableTransport(Session session, @Nullable URLName url) {
    super(session, url);
  }

  @Override
  protected boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    throw TakeoverNotice.unusable();
  }

  @Override
  public void sendMessage(Message message, Address[] addresses) throws MessagingException {
    throw TakeoverNotice.unusable();
  }
}
