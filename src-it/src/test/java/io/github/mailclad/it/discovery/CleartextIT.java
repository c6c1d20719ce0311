package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.tlsa;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Store;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the cleartext commands of an account without a minimum level to a server that publishes
 * TLSA records. The data that the server received decides. A proxy leads every name to it.
 */
class CleartextIT {
  private static final String USABLE = "3 1 1 " + "ab".repeat(32);
  private static final String UNUSABLE = "4 1 1 ab";
  private static final String LEADS_TO_TLS =
      "\\w+ CAPABILITY|\\w+ STARTTLS|CAPA|STLS|EHLO \\S+|STARTTLS";

  private final AddressOnly account = new AddressOnly();

  /** Starts a server whose STARTTLS an attacker removed. */
  private static ScriptedServer<?> stripped(String protocol) {
    return switch (protocol) {
      case "imap" -> new ImapDialogue().capabilitiesInClear("IMAP4rev1", "AUTH=PLAIN");
      case "pop3" -> new Pop3Dialogue().capabilitiesInClear("TOP", "USER");
      default -> new SmtpDialogue().capabilitiesInClear("AUTH PLAIN LOGIN");
    };
  }

  /** A server that offers STARTTLS and then refuses it. */
  private static ScriptedServer<?> unwilling(String protocol) {
    return switch (protocol) {
      case "imap" -> new ImapDialogue().replying("STARTTLS", "{tag} NO not now");
      case "pop3" -> new Pop3Dialogue().replying("STLS", "-ERR not now");
      default -> new SmtpDialogue().replying("STARTTLS", "454 not now");
    };
  }

  private static ScriptedServer<?> willing(String protocol) {
    return (ScriptedServer<?>) World.dialogue(protocol);
  }

  private TlsFront server(ScriptedServer<?> dialogue) {
    return ConnectProxy.beforeStarttls(account.certificateFor(HOST), dialogue);
  }

  private Properties lowered(String protocol, TlsFront server) {
    Properties properties = ConnectProxy.through(server, protocol, HOST);
    properties.put("mail.security.resolver", account.dns);
    properties.setProperty("mail." + protocol + ".user", account.world.sentinels.user());
    properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
    return properties;
  }

  private Properties lowered(String protocol, TlsFront server, String dane) {
    Properties properties = lowered(protocol, server);
    properties.setProperty("mail." + protocol + ".security.dane", dane);
    return properties;
  }

  private void published(TlsFront server, DnssecStatus status, String... records) {
    account.at(SECURE, HOST).dns.tlsa(status, tlsa(server, HOST), records);
  }

  private void connectsInTheClear(String protocol, Properties properties, TlsFront server)
      throws MessagingException {
    assertEquals(ConfidentialityLevel.NONE, account.connect(protocol, properties).level());
    server.recorder().awaitEnds(OnTheWire.PATIENCE);
    assertFalse(
        account.world.sentinels.foundIn(server.recorder().clientRaw()).isEmpty(), "in the clear");
  }

  private void onlyAskedForTls(TlsFront server, ScriptedServer<?> dialogue) {
    OnTheWire.assertNoSecret(account.world, server);
    List<String> commands = dialogue.commands();
    assertTrue(commands.stream().allMatch(c -> c.matches(LEADS_TO_TLS)), commands.toString());
    assertEquals("", new String(server.recorder().clientPlain(), StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(value = "L12", heldBy = "LoweredConnection")
  void withoutSecureRecordsClearTextIsPermitted(String protocol) throws Exception {
    ScriptedServer<?> dialogue = stripped(protocol);
    try (TlsFront server = server(dialogue)) {
      published(server, SECURE);
      connectsInTheClear(protocol, lowered(protocol, server), server);
    }
    try (TlsFront server = server(stripped(protocol))) {
      published(server, INSECURE, USABLE);
      connectsInTheClear(protocol, lowered(protocol, server), server);
    }
    try (TlsFront server = server(stripped(protocol))) {
      account.at(INSECURE, HOST);
      connectsInTheClear(protocol, lowered(protocol, server), server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"N-42", "L12"},
      heldBy = {"LoweredConnection", "StarttlsOnlySocket"})
  void withSecureRecordsOnlyStarttlsIsSentInTheClear(String protocol) throws Exception {
    for (String record : List.of(USABLE, UNUSABLE)) {
      for (ScriptedServer<?> dialogue : List.of(stripped(protocol), unwilling(protocol))) {
        try (TlsFront server = server(dialogue)) {
          published(server, SECURE, record);

          account.refused("cleartext-forbidden", protocol, lowered(protocol, server));

          onlyAskedForTls(server, dialogue);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"N-42", "L12"},
      heldBy = {"LoweredConnection", "StarttlsOnlySocket"})
  void whereTlsStartsItConnects(String protocol) throws Exception {
    for (String channels : List.of("false", "true")) {
      try (TlsFront server = server(willing(protocol));
          DefaultTls unused = DefaultTls.trusting(account.world.root)) {
        published(server, SECURE, USABLE);
        Properties properties = lowered(protocol, server);
        properties.setProperty("mail." + protocol + ".usesocketchannels", channels);
        properties.setProperty("mail." + protocol + ".writetimeout", "20000");

        account.connect(protocol, properties);

        server.recorder().awaitEnds(OnTheWire.PATIENCE);
        assertEquals(1, server.acceptedHandshakes());
        assertEquals(List.of(), account.world.sentinels.foundIn(server.recorder().clientRaw()));
        OnTheWire.assertLeaked(account.world, server);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"L9", "L3", "L12"},
      heldBy = "LoweredConnection")
  void withoutAProvenAnswerNoConnectionIsOpened(String protocol) throws Exception {
    for (DnssecStatus status : List.of(BOGUS, INDETERMINATE)) {
      try (TlsFront server = server(willing(protocol))) {
        account.at(SECURE, HOST).dns.fails(FakeDns.Type.TLSA, tlsa(server, HOST), status, "so");
        account.refused("dane-lookup-failed", protocol, lowered(protocol, server));
        OnTheWire.assertNeverConnected(server);
      }
    }
    try (TlsFront server = server(willing(protocol))) {
      account.dns.fails(FakeDns.Type.AAAA, HOST, BOGUS, "forged");
      account.refused("address-lookup-failed", protocol, lowered(protocol, server));
      OnTheWire.assertNeverConnected(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"N-44", "L10"},
      heldBy = "LoweredConnection")
  void withDaneOffNoRecordsAreLookedUp(String protocol) throws Exception {
    try (TlsFront server = server(stripped(protocol))) {
      published(server, SECURE, USABLE);

      connectsInTheClear(protocol, lowered(protocol, server, "off"), server);

      assertEquals(List.of(), account.dns.queries(FakeDns.Type.TLSA));
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.A));
    }
  }

  @Test
  @Requirement(value = "N-50", heldBy = "LoweredConnection")
  void anAuditForbidsNothing() throws Exception {
    try (TlsFront server = server(stripped("imap"))) {
      published(server, SECURE, USABLE);

      connectsInTheClear("imap", lowered("imap", server, "audit-only"), server);

      assertEquals(List.of(tlsa(server, HOST)), account.dns.queries(FakeDns.Type.TLSA));
    }
  }

  @Test
  @Requirement(value = "N-43", heldBy = "PolicyReader")
  void anUnverifiedServerCannotBeRequiredToHaveRecords() throws Exception {
    try (TlsFront server = server(willing("imap"))) {
      published(server, SECURE, USABLE);
      account.refused("unsafe-settings", "imap", lowered("imap", server, "require"));
      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  @Requirement(value = "L12", heldBy = "LoweredConnection")
  void aRelayThatAsksForNoLoginGetsNoMail() throws Exception {
    ScriptedServer<?> dialogue = new SmtpDialogue().capabilitiesInClear("SIZE 1000");
    try (TlsFront server = server(dialogue)) {
      published(server, SECURE, USABLE);

      account.refused("cleartext-forbidden", "smtp", lowered("smtp", server));

      onlyAskedForTls(server, dialogue);
    }
  }

  @Test
  @Requirement(value = "L12", heldBy = "ImapConnector")
  void aServerThatLogsItselfInBeforeTlsGetsNoCommand() throws Exception {
    ScriptedServer<?> dialogue =
        new ImapDialogue().greeting("* PREAUTH welcome").capabilitiesInClear("IMAP4rev1");
    try (TlsFront server = server(dialogue)) {
      published(server, SECURE, USABLE);
      account.refused("preauth-before-tls", "imap", lowered("imap", server));
      onlyAskedForTls(server, dialogue);
    }
  }

  /** A socket factory that counts its sockets. */
  private static final class OwnSockets extends SocketFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Socket createSocket() {
      made.incrementAndGet();
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw new IOException("not used");
    }

    @Override
    public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort)
        throws IOException {
      throw new IOException("not used");
    }

    @Override
    public Socket createSocket(java.net.InetAddress address, int port) throws IOException {
      throw new IOException("not used");
    }

    @Override
    public Socket createSocket(
        java.net.InetAddress address, int port, java.net.InetAddress local, int localPort)
        throws IOException {
      throw new IOException("not used");
    }
  }

  @Test
  @Requirement(value = "L12", heldBy = "LoweredConnection")
  void aSocketFactoryOfTheApplicationIsUsedBehindTheGate() throws Exception {
    ScriptedServer<?> dialogue = stripped("imap");
    OwnSockets own = new OwnSockets();
    try (TlsFront server = server(dialogue)) {
      published(server, SECURE, USABLE);
      Properties properties = lowered("imap", server);
      properties.put("mail.imap.socketFactory", own);

      account.refused("cleartext-forbidden", "imap", properties);

      assertEquals(1, own.made.get());
      onlyAskedForTls(server, dialogue);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javax.net.ssl.SSLSocketFactory", "javax.net.SocketFactory", "no.such.Factory"})
  @Requirement(value = "L12", heldBy = "LoweredConnection")
  void aFactoryThatFailsIsNotReplacedByClearText(String className) throws Exception {
    ScriptedServer<?> dialogue = stripped("imap");
    try (TlsFront server = server(dialogue)) {
      Properties properties = lowered("imap", server);
      properties.setProperty("mail.imap.socketFactory.class", className);
      properties.setProperty("mail.imap.connectiontimeout", "10000");
      properties.setProperty("mail.imap.timeout", "10000");
      published(server, SECURE, USABLE);

      assertTrue(account.failure("imap", properties).isPresent());
      OnTheWire.assertNoSecret(account.world, server);

      published(server, SECURE);
      connectsInTheClear("imap", properties, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  @Requirement(
      value = {"N-42", "L12"},
      heldBy = {"LoweredConnector", "LoweredConnection"})
  void aConnectionThatIsOpenedLaterIsHeldToRecordsThatAreThereThen(String protocol)
      throws Exception {
    ScriptedServer<?> dialogue = stripped(protocol);
    try (TlsFront server = server(dialogue)) {
      published(server, SECURE);
      try (Service service = World.service(protocol, lowered(protocol, server))) {
        service.connect(null, account.world.sentinels.password());
        int before = dialogue.logins().size();
        published(server, SECURE, USABLE);
        Store store = (Store) service;
        // the store's own connection is taken by the first of them
        Folder first = store.getFolder("INBOX");
        first.open(Folder.READ_ONLY);
        Folder second = store.getFolder("INBOX");
        assertNotEquals("", opens(second), "a second connection is refused");
        assertEquals(before, dialogue.logins().size(), "logins");
      }
    }
  }

  private static String opens(Folder folder) {
    try {
      folder.open(Folder.READ_ONLY);
      return "";
    } catch (MessagingException e) {
      return e.toString();
    }
  }
}
