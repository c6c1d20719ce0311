package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of safeguards that the Java platform does not let a library enforce for one connection.
 * They are read from the ServerHello, reported, and refused if the account says so.
 */
class SafeguardsIT {
  private final World world = new World();

  /** A TLS 1.2 server and its missing safeguards. */
  record Old(String protocol, LegacyTls tls, Set<TlsSafeguard> missing) {
    @Override
    public String toString() {
      return protocol + " without " + missing;
    }
  }

  static Stream<Old> servers() {
    return Stream.of("imaps", "pop3s", "smtps", "imap")
        .flatMap(
            protocol ->
                Stream.of(
                    new Old(protocol, LegacyTls.tls12(), Set.of()),
                    new Old(
                        protocol,
                        LegacyTls.tls12().withoutExtendedMasterSecret(),
                        Set.of(TlsSafeguard.EXTENDED_MASTER_SECRET)),
                    new Old(
                        protocol,
                        LegacyTls.tls12().withoutRenegotiationInfo(),
                        Set.of(TlsSafeguard.SECURE_RENEGOTIATION))));
  }

  private TlsFront start(Old old) {
    TlsFront.Builder server = world.server(old.protocol()).legacy(old.tls());
    return old.protocol().equals("imap")
        ? server.mischief(Mischief.EXPECT_STARTTLS).start()
        : server.start();
  }

  private Duel duel(Old old, TlsFront server) {
    Duel duel = Duel.of(world, old.protocol(), server);
    return old.protocol().equals("imap") ? duel.with("security.tls-start", "starttls") : duel;
  }

  @ParameterizedTest
  @MethodSource("servers")
  @Requirement(
      value = {"R9325-3.5-1", "R9325-3.5-2"},
      heldBy = {"ServerHello", "NegotiatedTls"})
  void whatAServerLeavesOutIsTold(Old old) throws Exception {
    try (TlsFront server = start(old);
        Service service = world.connect(old.protocol(), duel(old, server).properties())) {
      ConnectionSecurity.Authenticated got =
          assertInstanceOf(
              ConnectionSecurity.Authenticated.class,
              ((SecuredService) service).connectionSecurity().orElseThrow());
      assertEquals(old.missing(), got.tls().missing());
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  @Requirement(
      value = {"R9325-3.5-1", "R9325-3.5-2"},
      heldBy = {"TlsHandshake", "SecurityPolicy"})
  void whoRequiresTheSafeguardsConnectsOnlyWithThem(Old old) throws Exception {
    try (TlsFront server = start(old)) {
      Duel duel = duel(old, server).with("security.tls12-safeguards", "required");
      if (old.missing().isEmpty()) {
        assertNull(duel.mailclad());
      } else {
        Refusals.refused("tls-safeguard-missing", world, duel.mailclad());
        assertEquals(List.of(), OnTheWire.secrets(world, server));
        assertEquals("", new String(server.recorder().clientPlain(), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
