package io.github.mailclad.angus;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Store;

/**
 * Angus's POP3 folder, which may open a connection of its own, under the same rules as its store.
 */
final class GuardedPOP3Folder<S extends POP3Store & GuardedPOP3Folder.Owner> extends POP3Folder {
  private final S owner;

  GuardedPOP3Folder(S owner, String name) {
    super(owner, name);
    this.owner = owner;
  }

  /** A store that runs work that may connect with the guarded session in place. */
  interface Owner {
    /** Runs the work with the store locked and the guarded session in place. */
    <T> T guarded(AngusAction<T> work) throws MessagingException;
  }

  @Override
  public synchronized void open(int mode) throws MessagingException {
    owner.guarded(
        () -> {
          super.open(mode);
          return this;
        });
  }

  /**
   * Closes the folder. Deletions that the server does not confirm are a failure, which Angus does
   * not report.
   */
  @Override
  public synchronized void close(boolean expunge) throws MessagingException {
    try {
      super.close(expunge);
    } catch (Deletions.UnconfirmedException e) {
      throw e.asMessagingException();
    }
  }
}
