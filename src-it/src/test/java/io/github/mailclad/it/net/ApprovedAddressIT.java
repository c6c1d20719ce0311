package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.Warnings;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The host that a user typed was looked up and approved by the application, whose resolver says so:
 * the connection goes to just that address, with every setting of DANE. The platform knows none of
 * these hosts but {@code localhost}, which the application has not approved.
 */
class ApprovedAddressIT {
  private static final String TYPED = "mail.typed.example";

  private final World world = new World();
  private final FakeDns approved = new FakeDns();

  private Issued certificate() {
    return CertificateBuilder.server().dns(TYPED).issuedBy(world.root);
  }

  private TlsFront.Builder server(String protocol) {
    return world.server(protocol).certificate(certificate());
  }

  private Properties properties(String protocol, TlsFront server, String host, String dane) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".host", host);
    properties.put("mail." + protocol + ".security.resolver", approved);
    if (!dane.equals("unset")) {
      properties.setProperty("mail." + protocol + ".security.dane", dane);
    }
    return properties;
  }

  static Stream<Arguments> protocolsAndModes() {
    return Stream.of("imap", "pop3", "smtp")
        .flatMap(
            protocol ->
                Stream.of("unset", "off", "audit-only", "prefer")
                    .map(dane -> Arguments.of(protocol, dane)));
  }

  @ParameterizedTest
  @MethodSource("protocolsAndModes")
  void theApprovedAddressIsConnectedTo(String protocol, String dane) throws Exception {
    approved.addresses(DnssecStatus.INSECURE, TYPED, "127.0.0.1");
    try (TlsFront server = server(protocol).start();
        TlsFront starttls = server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      assertNull(world.tryToConnect(protocol, properties(protocol, server, TYPED, dane)));
      Properties later = properties(protocol, starttls, TYPED, dane);
      later.setProperty("mail." + protocol + ".security.tls-start", "starttls");
      assertNull(world.tryToConnect(protocol, later));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void everyFurtherConnectionGoesThereToo(String protocol) throws Exception {
    approved.addresses(DnssecStatus.INSECURE, TYPED, "127.0.0.1");
    try (TlsFront server = server(protocol).start();
        Store store = (Store) world.connect(protocol, properties(protocol, server, TYPED, "off"))) {
      for (int i = 0; i < 2; i++) {
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        inbox.close(false);
      }
      assertEquals(List.of(TYPED), approved.queries(FakeDns.Type.A).stream().distinct().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("protocolsAndModes")
  void aHostThatIsNotApprovedIsNotLookedUpElsewhere(String protocol, String dane) throws Exception {
    FakeDns refusing = approved.absent(FakeDns.Type.A, "localhost", DnssecStatus.INSECURE);
    refusing.absent(FakeDns.Type.AAAA, "localhost", DnssecStatus.INSECURE);
    try (TlsFront server = world.server(protocol).start()) {
      @Nullable MessagingException outcome =
          world.tryToConnect(protocol, properties(protocol, server, "localhost", dane));
      assertNotNull(outcome);
      assertInstanceOf(UnknownHostException.class, outcome.getCause());
      OnTheWire.assertNeverConnected(server);
    }
  }

  @ParameterizedTest
  @MethodSource("protocolsAndModes")
  void aLookUpThatFailsIsARefusal(String protocol, String dane) throws Exception {
    approved.servfail(FakeDns.Type.A, "localhost");
    try (TlsFront server = world.server(protocol).start()) {
      Refusals.refused(
          "address-lookup-failed",
          world,
          world.tryToConnect(protocol, properties(protocol, server, "localhost", dane)));
      OnTheWire.assertNeverConnected(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void anHttpProxyIsAskedForTheApprovedAddress(String protocol) {
    approved.addresses(DnssecStatus.INSECURE, TYPED, "198.51.100.7");
    try (TlsFront proxy = ConnectProxy.beforeTls(certificate(), World.dialogue(protocol))) {
      Properties properties = properties(protocol, proxy, TYPED, "off");
      properties.putAll(ConnectProxy.through(proxy, protocol, TYPED));
      assertNull(world.tryToConnect(protocol, properties));
      String asked = new String(proxy.recorder().clientClear(), StandardCharsets.ISO_8859_1);
      assertTrue(asked.startsWith("CONNECT 198.51.100.7:"), asked);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void aSocksProxyIsAskedForTheApprovedAddress(String protocol) throws Exception {
    approved.addresses(DnssecStatus.INSECURE, TYPED, "198.51.100.7");
    try (TlsFront server = server(protocol).start();
        SocksProxy proxy = SocksProxy.before(server)) {
      Properties properties = properties(protocol, server, TYPED, "off");
      properties.setProperty("mail." + protocol + ".socks.host", "localhost:" + proxy.port());
      assertNull(world.tryToConnect(protocol, properties));
      assertEquals(List.of("198.51.100.7"), proxy.asked());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void withoutAMinimumAWarningSaysThatTheApplicationIsNotAsked(String protocol) throws Exception {
    try (Warnings warnings = new Warnings();
        TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      Properties properties = properties(protocol, server, "localhost", "off");
      properties.remove("mail.security.trust-anchors");
      properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
      // whether Angus trusts the server is another matter
      world.tryToConnect(protocol, properties);
      String expected = "the resolver that is set is not asked for them";
      assertTrue(
          warnings.messages().stream().anyMatch(message -> message.contains(expected)),
          () -> warnings.messages().toString());
    }
  }

  @Test
  void ofHundredsOfAddressesOneThatAnswersIsFoundInTime() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 2; i < 200; i++) {
      many.add("127.0.1." + i);
    }
    many.add("127.0.0.1");
    approved.addresses(DnssecStatus.INSECURE, TYPED, many.toArray(String[]::new));
    try (TlsFront server = server("imap").start()) {
      assertNull(world.tryToConnect("imap", properties("imap", server, TYPED, "off")));
    }
  }
}
