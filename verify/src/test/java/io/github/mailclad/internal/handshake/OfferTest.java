package io.github.mailclad.internal.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.KeyExchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferTest {
  @Test
  void hybridGroupsAreOfferedFirstWhereThePlatformHasThem() {
    List<String> plain = List.of("x25519", "secp256r1", "secp384r1");
    List<String> future = List.of("X25519MLKEM768", "x25519", "secp256r1", "x448");

    assertEquals(plain, Offer.groups(KeyExchange.ANY, List.of()));
    assertEquals(plain, Offer.groups(KeyExchange.ANY, List.of("x448", "x25519")));
    assertEquals(
        List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1"),
        Offer.groups(KeyExchange.ANY, future));
    assertEquals(
        List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1"),
        Offer.groups(KeyExchange.POST_QUANTUM, future));
    assertEquals(
        List.of(
            "X25519MLKEM768",
            "SecP256r1MLKEM768",
            "SecP384r1MLKEM1024",
            "x25519",
            "secp256r1",
            "secp384r1"),
        Offer.groups(KeyExchange.POST_QUANTUM, List.of()));
  }
}
