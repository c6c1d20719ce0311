package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Minimum.Demand;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MinimumTest {
  private static final Issued ROOT = CertificateBuilder.root("Root");
  private static final Endpoint ENDPOINT =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);
  private static final NegotiatedTls BEST =
      new NegotiatedTls(
          TlsVersion.TLS_1_3,
          "TLS_AES_128_GCM_SHA256",
          "X25519MLKEM768",
          Handshake.FULL,
          Set.of(),
          null);

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ENCRYPTED"})
  @Requirement(
      value = {"D-5.2-3", "B-2-8"},
      heldBy = "Minimum")
  void thereAreNoDemandsWithoutAVerifiedServer(ConfidentialityLevel level) {
    for (Demand demand : Demand.values()) {
      assertThrows(IllegalArgumentException.class, () -> new Minimum(level, Set.of(demand)));
    }
    assertEquals(Set.of(), new Minimum(level, Set.of()).demands());
  }

  @Test
  @Requirement(
      value = {"D-5.2-3", "B-2-8"},
      heldBy = {"Minimum", "SecurityPolicy"})
  void theMinimumOfANewAccountIsAVerifiedServerOverTls12() {
    SecurityPolicy policy = SecurityPolicy.builder().build();

    assertEquals(new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of()), Minimum.of(policy));
    assertEquals(EnumSet.allOf(TlsVersion.class), policy.tls().versions());
  }

  @Test
  @Requirement(value = "D-5-6", heldBy = "Minimum")
  void eachPartOfAPolicyThatRaisesTheMinimumIsADemand() {
    RevocationPolicy hard =
        new RevocationPolicy(
            RevocationPolicy.Requirement.HARD,
            new RevocationPolicy.NoCrls(),
            RevocationPolicy.Fetch.NEVER,
            Duration.ofSeconds(5));

    assertEquals(
        Set.of(Demand.TLS_1_3),
        demands(SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_3))));
    assertEquals(Set.of(), demands(SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_2))));
    for (DanePolicy.Mode mode : DanePolicy.Mode.values()) {
      assertEquals(
          mode == DanePolicy.Mode.REQUIRE ? Set.of(Demand.DANE) : Set.of(),
          demands(SecurityPolicy.builder().dane(DanePolicy.of(mode))));
    }
    assertEquals(
        Set.of(Demand.REVOCATION_CHECKED), demands(SecurityPolicy.builder().revocation(hard)));
    assertEquals(
        Set.of(Demand.POST_QUANTUM_KEY_EXCHANGE, Demand.TLS_1_3),
        demands(SecurityPolicy.builder().keyExchange(KeyExchange.POST_QUANTUM)));
    assertEquals(
        EnumSet.allOf(Demand.class),
        demands(
            SecurityPolicy.builder()
                .keyExchange(KeyExchange.POST_QUANTUM)
                .dane(DanePolicy.of(DanePolicy.Mode.REQUIRE))
                .revocation(hard)));
  }

  private static Set<Demand> demands(SecurityPolicy.Builder policy) {
    return Minimum.of(policy.build()).demands();
  }

  @Test
  void aLoweredMinimumDemandsNothing() {
    SecurityPolicy.Builder strict = SecurityPolicy.builder().keyExchange(KeyExchange.POST_QUANTUM);

    assertEquals(
        new Minimum(ConfidentialityLevel.ENCRYPTED, Set.of()),
        Minimum.of(strict.dangerouslyAccepting(AccountPin.of(ROOT.certificate())).build()));
    assertEquals(
        new Minimum(ConfidentialityLevel.NONE, Set.of()),
        Minimum.of(strict.dangerouslyWithoutMinimum().build()));
  }

  @Test
  @Requirement(value = "D-5-6", heldBy = "SecurityPolicy")
  void aPostQuantumPolicyOffersTls13Only() {
    assertEquals(
        Set.of(TlsVersion.TLS_1_3),
        SecurityPolicy.builder().keyExchange(KeyExchange.POST_QUANTUM).build().tls().versions());
    SecurityPolicy.Builder old = SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_2));
    assertThrows(
        IllegalArgumentException.class, () -> old.keyExchange(KeyExchange.POST_QUANTUM).build());
  }

  @Test
  void shortfallsNameTheLevelFirst() {
    Minimum everything =
        new Minimum(ConfidentialityLevel.AUTHENTICATED, EnumSet.allOf(Demand.class));
    ConnectionSecurity pkix =
        new ConnectionSecurity.Authenticated(
            MailService.IMAPS,
            ENDPOINT,
            new NegotiatedTls(TlsVersion.TLS_1_2, "suite", null, Handshake.FULL, Set.of(), null),
            null,
            new TrustEvidence.Pkix(List.of(ROOT.certificate()), ROOT.certificate()));
    List<String> demands =
        List.of(
            "TLS 1.3",
            "a Secure TLSA record that authenticates the server (DANE)",
            "proof that no certificate of the server's path is revoked",
            "a post-quantum key exchange");

    assertEquals(demands, everything.shortfalls(pkix));
    assertEquals(
        List.of(), new Minimum(ConfidentialityLevel.NONE, Set.of()).shortfalls(unauthenticated()));
    List<String> unverified = everything.shortfalls(unauthenticated());
    assertEquals("a verified server, over TLS 1.2 or newer", unverified.get(0));
    assertEquals(demands, unverified.subList(1, 5), "even though TLS 1.3 was agreed on");
    assertEquals(
        List.of("TLS 1.2 or newer"),
        new Minimum(ConfidentialityLevel.ENCRYPTED, Set.of())
            .shortfalls(new ConnectionSecurity.Unjudged(MailService.IMAP, ENDPOINT)));
  }

  private static ConnectionSecurity.Unauthenticated unauthenticated() {
    return new ConnectionSecurity.Unauthenticated(
        MailService.IMAPS, ENDPOINT, BEST, new CertificateRefusal.NoCertificate());
  }

  @Test
  void aRefusalWithoutAnEndpointNamesTheProblem() {
    assertEquals(ConfidentialityLevel.ENCRYPTED, unauthenticated().level());
    String text = unauthenticated().toString();
    assertTrue(text.startsWith("ENCRYPTED imaps imap.example.org:993 TLSv1.3"), text);
    assertTrue(text.contains("TLS_AES_128_GCM_SHA256 X25519MLKEM768"), text);
    assertTrue(text.endsWith("[no-certificate]"), text);
  }
}
