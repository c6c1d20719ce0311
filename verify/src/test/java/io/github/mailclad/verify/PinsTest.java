package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.Pin;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.PathRefusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pins narrow: they never accept what would be refused without them. */
class PinsTest {
  private final Issued root = Verdicts.authority("Root").selfSigned();
  private final Issued intermediate = Verdicts.authority("Intermediate").issuedBy(root);
  private final Issued server = Verdicts.server().issuedBy(intermediate);
  private final Issued stranger = Verdicts.authority("Stranger").selfSigned();

  private Verification verify(Issued presented, Issued... pinned) {
    return Verdicts.trusting(root)
        .expecting(List.of(Verdicts.NAME))
        .withPins(List.of(pinned).stream().map(p -> Pin.of(p.certificate())).toList())
        .verify(presented.chain(), Verdicts.NOW);
  }

  @Test
  void anyKeyOfThePathMayBePinned() {
    for (Issued pinned : List.of(server, intermediate, root)) {
      Verdicts.accepted(verify(server, pinned));
      Verdicts.accepted(verify(server, stranger, pinned));
    }
  }

  @Test
  void noPinMeansNoSuchRequirement() {
    Verdicts.accepted(verify(server));
  }

  @Test
  void aPathWithoutAPinnedKeyIsRefused() {
    PathRefusal.PinMismatch refusal =
        (PathRefusal.PinMismatch) Verdicts.refusal(verify(server, stranger));

    assertEquals(List.of(Pin.of(stranger.certificate())), refusal.pinned());
    assertEquals(
        List.of(server, intermediate, root).stream().map(i -> Pin.of(i.certificate())).toList(),
        refusal.presented());
  }

  @Test
  void aKeyThatIsPresentedBesideThePathDoesNotCount() {
    Issued withExtra =
        server.presenting(server.certificate(), intermediate.certificate(), stranger.certificate());

    assertEquals("pin-mismatch", Verdicts.refusal(verify(withExtra, stranger)).code());
  }

  @Test
  void aPinSurvivesARenewalWithTheSameKey() {
    Issued renewed = Verdicts.server().keyOf(server).issuedBy(root);

    Verdicts.accepted(verify(renewed, server));
  }

  @Test
  void aPinNeverRescuesWhatIsNotTrustedOrNotNamed() {
    Issued untrusted = Verdicts.server().issuedBy(stranger);
    Issued other =
        Verdicts.server()
            .keyOf(server)
            .rawSan(new byte[] {48, 3, (byte) 0x82, 1, 'x'})
            .issuedBy(root);

    assertEquals("untrusted-issuer", Verdicts.refusal(verify(untrusted, untrusted)).code());
    assertEquals("identity-mismatch", Verdicts.refusal(verify(other, server)).code());
  }

  @Test
  void aPinIsTheBase64OfThirtyTwoOctets() {
    String text = Pin.of(server.certificate()).toString();

    assertEquals(Pin.of(server.certificate()), Pin.parse(text));
    for (String bad : List.of("", "sha256/", text.substring(7), "sha1/" + text, text + "AAAA")) {
      assertThrows(IllegalArgumentException.class, () -> Pin.parse(bad), bad);
    }
  }
}
