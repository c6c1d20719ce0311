package io.github.mailclad.internal.connect;

import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.connect.LookUps.HOST;
import static io.github.mailclad.internal.connect.LookUps.NAMED;
import static io.github.mailclad.internal.connect.LookUps.RECORD;
import static io.github.mailclad.internal.connect.LookUps.SIGNED;
import static io.github.mailclad.internal.connect.LookUps.TLSA;
import static io.github.mailclad.internal.connect.LookUps.answer;
import static io.github.mailclad.internal.connect.LookUps.asked;
import static io.github.mailclad.internal.connect.LookUps.lookUp;
import static io.github.mailclad.internal.connect.LookUps.reachable;
import static io.github.mailclad.internal.connect.LookUps.refusal;
import static io.github.mailclad.internal.connect.LookUps.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.dane.TlsaEffect;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of look-ups that fail, that find nothing, or that are only audited. */
class FailedLookupTest {
  @Test
  @Requirement(
      value = {"L9", "N-28"},
      heldBy = "LookupDeadline")
  void anAnswerThatComesTooLateIsIndeterminate() throws NoAddressException {
    Duration limit = Duration.ofMillis(50);
    FakeDns records = zone(SECURE).silent(FakeDns.Type.TLSA, TLSA);
    FakeDns addresses = zone(SECURE).silent(FakeDns.Type.AAAA, HOST);

    assertEquals(
        Optional.of(
            new LookupRefusal.DaneLookupFailed(
                PeerText.of(TLSA), INDETERMINATE, PeerText.of("no answer within 50 ms"))),
        new ServerLookup(records, limit).lookUp(NAMED, DanePolicy.of(Mode.PREFER)).refusal());
    assertEquals(
        Optional.of(
            new LookupRefusal.AddressLookupFailed(
                PeerText.of(HOST), INDETERMINATE, PeerText.of("no answer within 50 ms"))),
        new ServerLookup(addresses, limit).lookUp(NAMED, DanePolicy.of(Mode.PREFER)).refusal());
    asked(addresses);
  }

  @Test
  void aResolverThatBreaksDownAnsweredNothing() throws NoAddressException {
    for (CompletionStage<?> broken :
        List.of(
            CompletableFuture.failedFuture(new IllegalStateException("on purpose")), cancelled())) {
      Outcome<ServerRecords> found =
          new ServerLookup(new Broken(broken), Duration.ofSeconds(20))
              .lookUp(NAMED, DanePolicy.of(Mode.PREFER));
      assertEquals("address-lookup-failed", found.refusal().orElseThrow().code());
    }
  }

  @Test
  void anInterruptedThreadDoesNotWait() {
    FakeDns dns = zone(SECURE).silent(FakeDns.Type.A, HOST);
    Thread.currentThread().interrupt();

    Refusal refusal = refusal(dns, NAMED, Mode.PREFER);

    assertTrue(Thread.interrupted());
    assertEquals("address-lookup-failed", refusal.code());
  }

  @Test
  void aNamedHostThatTheDnsDoesNotKnowIsForThePlatform() {
    for (DnssecStatus status : List.of(SECURE, INSECURE)) {
      FakeDns dns = new FakeDns().absencesAre(status).tlsa(SECURE, TLSA, RECORD);

      ServerRecords found = reachable(dns, NAMED, Mode.PREFER);

      assertEquals(List.of(), found.addresses());
      // in a signed zone, records count wherever the address comes from
      assertEquals(status, answer(found).status());
      assertEquals(status == SECURE ? 1 : 0, answer(found).records().size());
    }
  }

  @Test
  void aDiscoveredHostThatTheDnsDoesNotKnowHasNoAddress() {
    for (Mode mode : Mode.values()) {
      FakeDns dns = new FakeDns().absencesAre(SECURE).tlsa(SECURE, TLSA, RECORD);

      NoAddressException none =
          assertThrows(NoAddressException.class, () -> lookUp(dns, SIGNED, mode));

      assertEquals(HOST, none.getMessage());
      assertEquals(SECURE, none.absence());
      asked(dns);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BOGUS", "INDETERMINATE"})
  @Requirement(value = "N-50", heldBy = "ServerLookup")
  void auditingANamedHostRefusesNothingThatIsAcceptedWithoutDane(DnssecStatus status) {
    FakeDns addresses = zone(SECURE).fails(FakeDns.Type.A, HOST, status, "on purpose");
    FakeDns records = zone(SECURE).fails(FakeDns.Type.TLSA, TLSA, status, "on purpose");

    for (FakeDns dns : List.of(addresses, records)) {
      ServerRecords found = reachable(dns, NAMED, Mode.AUDIT_ONLY);
      TlsaEffect effect = TlsaEffect.of(answer(found), DanePolicy.of(Mode.AUDIT_ONLY));
      assertTrue(
          assertInstanceOf(
                  DaneFinding.Audited.class,
                  assertInstanceOf(TlsaEffect.WithoutEffect.class, effect).finding())
              .verdict()
              .refusal()
              .isPresent());
    }
    assertEquals(List.of(), reachable(addresses, NAMED, Mode.AUDIT_ONLY).addresses());
    // without DANE that one is refused too
    assertEquals("address-lookup-failed", refusal(addresses, SIGNED, Mode.AUDIT_ONLY).code());
  }

  @Test
  void aDestinationIsAHostOrAnAddress() {
    assertEquals(Host.of(HOST), LookUps.named("MAIL.example.net.").endpoint().host());
    for (String host : List.of("", "a b", "-a.example", "1.2.3", "a..b")) {
      assertThrows(IllegalArgumentException.class, () -> LookUps.named(host), host);
    }
    for (int port : new int[] {0, -1, 65536}) {
      assertThrows(IllegalArgumentException.class, () -> LookUps.at(Host.of(HOST), port));
    }
  }

  private static CompletionStage<?> cancelled() {
    CompletableFuture<?> future = new CompletableFuture<>();
    future.cancel(false);
    return future;
  }

  /** A resolver that breaks the promises of the port. */
  private record Broken(CompletionStage<?> stage) implements SecureResolver {
    @SuppressWarnings("unchecked") // never completes with a value
    private <T> CompletionStage<Answer<T>> broken() {
      return (CompletionStage<Answer<T>>) stage;
    }

    @Override
    public CompletionStage<Answer<SrvRecord>> srv(String name) {
      return broken();
    }

    @Override
    public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
      return broken();
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv4(String host) {
      return broken();
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv6(String host) {
      return broken();
    }
  }
}
