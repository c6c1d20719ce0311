package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.TrustPolicy;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.der.KeyDerivation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorLoaderTest {
  private static final String PASSWORD = "k7-anchors-only";
  private static final Issued ONE = CertificateBuilder.root("One");
  private static final Issued TWO = CertificateBuilder.root("Two");

  private final AnchorLoader loader = new AnchorLoader(() -> "the same");
  @TempDir Path folder;

  private Set<X509Certificate> load(Path file, @Nullable String password) throws IOException {
    return Set.copyOf(loader.load(new TrustPolicy.AnchorFile(file, password)).certificates());
  }

  private String problem(Path file, @Nullable String password) {
    IOException problem = assertThrows(IOException.class, () -> load(file, password));
    assertFalse(String.valueOf(problem.getMessage()).contains(PASSWORD));
    return String.valueOf(problem.getMessage());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Path keyStore(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("one", ONE.certificate());
    store.setCertificateEntry("two", TWO.certificate());
    Path file = folder.resolve("anchors");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @Test
  void everyCertificateOfAPemFileIsAnAnchor() throws Exception {
    Path pem = file("ca.pem", ONE.pem() + "\n" + TWO.pem());

    assertEquals(Set.of(ONE.certificate(), TWO.certificate()), load(pem, null));
  }

  @Test
  void keyStoresAreToldApartByContent() throws Exception {
    assertEquals(Set.of(ONE.certificate(), TWO.certificate()), load(keyStore("PKCS12"), PASSWORD));
    Files.delete(folder.resolve("anchors"));
    assertEquals(Set.of(ONE.certificate(), TWO.certificate()), load(keyStore("JKS"), PASSWORD));
  }

  @Test
  void aKeyWithItsChainIsNoAnchor() throws Exception {
    Path file = folder.resolve("key.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      ONE.keyStore(PASSWORD).store(out, PASSWORD.toCharArray());
    }

    assertEquals("there is no certificate in it", problem(file, PASSWORD));
  }

  @Test
  void aWrongPasswordIsAProblemThatDoesNotShowIt() throws Exception {
    for (String type : List.of("PKCS12", "JKS")) {
      assertTrue(problem(keyStore(type), PASSWORD + "x").endsWith("or the password is wrong"));
    }
  }

  @Test
  void keysThatTakeMinutesToDeriveAreAProblem() throws Exception {
    Path file = keyStore("PKCS12");
    byte[] usual = Files.readAllBytes(file);
    Pfx store = Pfx.getInstance(usual);
    MacData mac = store.getMacData();
    assertTrue(KeyDerivation.rounds(usual) > 1, "the platform's own store asks for some");

    for (BigInteger rounds :
        List.of(
            BigInteger.valueOf(1_000_000),
            BigInteger.valueOf(5_000_000),
            BigInteger.valueOf(-1),
            BigInteger.ONE.shiftLeft(64))) {
      MacData slow = macData(mac, rounds);
      Files.write(file, new Pfx(store.getAuthSafe(), slow).getEncoded());

      assertEquals(
          "it asks for more than 1000000 rounds to derive its keys from the password",
          assertTimeoutPreemptively(Duration.ofSeconds(20), () -> problem(file, PASSWORD)));
    }
  }

  @Test
  void asManyRoundsAsAreGrantedAreTried() throws Exception {
    Path file = keyStore("PKCS12");
    byte[] usual = Files.readAllBytes(file);
    Pfx store = Pfx.getInstance(usual);
    long others = KeyDerivation.rounds(usual) - store.getMacData().getIterationCount().longValue();
    MacData most =
        macData(store.getMacData(), BigInteger.valueOf(KeyDerivation.MOST_ROUNDS - others));
    Files.write(file, new Pfx(store.getAuthSafe(), most).getEncoded());

    // its integrity was computed with fewer rounds
    assertTrue(problem(file, PASSWORD).endsWith("or the password is wrong"));
  }

  private static MacData macData(MacData like, BigInteger rounds) {
    return MacData.getInstance(
        new DERSequence(
            new ASN1Encodable[] {
              like.getMac(), new DEROctetString(like.getSalt()), new ASN1Integer(rounds)
            }));
  }

  @Test
  void roundsOfEveryEncryptedPartCount() throws Exception {
    Path file = keyStore("PKCS12");
    Pfx store = Pfx.getInstance(Files.readAllBytes(file));
    byte[] parts = ASN1OctetString.getInstance(store.getAuthSafe().getContent()).getOctets();
    ASN1EncodableVector many = new ASN1EncodableVector();
    for (int i = 0; i < 100; i++) {
      ASN1Sequence.getInstance(parts).forEach(many::add);
    }
    ContentInfo safe =
        new ContentInfo(
            PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(many).getEncoded()));
    Files.write(file, new Pfx(safe, store.getMacData()).getEncoded());

    assertEquals(
        "it asks for more than 1000000 rounds to derive its keys from the password",
        problem(file, PASSWORD));
  }

  @Test
  void whatIsNoListOfAnchorsIsAProblem() throws Exception {
    assertEquals("there is no such file", problem(folder.resolve("missing.pem"), null));
    assertEquals("there is no such file", problem(folder, null));
    assertTrue(problem(file("empty", ""), null).startsWith("it is neither PEM nor"));
    assertTrue(problem(file("garbage", "not a store"), null).startsWith("it is neither PEM nor"));
    assertTrue(problem(file("key.pem", ONE.keyPem()), null).startsWith("it is neither PEM nor"));
    assertEquals(
        "it has a certificate that cannot be read",
        problem(
            file("cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
            null));
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge.pem").toFile(), "rw")) {
      huge.setLength((16 << 20) + 1);
    }
    assertEquals("the file is too large", problem(folder.resolve("huge.pem"), null));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      large.setLength(16 << 20);
    }
    assertTrue(problem(folder.resolve("large"), null).startsWith("it is neither PEM nor"));
  }

  @Test
  void aFileIsReadAgainWhenItChangesAndOnlyThen() throws Exception {
    Path pem = file("ca.pem", ONE.pem());
    TrustPolicy policy = new TrustPolicy.AnchorFile(pem, null);
    TrustAnchors before = loader.load(policy);
    assertSame(before, loader.load(policy));

    Files.writeString(pem, TWO.pem());
    Files.setLastModifiedTime(pem, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    TrustAnchors after = loader.load(policy);

    assertEquals(List.of(TWO.certificate()), after.certificates());
    assertNotEquals(before.fingerprint(), after.fingerprint());

    Files.delete(pem);
    assertThrows(IOException.class, () -> loader.load(policy));
  }

  @Test
  void givenAnchorsAreWhatIsGiven() throws Exception {
    TrustPolicy given = new TrustPolicy.GivenAnchors(List.of(ONE.certificate(), TWO.certificate()));

    assertEquals(
        Set.of(ONE.certificate(), TWO.certificate()),
        Set.copyOf(loader.load(given).certificates()));
  }

  @Test
  void thePlatformsAnchorsAreKept() throws Exception {
    TrustPolicy platform = new TrustPolicy.PlatformAnchors();

    assertSame(loader.load(platform), loader.load(platform));
    assertFalse(loader.load(platform).certificates().isEmpty());
  }

  @Test
  void theFingerprintIsOfTheSetOfAnchors() {
    TrustAnchors both = TrustAnchors.of(List.of(ONE.certificate(), TWO.certificate()));

    assertEquals(
        both.fingerprint(),
        TrustAnchors.of(List.of(TWO.certificate(), ONE.certificate(), TWO.certificate()))
            .fingerprint());
    assertNotEquals(both.fingerprint(), TrustAnchors.of(List.of(ONE.certificate())).fingerprint());
  }
}
