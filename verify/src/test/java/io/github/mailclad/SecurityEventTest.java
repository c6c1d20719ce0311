package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that programs can distinguish events by their codes. */
class SecurityEventTest {
  private static final String ALICE = "alice@example.org";
  private static final Endpoint SERVER =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);
  private static final Refusal REFUSAL = new TlsStartRefusal.StarttlsInjection();
  private static final AccountPin PIN =
      AccountPin.parse("certificate-sha256/" + "A".repeat(43) + "=");
  private static final MailService IMAPS = MailService.IMAPS;

  private static final List<SecurityEvent> EVENTS =
      List.of(
          new SecurityEvent.CleartextWarning(ALICE, IMAPS, SERVER),
          new SecurityEvent.MinimumDisabled(ALICE),
          new SecurityEvent.TlsDisappeared(ALICE, IMAPS, SERVER, Instant.EPOCH),
          new SecurityEvent.ValidationRegressed(ALICE, IMAPS, SERVER, Instant.EPOCH, REFUSAL),
          new SecurityEvent.PolicyRaised(ALICE, 1, 2),
          new SecurityEvent.ProfileObjection(ALICE, IMAPS, SERVER, REFUSAL),
          new SecurityEvent.TlsUpgradeAvailable(ALICE, IMAPS, SERVER),
          new SecurityEvent.TlsSeenButNotValid(ALICE, IMAPS, SERVER, REFUSAL),
          new SecurityEvent.PinOffered(ALICE, IMAPS, SERVER, PIN, REFUSAL),
          new SecurityEvent.PinUsed(ALICE, IMAPS, SERVER, PIN),
          new SecurityEvent.PinObsolete(ALICE, IMAPS, SERVER, PIN),
          new SecurityEvent.PinRemoved(ALICE, IMAPS, SERVER, PIN),
          new SecurityEvent.CertificateExpires(ALICE, IMAPS, SERVER, Instant.EPOCH, 3));

  @Test
  void codesNeverChange() {
    assertEquals(
        List.of(
            "cleartext-warning",
            "minimum-disabled",
            "tls-disappeared",
            "validation-regressed",
            "policy-raised",
            "profile-would-refuse",
            "tls-upgrade-available",
            "tls-seen-but-not-valid",
            "pin-offered",
            "pin-used",
            "pin-obsolete",
            "pin-removed",
            "certificate-expires"),
        EVENTS.stream().map(SecurityEvent::code).toList());
    assertEquals(
        List.of(
            "drift-host-changed",
            "drift-port-changed",
            "drift-tls-upgrade-published",
            "drift-tls-downgrade-advertised",
            "drift-service-withdrawn",
            "drift-dnssec-lost",
            "drift-dnssec-bogus",
            "drift-tlsa-changed",
            "drift-tlsa-removed",
            "drift-cert-key-changed",
            "drift-issuer-changed"),
        Arrays.stream(Drift.Change.values())
            .map(change -> new Drift(ALICE, IMAPS, change, "a", "b").code())
            .toList());
  }

  @Test
  void everyEventIsAmongThem() {
    Set<Class<?>> seen =
        Stream.concat(
                EVENTS.stream().<Class<?>>map(SecurityEvent::getClass), Stream.of(Drift.class))
            .collect(Collectors.toSet());
    assertEquals(Set.of(SecurityEvent.class.getPermittedSubclasses()), seen);
  }
}
