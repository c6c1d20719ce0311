package io.github.mailclad.internal.connect;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The common part of the tests of look-ups: one host, one domain that led there, one way to ask.
 */
final class LookUps {
  static final String HOST = "mail.example.net";
  static final String TLSA = "_993._tcp.mail.example.net";
  static final String RECORD = "3 1 1 " + "ab".repeat(32);
  static final String UNUSABLE = "9 1 1 " + "ab".repeat(32);
  static final Server NAMED = named(HOST);
  static final Server SIGNED = discovered(DnssecStatus.SECURE);
  static final Server UNSIGNED = discovered(DnssecStatus.INSECURE);

  /** Long enough for a test that is answered at once, on any machine. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private LookUps() {}

  static Server named(String host) {
    return at(Host.of(host), 993);
  }

  static Server at(Host host, int port) {
    return Server.named(
        MailService.IMAPS, new Endpoint(host, port, Endpoint.Provenance.CONFIGURED));
  }

  static List<Identifier> references(ServerRecords found) {
    assertNotNull(found.tlsa());
    return found.tlsa().references();
  }

  /** The host as SRV records of {@code example.org} with that status name it. */
  static Server discovered(DnssecStatus srv) {
    return new Server(
        MailService.IMAPS,
        new Endpoint(Host.of(HOST), 993, Endpoint.Provenance.SRV),
        new Server.Publication(
            "example.org",
            srv,
            srv == DnssecStatus.SECURE ? Approval.DNSSEC : Approval.SAME_DOMAIN));
  }

  /**
   * Returns a zone in which the host has an address with that status, and unknown records are
   * absent with it.
   */
  static FakeDns zone(DnssecStatus status) {
    return new FakeDns().absencesAre(status).addresses(status, HOST, "192.0.2.1");
  }

  static Outcome<ServerRecords> lookUp(FakeDns dns, Server destination, Mode mode)
      throws NoAddressException {
    return lookUp(dns, HostNames.OF_DNS, destination, mode);
  }

  static Outcome<ServerRecords> lookUp(FakeDns dns, HostNames names, Server destination, Mode mode)
      throws NoAddressException {
    return new ServerLookup(dns, names, LIMIT).lookUp(destination, DanePolicy.of(mode));
  }

  static ServerRecords reachable(FakeDns dns, Server destination, Mode mode) {
    return assertDoesNotThrow(() -> lookUp(dns, destination, mode)).get();
  }

  static Refusal refusal(FakeDns dns, Server destination, Mode mode) {
    return assertDoesNotThrow(() -> lookUp(dns, destination, mode)).refusal().orElseThrow();
  }

  static TlsaAnswer answer(ServerRecords found) {
    assertNotNull(found.tlsa());
    return found.tlsa().answer();
  }

  /** The TLSA queries that there were, in this order. */
  static void asked(FakeDns dns, String... names) {
    assertEquals(List.of(names), dns.queries(FakeDns.Type.TLSA));
  }

  static List<Identifier> names(String... hosts) {
    return Arrays.stream(hosts).map(Host::of).map(Host::identifier).toList();
  }
}
