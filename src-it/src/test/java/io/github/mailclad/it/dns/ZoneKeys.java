package io.github.mailclad.it.dns;

import java.util.List;

/** The keys of a signed zone: what {@code ldns-keygen} is told for each of them. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
enum ZoneKeys {
  RSASHA1(one("RSASHA1", 2048)),
  RSASHA1_NSEC3_SHA1(one("RSASHA1-NSEC3-SHA1", 2048)),
  RSASHA256(one("RSASHA256", 2048)),
  RSASHA256_OF_1024_BITS(one("RSASHA256", 1024)),
  RSASHA512(one("RSASHA512", 2048)),
  ECDSAP256SHA256(one("ECDSAP256SHA256", 256)),
  ECDSAP384SHA384(one("ECDSAP384SHA384", 384)),
  ED25519(one("ED25519", 256)),
  ED448(one("ED448", 456)),
  /** One for the keys, and one for the zone. */
  SPLIT(
      List.of(
          List.of("-k", "-a", "ECDSAP256SHA256", "-b", "256"),
          List.of("-a", "ECDSAP256SHA256", "-b", "256"))),
  /** Two algorithms, each of which signs everything. */
  TWO_ALGORITHMS(
      List.of(
          List.of("-k", "-a", "ECDSAP256SHA256", "-b", "256"),
          List.of("-k", "-a", "RSASHA256", "-b", "2048")));

  private final List<List<String>> options;

  ZoneKeys(List<List<String>> options) {
    this.options = options;
  }

  private static List<List<String>> one(String algorithm, int bits) {
    return List.of(List.of("-k", "-a", algorithm, "-b", Integer.toString(bits)));
  }

  /** For each key, the options of {@code ldns-keygen}. */
  List<List<String>> options() {
    return options;
  }
}
