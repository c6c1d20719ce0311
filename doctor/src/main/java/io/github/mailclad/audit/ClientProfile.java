package io.github.mailclad.audit;

import io.github.mailclad.audit.wire.ClientOffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Java client of a certain age, by what it offers in TLS without settings of its own. The tables
 * of JDK 17 and 25 were taken from ClientHellos of these platforms. JDK 8 stands for updates 292 to
 * 340, without TLS 1.3. JDK 8 and 11 count as clients without ChaCha20 and x25519, which late
 * updates of them may have.
 */
public enum ClientProfile {
  JDK8(
      List.of(ClientOffer.TLS_1_2),
      false,
      "the JDK verifies the host name only where a program asks for it"),
  JDK11(List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2), false, "as JDK 17"),
  JDK17(List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2), true, "offers no TLS below 1.2"),
  JDK25(
      List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2),
      true,
      "offers no key exchange by static RSA"),
  /** Angus without settings, on JDK 17. */
  ANGUS_DEFAULTS(
      List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2),
      true,
      "on imap, pop3 and smtp it does not start TLS at all, and sends the password in the clear");

  private static final List<Integer> TLS_1_3 = List.of(0x1302, 0x1301, 0x1303);

  private static final List<Integer> ECDHE =
      List.of(
          0xc02c, 0xc02b, 0xcca9, 0xc030, 0xcca8, 0xc02f, 0x009f, 0xccaa, 0x009e, 0xc024, 0xc028,
          0xc023, 0xc027, 0x006b, 0x0067, 0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0033);

  private static final List<Integer> STATIC =
      List.of(0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f);

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> versions;

  private final boolean hasCurve25519;
  private final String remark;

  ClientProfile(List<Integer> versions, boolean hasCurve25519, String remark) {
    this.versions = versions;
    this.hasCurve25519 = hasCurve25519;
    this.remark = remark;
  }

  /** Returns the client of that label; empty for another text. */
  public static Optional<ClientProfile> named(String label) {
    return Stream.of(values())
        .filter(client -> client.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Returns for example {@code jdk17} or {@code angus-defaults}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what else to know about this client, in a sentence without a full stop. */
  public String remark() {
    return remark;
  }

  /** Returns the ClientHello of this client. */
  public ClientOffer offer(@Nullable String serverName) {
    Stream<Integer> newest =
        versions.contains(ClientOffer.TLS_1_3) ? TLS_1_3.stream().filter(this::knows) : Stream.of();
    List<Integer> suites =
        Stream.concat(
                Stream.concat(newest, ECDHE.stream().filter(this::knows)),
                this == JDK25 ? Stream.of() : STATIC.stream())
            .toList();
    List<Integer> groups =
        hasCurve25519
            ? List.of(0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101)
            : List.of(0x0017, 0x0018, 0x0019, 0x0100, 0x0101);
    return new ClientOffer(
        versions,
        suites,
        groups,
        List.of(0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601),
        List.of(),
        serverName);
  }

  private boolean knows(int suite) {
    return hasCurve25519 || ((suite & 0xff00) != 0xcc00 && suite != 0x1303);
  }
}
