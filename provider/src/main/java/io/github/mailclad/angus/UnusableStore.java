package io.github.mailclad.angus;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.URLName;
import org.jspecify.annotations.Nullable;

/**
 * The store that is used if a jar is missing. It needs no other jar, and its connect names the
 * missing one. Jakarta Mail would only report that there is no such provider.
 */
public final class UnusableStore extends Store {
  /** Creates the store; called by Jakarta Mail. */
  public UnusableStore(Session session, @Nullable URLName url) {
    super(session, url);
  }

  @Override
  protected boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    throw TakeoverNotice.unusable();
  }

  @Override
  public Folder getDefaultFolder() throws MessagingException {
    throw TakeoverNotice.unusable();
  }

  @Override
  public Folder getFolder(String name) throws MessagingException {
    throw TakeoverNotice.unusable();
  }

  @Override
  public Folder getFolder(URLName name) throws MessagingException {
    throw TakeoverNotice.unusable();
  }
}
