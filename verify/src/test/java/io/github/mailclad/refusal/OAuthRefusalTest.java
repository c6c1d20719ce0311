package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.refusal.HandshakeRefusal.KeyExchangeRefused;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnverified;
import java.util.List;
import org.junit.jupiter.api.Test;

class OAuthRefusalTest {
  private static TokenServerUnverified unverified(Refusal reason) {
    return new TokenServerUnverified(PeerText.of("https://login.example.org/token"), reason);
  }

  @Test
  void theRemedyForAKeyExchangeNamesItsSetting() {
    for (List<String> platform : List.of(List.<String>of(), List.of("x25519", "secp256r1"))) {
      Refusal refusal = unverified(new KeyExchangeRefused(null, platform));
      assertEquals("oauth-server-unverified", refusal.code());
      assertTrue(
          refusal.remedy().contains("mail.<protocol>.security.key-exchange=any"), refusal::remedy);
      assertFalse(refusal.remedy().contains("address"), refusal::remedy);
    }
  }

  @Test
  void theRemedyForAnyOtherReasonNamesTheAddressAndTheAnchors() {
    Refusal refusal =
        unverified(new HandshakeRefusal.CipherSuiteRefused(PeerText.of("TLS_RSA_WITH_NULL_SHA")));
    assertTrue(
        refusal.remedy().contains("mail.<protocol>.security.oauth-trust-anchors"), refusal::remedy);
    assertFalse(refusal.remedy().contains("key-exchange"), refusal::remedy);
  }
}
