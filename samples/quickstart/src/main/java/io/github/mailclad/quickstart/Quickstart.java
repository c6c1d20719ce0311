package io.github.mailclad.quickstart;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Sends a mail with {@code submissions}, reads it back with {@code imaps} and {@code pop3s}, and
 * then tries four connections that must be refused. Prints a line that begins with {@code
 * AUTHENTICATED} for each verified connection and one with {@code REFUSED [code]} for each refusal;
 * ends with an error unless every result is the expected one.
 */
public final class Quickstart {
  private static final String SUBJECT = "The first confidential mail";

  private final EmbeddedServer server;

  private Quickstart(EmbeddedServer server) {
    this.server = server;
  }

  /** Runs on an embedded server; takes no arguments. */
  public static void main(String[] arguments) throws MessagingException, IOException {
    try (EmbeddedServer server = new EmbeddedServer("localhost")) {
      new Quickstart(server).run();
    }
    System.out.println(
        "\nEvery result is the expected one: three connections verified, four refused.");
  }

  private void run() throws MessagingException, IOException {
    System.out.println(
        "A mail sent and read on an embedded server, with the security of each connection:\n");
    send();
    read("imaps", server.imapsPort());
    read("pop3s", server.pop3sPort());

    refuse(
        "a server with a certificate for another name",
        "identity-mismatch",
        imaps(server.misnamedImapsPort()));

    Properties unknownIssuer = imaps(server.imapsPort());
    unknownIssuer.remove("mail.security.trust-anchors");
    refuse(
        "a server with a certificate of an authority that is not trusted",
        "untrusted-issuer",
        unknownIssuer);

    refuse(
        "a server that speaks only plain text", "plaintext-server", imaps(server.plainImapPort()));

    Properties trustAll = imaps(server.imapsPort());
    trustAll.setProperty("mail.imaps.ssl.trust", "*");
    refuse("a property that would switch verification off", "unsafe-settings", trustAll);
  }

  /**
   * Sends a message as any application does. Only the trust anchor of the embedded server is
   * specific to Mailclad.
   */
  private void send() throws MessagingException {
    Session session = Session.getInstance(pointing("submissions", server.submissionsPort()));
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(EmbeddedServer.USER));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(EmbeddedServer.USER));
    message.setSubject(SUBJECT);
    message.setText("This text was encrypted on the way.");
    try (Transport transport = session.getTransport("submissions")) {
      transport.connect(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
      transport.sendMessage(message, message.getAllRecipients());
      report(transport);
    }
  }

  private void read(String protocol, int port) throws MessagingException, IOException {
    Session session = Session.getInstance(pointing(protocol, port));
    try (Store store = session.getStore(protocol)) {
      store.connect(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        Message first = inbox.getMessage(1);
        expect(SUBJECT.equals(first.getSubject()), "the mail that was sent is in the mailbox");
        expect(String.valueOf(first.getContent()).startsWith("This text"), "its text is unchanged");
      }
      report(store);
    }
  }

  /** Prints the security of a connection; the line begins with its level. */
  private static void report(Service service) {
    Optional<ConnectionSecurity> security = ((SecuredService) service).connectionSecurity();
    expect(
        security
            .map(ConnectionSecurity::level)
            .equals(Optional.of(ConfidentialityLevel.AUTHENTICATED)),
        "the connection is authenticated");
    security.ifPresent(System.out::println);
  }

  private static void refuse(String what, String code, Properties properties) {
    System.out.println("\nNow " + what + ":");
    try (Store store = Session.getInstance(properties).getStore("imaps")) {
      store.connect(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
      expect(false, "the connection is refused");
    } catch (MessagingException e) {
      Refusal refusal =
          Refusal.in(e)
              .orElseThrow(() -> new IllegalStateException("not refused but failed otherwise", e));
      expect(refusal.code().equals(code), "the code is " + code);
      System.out.println("REFUSED [" + refusal.code() + "]");
      System.out.println(e.getMessage());
    }
  }

  private Properties imaps(int port) {
    return pointing("imaps", port);
  }

  private Properties pointing(String protocol, int port) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(port));
    // a private authority; servers with a certificate of a public one need nothing at all
    properties.put("mail.security.trust-anchors", List.of(server.authority()));
    return properties;
  }

  private static void expect(boolean isTrue, String statement) {
    if (!isTrue) {
      throw new IllegalStateException("expected: " + statement);
    }
  }
}
