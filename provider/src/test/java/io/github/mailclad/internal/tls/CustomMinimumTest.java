package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.Minimum.Demand;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.discovery.Server;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that misses what an account demands is refused, and would not be confidential. */
@Timeout(60)
class CustomMinimumTest {
  private static final List<Identifier> SERVER = List.of(Host.of("localhost").identifier());

  private final Room room = new Room();

  @ParameterizedTest
  @EnumSource(Demand.class)
  @Requirement(
      value = {"D-5-6", "D-5-8", "D-5.2-6"},
      heldBy = {"TlsHandshake", "PeerVerifier", "Minimum", "SecurityIndicator"})
  void whoMissesACustomMinimumIsRefusedAndNotConfidential(Demand demand) throws Exception {
    SecurityPolicy demanding = demanding(demand);
    Minimum minimum = Minimum.of(demanding);
    // a server with a good certificate, no TLSA records and no source of revocation
    try (TlsFront server = room.server().protocols(versions(demand)).start()) {
      ConnectionSecurity got;
      try (SecuredSocket socket = room.connect(server, plan(server, room.policy().build()))) {
        Room.talk(socket);
        got = socket.security().orElseThrow();
      }
      assertEquals(
          SecurityIndicator.CONFIDENTIAL,
          SecurityIndicator.of(got, Minimum.of(room.policy().build())));
      assertEquals(SecurityIndicator.NOT_CONFIDENTIAL, SecurityIndicator.of(got, minimum));

      int heard = server.recorder().clientPlain().length;
      RefusedException refused =
          assertThrows(
              RefusedException.class,
              () -> {
                try (SecuredSocket socket = room.connect(server, plan(server, demanding))) {
                  socket.getOutputStream();
                }
              });
      assertEquals(code(demand), refused.refusal().code());
      assertEquals(1, room.secured.size());
      server.recorder().awaitEnds(Duration.ofSeconds(10));
      assertEquals(heard, server.recorder().clientPlain().length);
    }
  }

  private SecurityPolicy demanding(Demand demand) {
    SecurityPolicy.Builder policy = room.policy();
    return switch (demand) {
      case TLS_1_3 -> policy.versions(Set.of(TlsVersion.TLS_1_3)).build();
      case DANE -> policy.dane(DanePolicy.of(DanePolicy.Mode.REQUIRE)).build();
      case REVOCATION_CHECKED ->
          policy
              .revocation(
                  new RevocationPolicy(
                      RevocationPolicy.Requirement.HARD,
                      new RevocationPolicy.NoCrls(),
                      RevocationPolicy.Fetch.NEVER,
                      Duration.ofSeconds(5)))
              .build();
      case POST_QUANTUM_KEY_EXCHANGE -> policy.keyExchange(KeyExchange.POST_QUANTUM).build();
    };
  }

  /** The other demands are missed by TLS 1.3 too. */
  private static String versions(Demand demand) {
    return demand == Demand.TLS_1_3 ? "TLSv1.2" : "TLSv1.3";
  }

  private static String code(Demand demand) {
    return switch (demand) {
      case TLS_1_3 -> "tls-alert";
      case DANE -> "dane-absent";
      case REVOCATION_CHECKED -> "revocation-unknown";
      case POST_QUANTUM_KEY_EXCHANGE -> "key-exchange-refused";
    };
  }

  private ConnectionPlan plan(TlsFront server, SecurityPolicy policy) {
    DanePolicy dane =
        policy.trust().dane() == null
            ? DanePolicy.of(DanePolicy.Mode.PREFER)
            : policy.trust().dane();
    TlsaAnswer none = TlsaAnswer.secure("_" + server.port() + "._tcp.localhost", List.of());
    return new ConnectionPlan(
        "imaps",
        Server.named(
            MailService.IMAPS,
            new Endpoint(Host.of("localhost"), server.port(), Endpoint.Provenance.CONFIGURED)),
        SERVER,
        policy,
        "account",
        null,
        new ServerRecords(
            List.of(),
            HostNames.OF_DNS,
            Host.of("localhost"),
            new ServerRecords.Tlsa(none, dane, SERVER)));
  }
}
