package io.github.mailclad.programs;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Folder;
import jakarta.mail.Store;

/** A session of GreenMail's helpers that reads a mailbox. */
class GreenMailReadingTest extends ReadingProgram {
  @Override
  protected String read(Account account) throws Exception {
    ServerSetup setup =
        GreenMailHelpersTest.verifying(
            new ServerSetup(account.port(), account.host(), "imaps"), account.anchors());
    try (Store store = GreenMailUtil.getSession(setup).getStore("imaps")) {
      store.connect(account.host(), account.port(), account.user(), account.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        return inbox.getMessage(1).getSubject();
      }
    }
  }
}
