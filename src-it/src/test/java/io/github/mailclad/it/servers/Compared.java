package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.Side;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An application on one side of a comparison, with the results that it saw. */
final class Compared {
  final World world;
  final ComparedServer server;
  final Side side;
  private final Map<String, String> settings;
  private final List<String> results = new ArrayList<>();

  Compared(World world, ComparedServer server, Side side, Map<String, String> settings) {
    this.world = world;
    this.server = server;
    this.side = side;
    this.settings = settings;
  }

  /** An action of the application. */
  interface Action {
    @Nullable Object run() throws Exception;
  }

  /** Adds the result of an action, or the exceptions that it ended with. */
  void see(String what, Action action) {
    try {
      results.add(what + ": " + shown(action.run()));
    } catch (Exception e) {
      results.add(what + ": " + described(e));
    }
  }

  List<String> results() {
    return results;
  }

  private static String shown(@Nullable Object result) {
    return result instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(result);
  }

  /** Returns the classes and texts of an exception and its causes, without what varies. */
  private String described(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = cause(each)) {
      text.append(text.isEmpty() ? "" : " <- ")
          .append(each.getClass().getSimpleName())
          .append(' ')
          .append(steady(String.valueOf(each.getMessage())));
      if (each instanceof SendFailedException sending) {
        text.append(" invalid=").append(Arrays.toString(sending.getInvalidAddresses()));
        text.append(" unsent=").append(Arrays.toString(sending.getValidUnsentAddresses()));
        text.append(" sent=").append(Arrays.toString(sending.getValidSentAddresses()));
      }
    }
    return text.toString();
  }

  private static @Nullable Throwable cause(Throwable failure) {
    return failure instanceof MessagingException messaging
        ? messaging.getNextException()
        : failure.getCause();
  }

  /** Returns a text of the server without its ports, its user and its IDs of messages. */
  String steady(String text) {
    return text.replaceAll("queued as [0-9A-Za-z]+", "queued as ID")
        .replaceAll("id=[0-9A-Za-z-]+", "id=ID")
        .replaceAll("[0-9a-f]{8} Message accepted", "ID Message accepted")
        .replaceAll("[0-9]+ bytes", "N bytes")
        .replaceAll("[0-9]+ byte chunk, total [0-9]+", "N byte chunk, total N")
        // a server that ends may still say so, or not
        .replaceAll("\\* BYE .*", "* BYE")
        .replaceAll("localhost:[0-9]+", "localhost:PORT")
        .replaceAll("(port:?|localhost,) [0-9]{5}", "$1 PORT")
        .replace(world.sentinels.user(), "USER")
        .replaceAll("\\s+", " ")
        .trim();
  }

  /** Returns a session that leads this protocol to that port. */
  Session session(String protocol, int port) {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "host", "localhost");
    properties.setProperty(prefix + "port", Integer.toString(port));
    properties.setProperty(prefix + "auth", "true");
    settings.forEach((name, value) -> properties.setProperty(prefix + name, value));
    return Session.getInstance(side.serving(world, protocol, properties));
  }

  Session imap() {
    return session("imaps", server.port("imaps"));
  }

  /** Returns a session for IMAP with a certificate of the user, in place of a password. */
  Session imapWithCertificate() throws GeneralSecurityException {
    int port = server.port("imaps");
    Session session = session("imaps", port);
    Properties properties = session.getProperties();
    KeyStore keys =
        CertificateBuilder.client()
            .subject("CN=" + world.sentinels.user())
            .issuedBy(world.root)
            .keyStore("secret");
    if (side == Side.MAILCLAD) {
      properties.put("mail.imaps.security.client-certificate", keys);
      properties.put("mail.imaps.security.client-certificate-password", "secret");
      properties.put(
          "mail.imaps.security.client-certificate-for",
          world.sentinels.user() + "@localhost:" + port);
    } else {
      properties.put("mail.imaps.sasl.enable", "true");
      properties.put("mail.imaps.sasl.mechanisms", "EXTERNAL");
      properties.put("mail.imaps.ssl.socketFactory", withKey(keys));
    }
    return session;
  }

  private SSLSocketFactory withKey(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, "secret".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(world.root.keyStoreTrusting());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  Session pop3() {
    return session("pop3s", server.port("pop3s"));
  }

  Session smtp() {
    return session("smtps", server.port("submissions"));
  }

  Store connected(Session session, String protocol) throws MessagingException {
    Store store = session.getStore(protocol);
    store.connect(world.sentinels.user(), world.sentinels.password());
    return store;
  }

  Transport connected(Session session) throws MessagingException {
    Transport transport = session.getTransport("smtps");
    transport.connect(world.sentinels.user(), world.sentinels.password());
    return transport;
  }

  /** Returns a new folder, open, with a number of messages. */
  Folder folder(Store store, String name, int messages) throws MessagingException {
    Folder folder = store.getFolder(name);
    if (folder.exists()) {
      folder.delete(true);
    }
    folder.create(Folder.HOLDS_MESSAGES);
    fill(folder, messages);
    folder.open(Folder.READ_WRITE);
    return folder;
  }

  /** Appends messages with the subjects "message 1" and so on. */
  void fill(Folder folder, int messages) throws MessagingException {
    Message[] all = new Message[messages];
    for (int i = 0; i < messages; i++) {
      all[i] = new Account(world).message("message " + (i + 1));
    }
    folder.appendMessages(all);
  }

  /** Leaves this many messages in the inbox. */
  void inbox(int messages) throws MessagingException {
    try (Store store = connected(imap(), "imaps");
        Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_WRITE);
      inbox.setFlags(inbox.getMessages(), new Flags(Flags.Flag.DELETED), true);
      inbox.expunge();
      fill(inbox, messages);
    }
  }
}
