package io.github.mailclad.test;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A mail server on 127.0.0.1 with TLS, for tests: IMAP, POP3 and message submission, each with
 * implicit TLS and with STARTTLS. The mail is GreenMail's; the certificates are of an authority
 * that lasts as long as the server.
 *
 * <pre>{@code
 * try (MailServer server = MailServer.start()) {
 *   Session session = server.session("alice");
 *   program.sendNewsletter(session);
 *   assertEquals("Newsletter", server.messages("bob").get(0).getSubject());
 *
 *   server.setFault(Fault.EXPIRED);
 *   assertThrows(MessagingException.class, () -> program.sendNewsletter(session));
 *   assertEquals(List.of(), server.clientLines());
 * }
 * }</pre>
 *
 * <p>Users exist as soon as a test names them; {@code alice} is {@code alice@example.org}.
 * Thread-safe.
 */
public final class MailServer implements AutoCloseable {
  private static final String DOMAIN = "example.org";
  private static final Duration START = Duration.ofSeconds(30);
  private static final Map<String, StarttlsPreamble> PROTOCOLS =
      Map.of(
          "imaps", StarttlsPreamble.IMAP,
          "imap", StarttlsPreamble.IMAP,
          "pop3s", StarttlsPreamble.POP3,
          "pop3", StarttlsPreamble.POP3,
          "submissions", StarttlsPreamble.SUBMISSION,
          "submission", StarttlsPreamble.SUBMISSION,
          "smtps", StarttlsPreamble.SUBMISSION,
          "smtp", StarttlsPreamble.SUBMISSION);

  private final Certificates certificates = new Certificates();
  private volatile ClientLines seen = new ClientLines();
  private final GreenMail mail;
  private final Map<StarttlsPreamble, TlsPort> implicit;
  private final Map<StarttlsPreamble, TlsPort> starttls;
  private final Map<String, MailUser> users = new ConcurrentHashMap<>();
  private volatile Fault fault = Fault.NONE;

  private MailServer() {
    ServerSetup[] plain = {
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
      new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
    };
    for (ServerSetup setup : plain) {
      setup.setServerStartupTimeout(START.toMillis());
    }
    mail = new GreenMail(plain);
    mail.start();
    Map<StarttlsPreamble, Integer> ports =
        Map.of(
            StarttlsPreamble.SUBMISSION, mail.getSmtp().getPort(),
            StarttlsPreamble.IMAP, mail.getImap().getPort(),
            StarttlsPreamble.POP3, mail.getPop3().getPort());
    var withTls = new ConcurrentHashMap<StarttlsPreamble, TlsPort>();
    var withStarttls = new ConcurrentHashMap<StarttlsPreamble, TlsPort>();
    ports.forEach(
        (protocol, port) -> {
          var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
          withTls.put(protocol, new TlsPort(server, null, certificates, this::fault, () -> seen));
          withStarttls.put(
              protocol, new TlsPort(server, protocol, certificates, this::fault, () -> seen));
        });
    implicit = Map.copyOf(withTls);
    starttls = Map.copyOf(withStarttls);
  }

  /** Starts a server. */
  public static MailServer start() {
    return new MailServer();
  }

  /** Returns the host, for which its certificate is. */
  public String host() {
    return "localhost";
  }

  /** Returns the port of IMAP with implicit TLS. */
  public int imapsPort() {
    return implicitPort("imaps");
  }

  /** Returns the port of POP3 with implicit TLS. */
  public int pop3sPort() {
    return implicitPort("pop3s");
  }

  /** Returns the port of message submission with implicit TLS. */
  public int submissionsPort() {
    return implicitPort("submissions");
  }

  /** Returns the certificate of the authority as PEM, for the setting {@code trust-anchors}. */
  public String authority() {
    return certificates.authorityPem();
  }

  /**
   * Returns a user, who exists from now on.
   *
   * @param name a name, or an address
   */
  public MailUser user(String name) {
    String address = name.contains("@") ? name : name + "@" + DOMAIN;
    return users.computeIfAbsent(
        address,
        each -> {
          var user = new MailUser(each, "password-of-" + each);
          mail.setUser(each, each, user.password());
          return user;
        });
  }

  /**
   * Returns the session properties of that user: host, port, user and trust anchors under every
   * protocol name. TLS is implicit. The store is {@code imaps}, the transport {@code submissions}.
   * {@link MailUser#password} is the password.
   */
  public Properties properties(String user) {
    return properties(user, implicit, "implicit");
  }

  /** Returns the same properties, with ports where TLS starts by STARTTLS. */
  public Properties starttlsProperties(String user) {
    return properties(user, starttls, "starttls");
  }

  /** Returns a session of that user, with {@link #properties} and the password. */
  public Session session(String user) {
    MailUser known = user(user);
    return Session.getInstance(
        properties(user),
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(known.address(), known.password());
          }
        });
  }

  private Properties properties(
      String user, Map<StarttlsPreamble, TlsPort> ports, String tlsStart) {
    String address = user(user).address();
    var properties = new Properties();
    properties.setProperty("mail.store.protocol", "imaps");
    properties.setProperty("mail.transport.protocol", "submissions");
    properties.setProperty("mail.from", address);
    PROTOCOLS.forEach(
        (name, protocol) -> {
          addServer(properties, name, port(ports, protocol), authority());
          properties.setProperty("mail." + name + ".user", address);
          properties.setProperty("mail." + name + ".security.tls-start", tlsStart);
          if (protocol == StarttlsPreamble.SUBMISSION) {
            properties.setProperty("mail." + name + ".auth", "true");
          }
        });
    return properties;
  }

  static void addServer(Properties properties, String protocolName, int port, String authority) {
    String prefix = "mail." + protocolName + ".";
    properties.setProperty(prefix + "host", "localhost");
    properties.setProperty(prefix + "port", Integer.toString(port));
    properties.setProperty(prefix + "security.trust-anchors", authority);
  }

  private int implicitPort(String name) {
    return port(implicit, Objects.requireNonNull(PROTOCOLS.get(name)));
  }

  private static int port(Map<StarttlsPreamble, TlsPort> ports, StarttlsPreamble protocol) {
    return Objects.requireNonNull(ports.get(protocol)).port();
  }

  /** Makes each following connection meet that fault; {@link Fault#NONE} ends it. */
  public void setFault(Fault next) {
    fault = next;
  }

  private Fault fault() {
    return fault;
  }

  /** Returns the messages in the inbox of that user, the oldest first. */
  public List<MimeMessage> messages(String user) {
    var messages = new ArrayList<MimeMessage>();
    try {
      for (StoredMessage each :
          mail.getManagers().getImapHostManager().getInbox(known(user)).getMessages()) {
        messages.add(each.getMimeMessage());
      }
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
    return messages;
  }

  /**
   * Waits until that many messages have been received, for all users.
   *
   * @return whether they came in that time
   */
  public boolean awaitMessages(int count, Duration atMost) {
    return mail.waitForIncomingEmail(atMost.toMillis(), count);
  }

  /** Puts a message into the inbox of that user. */
  public void deliver(String user, String subject, String text) {
    known(user)
        .deliver(
            GreenMailUtil.createTextEmail(
                user(user).address(),
                "sender@" + DOMAIN,
                subject,
                text,
                mail.getSmtp().getServerSetup()));
  }

  /**
   * Returns the lines that clients sent, inside of TLS or without it: at most 1,000, of at most 500
   * characters. A program that refuses the server before a word is sent leaves the list empty.
   */
  public List<String> clientLines() {
    return seen.all();
  }

  /**
   * Removes all messages and client lines, and ends the fault. Users stay. What comes later on
   * connections of before, such as a QUIT, is no line of the new test.
   */
  public void reset() {
    fault = Fault.NONE;
    seen = new ClientLines();
    try {
      mail.purgeEmailFromAllMailboxes();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  private GreenMailUser known(String user) {
    return mail.getUserManager().getUser(user(user).address());
  }

  @Override
  public void close() {
    implicit.values().forEach(TlsPort::close);
    starttls.values().forEach(TlsPort::close);
    mail.stop();
  }
}
