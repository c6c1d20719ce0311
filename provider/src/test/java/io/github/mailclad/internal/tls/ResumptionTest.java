package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustRules;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.trust.TrustAnchors;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are resumed inside one trust scope only, and every connection is verified. */
@Timeout(60)
class ResumptionTest {
  private final Room room = new Room();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"X-16", "D-5.4-5", "R9325-3.4-1"},
      heldBy = {"TlsHandshake", "TlsContexts"})
  void aResumedSessionIsVerifiedForTheNewConnection(String version) throws Exception {
    try (TlsFront server = room.server().protocols(version).start()) {
      connectAndTalk(server, room.plan(server));
      connectAndTalk(server, room.plan(server));
      assertEquals(Handshake.FULL, handshake(0));
      assertEquals(Handshake.RESUMED, handshake(1));
      assertEquals(1, server.resumedSessions());

      ConnectionPlan elsewhere =
          room.plan(server, room.policy().build(), "nowhere.example", "account");
      assertEquals("identity-mismatch", refusal(server, elsewhere));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(value = "X-16", heldBy = "TlsHandshake")
  void aResumedSessionDoesNotOutliveItsCertificate(String version) throws Exception {
    try (TlsFront server = room.server().protocols(version).start()) {
      connectAndTalk(server, room.plan(server));
      room.clock.advance(Duration.ofDays(365));

      assertEquals("certificate-expired", refusal(server, room.plan(server)));
    }
  }

  @Test
  @Requirement(
      value = {"D-5.4-5", "D-2-1"},
      heldBy = "TlsContexts")
  void anotherAccountResumesNothing() throws Exception {
    try (TlsFront server = room.server().start()) {
      connectAndTalk(server, room.plan(server));
      connectAndTalk(server, room.plan(server, room.policy().build(), "localhost", "another"));

      assertEquals(Handshake.FULL, handshake(1));
      assertEquals(0, server.resumedSessions());
    }
  }

  @Test
  @Requirement(
      value = {"D-5.4-5", "R9325-3.4-1"},
      heldBy = "TlsContexts")
  void everythingThatAVerdictDependsOnIsAScopeOfItsOwn() throws Exception {
    try (TlsFront server = room.server().start()) {
      TlsContexts contexts = new TlsContexts();
      TrustAnchors anchors = TrustAnchors.of(List.of(room.root.certificate()));
      TrustAnchors others =
          TrustAnchors.of(List.of(CertificateBuilder.root("Other").certificate()));
      SecurityPolicy policy = room.policy().build();
      TlsContexts.TlsContext first =
          contexts.contextFor(room.plan(server, policy, "localhost", "a"), anchors, null);

      assertSame(
          first,
          contexts.contextFor(room.plan(server, policy, "other.example", "a"), anchors, null));
      assertNotSame(
          first, contexts.contextFor(room.plan(server, policy, "localhost", "b"), anchors, null));
      assertNotSame(
          first, contexts.contextFor(room.plan(server, policy, "localhost", "a"), others, null));
      for (Map.Entry<String, UnaryOperator<SecurityPolicy.Builder>> change : changes().entrySet()) {
        SecurityPolicy changed = change.getValue().apply(room.policy()).build();
        assertNotSame(
            first,
            contexts.contextFor(room.plan(server, changed, "localhost", "a"), anchors, null),
            change.getKey());
      }
    }
  }

  @Test
  void everyRuleOfThePolicyThatAVerdictDependsOnIsChangedAbove() {
    assertEquals(
        Stream.of(TlsRules.class, TrustRules.class)
            .flatMap(group -> Stream.of(group.getRecordComponents()))
            .map(RecordComponent::getName)
            .collect(Collectors.toSet()),
        changes().keySet());
  }

  /** A change of each component of the rule groups. */
  private Map<String, UnaryOperator<SecurityPolicy.Builder>> changes() {
    return Map.of(
        "versions", policy -> policy.versions(Set.of(TlsVersion.TLS_1_3)),
        "cipherSuites", policy -> policy.cipherSuites(TlsRules.CIPHER_SUITES.subList(0, 2)),
        "keyExchange", policy -> policy.keyExchange(KeyExchange.POST_QUANTUM),
        "provider", policy -> policy.tlsProvider(TlsProvider.CONSCRYPT),
        "requiredSafeguards",
            policy -> policy.requiredSafeguards(EnumSet.allOf(TlsSafeguard.class)),
        "anchors", policy -> policy.anchors(new AnchorSource.PlatformAnchors()),
        "pins", policy -> policy.pins(Set.of(Pin.of(room.certificate.certificate()))),
        "accountPin",
            policy -> policy.dangerouslyAccepting(AccountPin.of(room.certificate.certificate())),
        "revocation",
            policy ->
                policy.revocation(
                    new RevocationPolicy(
                        RevocationPolicy.Requirement.HARD,
                        new RevocationPolicy.NoCrls(),
                        RevocationPolicy.Fetch.NEVER,
                        Duration.ofSeconds(5))),
        "dane", policy -> policy.dane(DanePolicy.of(DanePolicy.Mode.REQUIRE)));
  }

  private Handshake handshake(int connection) {
    return ((Authenticated) room.secured.get(connection)).tls().handshake();
  }

  private void connectAndTalk(TlsFront server, ConnectionPlan plan) throws Exception {
    try (SecuredSocket socket = room.connect(server, plan)) {
      Room.talk(socket);
    }
  }

  private String refusal(TlsFront server, ConnectionPlan plan) throws Exception {
    try (SecuredSocket socket = room.connect(server, plan)) {
      return assertThrows(RefusedException.class, socket::startHandshake).refusal().code();
    }
  }
}
