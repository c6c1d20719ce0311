package io.github.mailclad.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.LoadedClasses;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.identity.PlainNames.PlainName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link PlainNames} against the strict parser of all forms, which is the reference. */
class PlainNamesTest {

  static Stream<byte[]> extensions() {
    return Stream.<UnaryOperator<CertificateBuilder>>of(
            c -> c.dns("mail.example.net"),
            c -> c.dns("*.example.net", "a".repeat(130) + ".example.net").ip("192.0.2.7"),
            c -> c.ip("2001:db8::1").dns("x".repeat(300)),
            c -> c.dns("").rawIp(new byte[] {1, 2, 3}),
            c -> c.dns("mail.example.net").srv("_imaps.example.net"),
            c -> c.dns("mail.example.net").email("a@example.net"),
            c -> c.rawSan(new byte[] {0x30, 0x00}))
        .map(PlainNamesTest::certificate)
        .map(certificate -> certificate.getExtensionValue(StrictDer.SUBJECT_ALT_NAME));
  }

  @ParameterizedTest
  @MethodSource("extensions")
  void readsWhatTheStrictParserReads(byte[] extension) {
    assertSame(extension);
    for (int at = 0; at < extension.length; at++) {
      assertSame(Arrays.copyOf(extension, at));
      for (int octet = 0; octet < 256; octet++) {
        byte[] changed = extension.clone();
        changed[at] = (byte) octet;
        assertSame(changed);
      }
    }
    for (int more : new int[] {0, 4, 0x30, 0x82}) {
      byte[] longer = Arrays.copyOf(extension, extension.length + 1);
      longer[extension.length] = (byte) more;
      assertSame(longer);
    }
  }

  /** Lengths in more octets than they need, at each of the three places of a length. */
  @Test
  void aLongLengthIsNotPlain() {
    for (String hex :
        List.of(
            "04 81 05 30 03 82 01 61",
            "04 06 30 81 03 82 01 61",
            "04 06 30 04 82 81 01 61",
            "04 08 30 82 00 04 82 02 61 62",
            "04 80 30 03 82 01 61 00 00")) {
      byte[] extension = octets(hex);
      assertSame(extension);
      assertEquals(Optional.empty(), PlainNames.in(extension), hex);
    }
    assertTrue(PlainNames.in(octets("04 05 30 03 82 01 61")).isPresent());
  }

  /** More than 64 KiB are left to the other parser. */
  @Test
  void aHugeExtensionIsNotPlain() {
    X509Certificate certificate = certificate(c -> c.dns("x".repeat(70_000), "mail.example.net"));
    byte[] extension = certificate.getExtensionValue(StrictDer.SUBJECT_ALT_NAME);

    assertEquals(Optional.empty(), PlainNames.in(extension));
    assertEquals(2, reference(extension).orElseThrow().size());
  }

  /** Loading the classes of a parser of all forms takes longer than the rest of a first verdict. */
  @Test
  void plainNamesNeedNoClassOfBouncyCastle(@TempDir Path folder) throws Exception {
    assertFalse(loadsBouncyCastle(folder, c -> c.dns("mail.example.net").ip("192.0.2.7")));
    assertTrue(loadsBouncyCastle(folder, c -> c.dns("mail.example.net").srv("_imaps.example.net")));
  }

  private static boolean loadsBouncyCastle(Path folder, UnaryOperator<CertificateBuilder> names)
      throws Exception {
    Path file = folder.resolve("certificate.der");
    Files.write(file, certificate(names).getEncoded());
    LoadedClasses loaded = LoadedClasses.by(OtherProcess.class, file.toString());
    assertTrue(loaded.output().contains("DNS-ID mail.example.net"), loaded.output());
    return loaded.names().stream().anyMatch(name -> name.startsWith("org.bouncycastle."));
  }

  /** Reads the identifiers of a certificate in a new process. */
  public static final class OtherProcess {
    private OtherProcess() {}

    /** Reads the certificate in a file. */
    public static void main(String[] arguments) throws Exception {
      try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
        X509Certificate certificate =
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        System.out.println(PresentedIdentifiers.of(certificate).shown());
      }
    }
  }

  private static void assertSame(byte[] extension) {
    assertEquals(
        reference(extension),
        PlainNames.in(extension),
        () -> new String(extension, StandardCharsets.ISO_8859_1));
  }

  private static Optional<List<PlainName>> reference(byte[] extension) {
    try {
      ASN1OctetString wrapped = ASN1OctetString.getInstance(StrictDer.read(extension, "extension"));
      List<PlainName> names = new ArrayList<>();
      for (ASN1Encodable element :
          ASN1Sequence.getInstance(StrictDer.read(wrapped.getOctets(), "value"))) {
        ASN1TaggedObject entry = ASN1TaggedObject.getInstance(element);
        switch (entry.getTagNo()) {
          case GeneralName.dNSName ->
              names.add(new PlainName(false, ASN1IA5String.getInstance(entry, false).getString()));
          case GeneralName.iPAddress ->
              names.add(
                  new PlainName(
                      true, new String(StrictDer.octets(entry), StandardCharsets.ISO_8859_1)));
          default -> {
            return Optional.empty();
          }
        }
      }
      return names.isEmpty() ? Optional.empty() : Optional.of(names);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static X509Certificate certificate(UnaryOperator<CertificateBuilder> names) {
    return names.apply(CertificateBuilder.server()).selfSigned().certificate();
  }

  private static byte[] octets(String hex) {
    String[] words = hex.split(" ", -1);
    byte[] octets = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      octets[i] = (byte) Integer.parseInt(words[i], 16);
    }
    return octets;
  }
}
