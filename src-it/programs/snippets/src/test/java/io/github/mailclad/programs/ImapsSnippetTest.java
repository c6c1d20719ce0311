package io.github.mailclad.programs;

import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.Properties;

/** The snippet that reads Gmail by {@code mail.store.protocol=imaps}. */
class ImapsSnippetTest extends ReadingProgram {
  @Override
  protected String read(Account account) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.store.protocol", "imaps");
    properties.setProperty("mail.imaps.port", Integer.toString(account.port()));
    properties.setProperty("mail.security.trust-anchors", account.anchors().toString());
    try (Store store = Session.getInstance(properties).getStore()) {
      store.connect(account.host(), account.user(), account.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        return inbox.getMessage(1).getSubject();
      }
    }
  }
}
