package io.github.mailclad.bench.client;

import io.github.mailclad.bench.lab.LabSettings;
import io.github.mailclad.mail.BatchTransport;
import io.github.mailclad.mail.FailedMessage;
import jakarta.mail.BodyPart;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** A client of Jakarta Mail: Mailclad, or Angus alone. */
public final class AngusClient {
  /** The system property with the {@code tls-provider} of Mailclad. */
  public static final String TLS_PROVIDER = "bench.tls-provider";

  private final MailServer server;
  private final Properties properties;
  private final Session session;

  private AngusClient(MailServer server, Properties properties) {
    this.server = server;
    this.properties = properties;
    session = Session.getInstance(properties);
  }

  /** Mailclad with its defaults. */
  public static AngusClient ours(MailServer server) {
    Properties properties = pointing(server);
    properties.setProperty("mail.security.trust-anchors", server.anchor().toString());
    String tls = System.getProperty(TLS_PROVIDER);
    if (tls != null) {
      properties.setProperty("mail.security.tls-provider", tls);
    }
    return new AngusClient(server, properties);
  }

  /**
   * Angus hardened by hand: implicit TLS of version 1.2 or newer, one context so that sessions
   * resume, the server's identity checked, no fallback, finite timeouts.
   */
  public static AngusClient plain(MailServer server) throws IOException, GeneralSecurityException {
    return plain(server, Tls.context(server.anchor()));
  }

  /** The same with all that its properties offer for speed: TCP_NODELAY, an initial response. */
  public static AngusClient tuned(MailServer server) throws IOException, GeneralSecurityException {
    SSLSocketFactory factory = Tls.context(server.anchor()).getSocketFactory();
    Properties properties = hardened(server, new Tls.NoDelay(factory));
    String prefix = "mail." + server.protocol();
    properties.setProperty(prefix + ".auth.mechanisms", "PLAIN");
    if (server.protocol().equals("imaps")) {
      properties.setProperty(prefix + ".sasl.enable", "true");
      properties.setProperty(prefix + ".sasl.mechanisms", "PLAIN");
    }
    return new AngusClient(server, properties);
  }

  /** Hardened Angus that uses this context. */
  public static AngusClient plain(MailServer server, SSLContext context) {
    return new AngusClient(server, hardened(server, context.getSocketFactory()));
  }

  /** The same client with another property of its protocol, without the prefix. */
  public AngusClient with(String key, String value) {
    Properties changed = new Properties();
    changed.putAll(properties);
    changed.setProperty("mail." + server.protocol() + "." + key, value);
    return new AngusClient(server, changed);
  }

  private static Properties pointing(MailServer server) {
    Properties properties = new Properties();
    String prefix = "mail." + server.protocol();
    properties.setProperty(prefix + ".host", server.host());
    properties.setProperty(prefix + ".port", Integer.toString(server.port()));
    properties.setProperty(prefix + ".user", LabSettings.USER);
    properties.setProperty("mail.transport.protocol.rfc822", "smtps");
    return properties;
  }

  private static Properties hardened(MailServer server, SSLSocketFactory factory) {
    Properties properties = pointing(server);
    String prefix = "mail." + server.protocol();
    properties.setProperty(
        prefix + ".class",
        switch (server.protocol()) {
          case "imaps" -> "org.eclipse.angus.mail.imap.IMAPSSLStore";
          case "pop3s" -> "org.eclipse.angus.mail.pop3.POP3SSLStore";
          default -> "org.eclipse.angus.mail.smtp.SMTPSSLTransport";
        });
    properties.put(prefix + ".ssl.socketFactory", factory);
    properties.setProperty(prefix + ".socketFactory.fallback", "false");
    properties.setProperty(prefix + ".ssl.checkserveridentity", "true");
    properties.setProperty(prefix + ".ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.setProperty(prefix + ".connectiontimeout", "30000");
    properties.setProperty(prefix + ".timeout", "60000");
    properties.setProperty(prefix + ".auth", "true");
    return properties;
  }

  Properties properties() {
    return properties;
  }

  /** Returns a store or transport that is not connected. */
  public Service service() throws MessagingException {
    String protocol = server.protocol();
    return protocol.equals("smtps") ? session.getTransport(protocol) : session.getStore(protocol);
  }

  /** Returns a connected store or transport, which the caller closes. */
  public Service connect() throws MessagingException {
    Service service = service();
    service.connect(server.host(), server.port(), LabSettings.USER, LabSettings.PASSWORD);
    return service;
  }

  /** Connects, logs in, logs out. */
  public void cycle() throws MessagingException {
    connect().close();
  }

  /** Sends over one open transport. */
  public void sendOverOne(int messages, Runnable accepted) throws MessagingException {
    try (Transport transport = (Transport) connect()) {
      for (int i = 0; i < messages; i++) {
        MimeMessage message = TestMessage.in(session);
        transport.sendMessage(message, message.getAllRecipients());
        accepted.run();
      }
    }
  }

  /** Sends all messages over one open transport by {@link BatchTransport}. */
  public void sendAtOnce(int messages, Runnable accepted) throws MessagingException {
    List<MimeMessage> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      all.add(TestMessage.in(session));
    }
    try (Transport transport = (Transport) connect()) {
      List<FailedMessage> failed = BatchTransport.send(transport, all);
      if (!failed.isEmpty()) {
        throw failed.get(0).reason();
      }
      accepted.run();
    }
  }

  /** Sends by {@link Transport#send}, which opens a transport for each message. */
  public void sendEach(int messages, Runnable accepted) throws MessagingException {
    for (int i = 0; i < messages; i++) {
      Transport.send(TestMessage.in(session), LabSettings.USER, LabSettings.PASSWORD);
      accepted.run();
    }
  }

  /** Connects, reads the subject of one message, logs out. */
  public void readHeader() throws MessagingException {
    try (Store store = (Store) connect();
        Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      folder.getMessage(1).getSubject();
    }
  }

  /** Connects, reads the subject of one message and the first lines of its two parts, logs out. */
  public void readPreview() throws MessagingException, IOException {
    try (Store store = (Store) connect();
        Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      Message message = folder.getMessage(1);
      message.getSubject();
      Multipart parts = (Multipart) message.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        try (InputStream in = parts.getBodyPart(i).getInputStream()) {
          in.read(new byte[1000]);
        }
      }
    }
  }

  /** Reads the attachment of the first message with all that comes before it. */
  public void readAttachment(Attachment.Reading reading) throws MessagingException, IOException {
    try (Store store = (Store) connect();
        Folder folder = store.getFolder("INBOX")) {
      folder.open(Folder.READ_ONLY);
      BodyPart part = ((Multipart) folder.getMessage(1).getContent()).getBodyPart(1);
      reading.begins();
      try (InputStream in = part.getInputStream()) {
        reading.read(in);
      }
    }
  }
}
