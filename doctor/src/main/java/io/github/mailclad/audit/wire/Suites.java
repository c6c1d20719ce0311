package io.github.mailclad.audit.wire;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cipher suites, key exchange groups and signature schemes by their registered numbers. */
public final class Suites {
  /** The suites that RFC 9325, section 4.2 recommends for TLS 1.2. */
  public static final List<Integer> RECOMMENDED = List.of(0xc02b, 0xc02f, 0xc02c, 0xc030);

  /** ECDHE and AEAD for TLS 1.2 with an RSA certificate. */
  public static final List<Integer> WITH_RSA = List.of(0xc02f, 0xc030, 0xcca8, 0xc027, 0xc013);

  /** ECDHE and AEAD for TLS 1.2 with an ECDSA certificate. */
  public static final List<Integer> WITH_ECDSA = List.of(0xc02b, 0xc02c, 0xcca9, 0xc023, 0xc009);

  /** The suites of TLS 1.3. */
  public static final List<Integer> TLS_1_3 = List.of(0x1301, 0x1302, 0x1303);

  /** Key exchange by static RSA, which has no forward secrecy (RFC 9325, section 4.1). */
  public static final List<Integer> STATIC_RSA =
      List.of(0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0xc09c, 0xc09d, 0x0041, 0x0084);

  /** Key exchange by DHE with finite fields. */
  public static final List<Integer> FINITE_FIELD =
      List.of(0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, 0x0033, 0x0039, 0x0045, 0x0088);

  /** ECDHE with block ciphers in CBC mode. */
  public static final List<Integer> CBC =
      List.of(0xc023, 0xc024, 0xc027, 0xc028, 0xc009, 0xc00a, 0xc013, 0xc014);

  /** Suites without encryption or authentication, of export strength, or with RC4, DES or 3DES. */
  public static final List<Integer> BROKEN =
      Stream.of(
              // NULL
              IntStream.of(0x0001, 0x0002, 0x003b, 0xc006, 0xc010, 0xc001, 0xc00b, 0xc015),
              // anonymous
              IntStream.of(
                  0x0018, 0x001a, 0x001b, 0x0034, 0x003a, 0x006c, 0x006d, 0x00a6, 0x00a7, 0xc016,
                  0xc017, 0xc018, 0xc019),
              // export
              IntStream.of(0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014, 0x0017, 0x0019),
              // RC4
              IntStream.of(0x0004, 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011),
              // DES and 3DES
              IntStream.of(
                  0x0009, 0x000a, 0x000c, 0x000d, 0x000f, 0x0010, 0x0012, 0x0013, 0x0015, 0x0016,
                  0xc003, 0xc008, 0xc00d, 0xc012))
          .flatMap(IntStream::boxed)
          .toList();

  /** All suites that a client from before TLS 1.2 may have. */
  public static final List<Integer> OLD =
      Stream.of(
              List.of(0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0033, 0x0035, 0x002f),
              List.of(0xc008, 0xc012, 0x0016, 0x000a, 0x0005, 0x0004))
          .flatMap(List::stream)
          .toList();

  /** The groups of the platform, without post-quantum ones. */
  public static final List<Integer> CLASSIC_GROUPS =
      List.of(0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101);

  /** The hybrid groups with ML-KEM. */
  public static final List<Integer> HYBRID_GROUPS = List.of(0x11ec, 0x11eb, 0x11ed);

  /** Signature schemes, SHA-1 included, so that a server that uses it is seen. */
  public static final List<Integer> SCHEMES =
      List.of(
          0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0807, 0x0203,
          0x0201);

  /** Signature schemes with SHA-1 alone. */
  public static final List<Integer> SHA_1_SCHEMES = List.of(0x0203, 0x0201);

  private static final Map<Integer, String> NAMES = names();

  private Suites() {}

  /** Returns the registered name of a cipher suite, or its number as {@code 0xC02F}. */
  public static String name(int suite) {
    return NAMES.getOrDefault(suite, "0x%04X".formatted(suite));
  }

  /** Returns the registered name of a group, or its number. */
  public static String group(int group) {
    return switch (group) {
      case 0x0017 -> "secp256r1";
      case 0x0018 -> "secp384r1";
      case 0x0019 -> "secp521r1";
      case 0x001d -> "x25519";
      case 0x001e -> "x448";
      case 0x0100 -> "ffdhe2048";
      case 0x0101 -> "ffdhe3072";
      case 0x11eb -> "SecP256r1MLKEM768";
      case 0x11ec -> "X25519MLKEM768";
      case 0x11ed -> "SecP384r1MLKEM1024";
      default -> "group 0x%04x".formatted(group);
    };
  }

  /** Returns the name of a version, for example {@code TLS 1.2}. */
  public static String version(int version) {
    return switch (version) {
      case ClientOffer.SSL_3 -> "SSL 3";
      case ClientOffer.TLS_1_0 -> "TLS 1.0";
      case ClientOffer.TLS_1_1 -> "TLS 1.1";
      case ClientOffer.TLS_1_2 -> "TLS 1.2";
      case ClientOffer.TLS_1_3 -> "TLS 1.3";
      default -> "version 0x%04x".formatted(version);
    };
  }

  /** Returns whether a suite before TLS 1.3 exchanges keys by ECDHE. */
  static boolean isEphemeralCurve(int suite) {
    return suite == 0xcca8 || suite == 0xcca9 || name(suite).startsWith("TLS_ECDH");
  }

  /** Returns whether a suite before TLS 1.3 exchanges keys by DHE with a finite field. */
  public static boolean isFiniteField(int suite) {
    return name(suite).startsWith("TLS_DH");
  }

  private static Map<Integer, String> names() {
    Map<Integer, String> names = new TreeMap<>();
    for (String line : SuiteNames.LINES.split("\n", -1)) {
      String[] field = line.split(" ", -1);
      names.put(Integer.parseInt(field[0], 16), "TLS_" + field[1]);
    }
    return Map.copyOf(names);
  }
}
