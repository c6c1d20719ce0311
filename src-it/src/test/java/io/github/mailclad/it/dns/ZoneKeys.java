package io.github.mailclad.it.dns;

import java.util.List;

/** The keys of a signed zone: the arguments of {@code ldns-keygen} for each of them. */
enum ZoneKeys {
  RSASHA1("-k -a RSASHA1 -b 2048"),
  RSASHA1_NSEC3_SHA1("-k -a RSASHA1-NSEC3-SHA1 -b 2048"),
  RSASHA256("-k -a RSASHA256 -b 2048"),
  RSASHA256_OF_1024_BITS("-k -a RSASHA256 -b 1024"),
  RSASHA512("-k -a RSASHA512 -b 2048"),
  ECDSAP256SHA256("-k -a ECDSAP256SHA256 -b 256"),
  ECDSAP384SHA384("-k -a ECDSAP384SHA384 -b 384"),
  ED25519("-k -a ED25519 -b 256"),
  ED448("-k -a ED448 -b 456"),
  /** One for the keys, and one for the zone. */
  SPLIT("-k -a ECDSAP256SHA256 -b 256", "-a ECDSAP256SHA256 -b 256"),
  /** Two algorithms, each of which signs everything. */
  TWO_ALGORITHMS("-k -a ECDSAP256SHA256 -b 256", "-k -a RSASHA256 -b 2048");

  /** One key on a line. */
  private final String keys;

  ZoneKeys(String... keys) {
    this.keys = String.join("\n", keys);
  }

  /** For each key, the options of {@code ldns-keygen}. */
  List<List<String>> options() {
    return keys.lines().map(key -> List.of(key.split(" ", -1))).toList();
  }
}
