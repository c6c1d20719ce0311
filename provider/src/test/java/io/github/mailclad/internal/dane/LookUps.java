package io.github.mailclad.internal.dane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What the tests of look-ups have in common: one host, one domain that led there, one way to ask.
 */
final class LookUps {
  static final String HOST = "mail.example.net";
  static final String TLSA = "_993._tcp.mail.example.net";
  static final String RECORD = "3 1 1 " + "ab".repeat(32);
  static final String UNUSABLE = "9 1 1 " + "ab".repeat(32);
  static final Destination NAMED = named(HOST);
  static final Destination SIGNED = discovered(DnssecStatus.SECURE);
  static final Destination UNSIGNED = discovered(DnssecStatus.INSECURE);

  /** Long enough for a test that is answered at once, on any machine. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private LookUps() {}

  static Destination named(String host) {
    return new Destination(Host.of(host), 993, new Destination.Origin.Named());
  }

  /** The host as SRV records of {@code example.org} with that status name it. */
  static Destination discovered(DnssecStatus srv) {
    return new Destination(
        Host.of(HOST), 993, new Destination.Origin.Discovered("example.org", srv));
  }

  /** The host has an address with that status, and what is not known is absent with it. */
  static FakeDns zone(DnssecStatus status) {
    return new FakeDns().absencesAre(status).addresses(status, HOST, "192.0.2.1");
  }

  static Found lookUp(FakeDns dns, Destination destination, Mode mode) {
    return lookUp(dns, HostNames.OF_DNS, destination, mode);
  }

  static Found lookUp(FakeDns dns, HostNames names, Destination destination, Mode mode) {
    return new ServerLookup(dns, names, LIMIT).lookUp(destination, DanePolicy.of(mode));
  }

  static Found.Reachable reachable(FakeDns dns, Destination destination, Mode mode) {
    return assertInstanceOf(Found.Reachable.class, lookUp(dns, destination, mode));
  }

  static Refusal refusal(FakeDns dns, Destination destination, Mode mode) {
    return assertInstanceOf(Found.Unreachable.class, lookUp(dns, destination, mode)).refusal();
  }

  static TlsaAnswer answer(Found.Reachable found) {
    TlsaAnswer answer = found.answer();
    assertNotNull(answer);
    return answer;
  }

  /** The TLSA queries that there were, in this order. */
  static void asked(FakeDns dns, String... names) {
    assertEquals(List.of(names), dns.queries(FakeDns.Type.TLSA));
  }

  static List<Identifier> names(String... hosts) {
    return Arrays.stream(hosts).map(Host::of).map(Host::identifier).toList();
  }
}
