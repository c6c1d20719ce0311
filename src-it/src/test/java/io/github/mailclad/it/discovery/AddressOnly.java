package io.github.mailclad.it.discovery;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An account of {@code example.org} that has an address, a password and no server, and the DNS that
 * its domain publishes. One for each test: what was found for an account is kept.
 */
final class AddressOnly {
  static final String DOMAIN = "example.org";
  static final String HOST = "mail.example.org";
  static final String ELSEWHERE = "mail.hoster.example";

  final World world = new World();
  final FakeDns dns = new FakeDns();
  final String address = world.sentinels.user() + "@" + DOMAIN;

  /** A certificate of the world's authority. */
  Issued certificateFor(String... dnsNames) {
    return CertificateBuilder.server().dns(dnsNames).issuedBy(world.root);
  }

  /** A server with implicit TLS, and a certificate for {@link #HOST}. */
  TlsFront server(String protocol) throws IOException {
    return server(protocol, certificateFor(HOST));
  }

  TlsFront server(String protocol, Issued certificate) throws IOException {
    return front(protocol, certificate).start();
  }

  TlsFront server(MailDialogue dialogue, Issued certificate) throws IOException {
    return TlsFront.builder().certificate(certificate).dialogue(dialogue).start();
  }

  /** A server that begins in the clear. */
  TlsFront starttlsServer(String protocol, Issued certificate) throws IOException {
    return front(protocol, certificate).mischief(Mischief.EXPECT_STARTTLS).start();
  }

  private static TlsFront.Builder front(String protocol, Issued certificate) {
    return TlsFront.builder().certificate(certificate).dialogue(World.dialogue(protocol));
  }

  /** Publishes a server of a service, at that host. */
  AddressOnly publishing(DnssecStatus status, String label, String host, TlsFront... byPriority) {
    String[] records = new String[byPriority.length];
    for (int i = 0; i < records.length; i++) {
      records[i] = "%d 0 %d %s".formatted(10 * i, byPriority[i].port(), host);
    }
    dns.srv(status, srv(label), records);
    return at(status, host);
  }

  /** The host is on this machine. */
  AddressOnly at(DnssecStatus status, String host) {
    dns.addresses(status, host, "127.0.0.1");
    return this;
  }

  static String srv(String label) {
    return "_" + label + "._tcp." + DOMAIN;
  }

  /** The name of the TLSA records of a server at that host. */
  static String tlsa(TlsFront server, String host) {
    return "_" + server.port() + "._tcp." + host;
  }

  /** Properties with the address alone. */
  Properties properties(String protocol) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".user", address);
    properties.put("mail.security.resolver", dns);
    properties.put("mail.security.trust-anchors", world.root.certificate());
    return properties;
  }

  /** Returns the security of the connection, which is closed afterwards. */
  ConnectionSecurity connect(String protocol, Properties properties) throws MessagingException {
    try (Service service = World.service(protocol, properties)) {
      service.connect(null, world.sentinels.password());
      return ((SecuredService) service).connectionSecurity().orElseThrow();
    }
  }

  ConnectionSecurity connect(String protocol) throws MessagingException {
    return connect(protocol, properties(protocol));
  }

  /** Returns the failure that prevented a connection. */
  Optional<MessagingException> failure(String protocol, Properties properties) {
    try {
      connect(protocol, properties);
      return Optional.empty();
    } catch (MessagingException e) {
      return Optional.of(e);
    }
  }

  /** It is refused with that code. */
  MessagingException refused(String code, String protocol, Properties properties) {
    @Nullable MessagingException outcome = failure(protocol, properties).orElse(null);
    return Refusals.refused(code, world, outcome);
  }

  MessagingException refused(String code, String protocol) {
    return refused(code, protocol, properties(protocol));
  }

  /** The server was connected to, and got nothing. */
  void gotNothing(TlsFront server) {
    OnTheWire.assertNothingSent(world, server);
  }

  /** The server got the user's password. */
  void loggedIn(TlsFront server) {
    OnTheWire.assertLeaked(world, server);
  }
}
