package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.URLName;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPSSLStore;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3SSLStore;
import org.eclipse.angus.mail.pop3.POP3Store;
import org.eclipse.angus.mail.smtp.SMTPSSLTransport;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores, folders and transports are what applications cast them to. */
class CastIT {
  private final World world = new World();

  static Arguments[] classes() {
    return new Arguments[] {
      Arguments.of("imap", IMAPStore.class),
      Arguments.of("imaps", IMAPStore.class),
      Arguments.of("imaps", IMAPSSLStore.class),
      Arguments.of("pop3", POP3Store.class),
      Arguments.of("pop3s", POP3Store.class),
      Arguments.of("pop3s", POP3SSLStore.class),
      Arguments.of("smtp", SMTPTransport.class),
      Arguments.of("submission", SMTPTransport.class),
      Arguments.of("smtps", SMTPTransport.class),
      Arguments.of("smtps", SMTPSSLTransport.class),
      Arguments.of("submissions", SMTPSSLTransport.class)
    };
  }

  @ParameterizedTest
  @MethodSource("classes")
  void serviceIsAnObjectOfTheClassOfAngus(String protocol, Class<?> type) throws Exception {
    try (Service service = World.service(protocol, new Properties())) {
      assertInstanceOf(type, service);
      assertInstanceOf(SecuredService.class, service);
    }
  }

  /** Apache James keeps 8BITMIME only for a class of that name, and finds it by URL. */
  @ParameterizedTest
  @ValueSource(strings = {"smtp", "submission"})
  void transportOfAnUrlKeepsTheNameOfItsClass(String protocol) throws Exception {
    Session session = Session.getInstance(new Properties());
    URLName url = new URLName(protocol + "://localhost:4650");
    try (SMTPTransport transport = (SMTPTransport) session.getTransport(url)) {
      assertTrue(transport.getClass().getName().endsWith(".SMTPTransport"));
      assertEquals(protocol, transport.getURLName().getProtocol());
      assertEquals(4650, transport.getURLName().getPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap"})
  void imapFoldersAreFoldersOfAngus(String protocol) throws Exception {
    foldersAre(IMAPFolder.class, protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pop3s", "pop3"})
  void pop3FoldersAreFoldersOfAngus(String protocol) throws Exception {
    foldersAre(POP3Folder.class, protocol);
  }

  private void foldersAre(Class<? extends Folder> type, String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Store store = (Store) world.connect(protocol, world.trusting(protocol, server))) {
      Folder byName = assertInstanceOf(type, store.getFolder("INBOX"));
      Folder byUrl = assertInstanceOf(type, store.getFolder(new URLName("x://localhost/INBOX")));
      Folder byRoot = assertInstanceOf(type, store.getDefaultFolder().getFolder("INBOX"));
      for (Folder folder : new Folder[] {byName, byUrl, byRoot}) {
        assertSame(store, folder.getStore());
        folder.open(Folder.READ_ONLY);
        assertEquals(1, folder.getMessageCount());
        folder.close(false);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"imaps, imap", "pop3s, pop3"})
  void lastFolderOpensAsTheFirst(String secure, String plain) throws Exception {
    for (String protocol : new String[] {secure, plain}) {
      try (TlsFront server = world.server(protocol).start();
          Store store = (Store) world.connect(protocol, world.trusting(protocol, server))) {
        for (int i = 0; i < 3; i++) {
          try (Folder folder = store.getFolder("INBOX")) {
            folder.open(Folder.READ_WRITE);
            assertEquals("A sample", folder.getMessage(1).getSubject());
          }
        }
        assertTrue(store.isConnected());
        assertEquals(0, server.recorder().clientClear().length);
      }
    }
  }

  @Test
  void storeAndTransportOfTheSessionsDefaultProtocolAreOurs() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.store.protocol", "imaps");
    properties.setProperty("mail.transport.protocol", "submissions");
    Session session = Session.getInstance(properties);
    try (Service store = session.getStore();
        Service transport = session.getTransport()) {
      assertInstanceOf(SecuredService.class, store);
      assertInstanceOf(SecuredService.class, transport);
      assertEquals("submissions", transport.getURLName().getProtocol());
    }
  }
}
