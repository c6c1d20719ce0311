package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Tests of the suspected cause of a certificate that is not valid now: the certificate, or the
 * clock.
 */
class ValidityTest {
  private static final Instant SOON = NOW.plus(Duration.ofDays(30));
  private final Issued root = Lab.root("Root");

  private static Suspect suspect(Issued... presented) {
    Refusal refusal =
        new Validity(NOW, Lab.certificates(presented))
            .defect(presented[0].certificate(), 0)
            .orElseThrow();
    return ((CertificateRefusal.OutsideValidity) refusal).suspect();
  }

  private Issued server(Instant from, Instant to) {
    return Lab.server().validity(from, to).issuedBy(root);
  }

  @Test
  void oneCertificateAloneAccusesNoClock() {
    assertEquals(Suspect.CERTIFICATE, suspect(server(Lab.FROM, NOW.minusSeconds(1))));
    assertEquals(Suspect.CERTIFICATE, suspect(server(SOON, SOON.plusSeconds(1))));
  }

  @Test
  void moreThan30DaysTooEarlyTheClockIsSuspect() {
    assertEquals(Suspect.CERTIFICATE, suspect(server(SOON, SOON.plusSeconds(9))));
    assertEquals(Suspect.CLOCK, suspect(server(SOON.plusSeconds(1), SOON.plusSeconds(9))));
  }

  @Test
  void aClockThatIsWrongForAllThatWasPresentedIsSuspect() {
    Issued early = server(NOW.plusSeconds(1), Lab.TO);
    Issued late = server(Lab.FROM, NOW.minusSeconds(1));
    Issued good = server(NOW, NOW);

    assertEquals(Suspect.CLOCK, suspect(early, early));
    assertEquals(Suspect.CLOCK, suspect(late, late));
    assertEquals(Suspect.CERTIFICATE, suspect(early, good));
    assertEquals(Suspect.CERTIFICATE, suspect(late, good));
    assertEquals(Suspect.CERTIFICATE, suspect(late, early));
    assertTrue(new Validity(NOW, Lab.certificates(good)).defect(good.certificate(), 0).isEmpty());
  }
}
