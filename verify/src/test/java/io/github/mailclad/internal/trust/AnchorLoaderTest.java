package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Location;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.der.KeyDerivation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
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
    return Set.copyOf(loader.load(new AnchorSource.AnchorFile(file, password)).certificates());
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

    assertEquals(
        "it has a private key with its certificate, which is not a trusted one; name the CA certificate, or that certificate alone, in PEM (keytool -exportcert -rfc)",
        problem(file, PASSWORD));
  }

  @Test
  void aWrongPasswordIsAProblemThatDoesNotShowIt() throws Exception {
    for (String type : List.of("PKCS12", "JKS")) {
      assertEquals(
          "the password is wrong; correct mail.<protocol>.security.trust-anchors-password",
          problem(keyStore(type), PASSWORD + "x"));
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
    assertEquals(
        "the password is wrong; correct mail.<protocol>.security.trust-anchors-password",
        problem(file, PASSWORD));
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
    assertEquals("it is a folder; name a file in it", problem(folder, null));
    assertEquals("it is empty", problem(file("empty", ""), null));
    assertEquals(
        "it is neither PEM nor DER, nor a PKCS12 or JKS file",
        problem(file("garbage", "not a store"), null));
    assertEquals(
        "it has a private key, which is not needed to verify a server; name a file with CA certificates only",
        problem(file("key.pem", ONE.keyPem()), null));
    assertEquals(
        "it has a private key, which is not needed to verify a server; name a file with CA certificates only",
        problem(file("both.pem", ONE.pem() + ONE.keyPem()), null));
    assertEquals(
        "it is a private key; name a file with the CA certificate",
        problem(Files.write(folder.resolve("key.der"), ONE.key().getEncoded()), null));
    assertEquals(
        "it has a PEM block \"CERTIFICATE REQUEST\" and no certificate",
        problem(file("csr", ONE.pem().replace(" CERTIFICATE-", " CERTIFICATE REQUEST-")), null));
    assertEquals(
        "it has a PEM block without an end",
        problem(file("half.pem", ONE.pem().substring(0, 300)), null));
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
    assertTrue(problem(folder.resolve("large"), null).startsWith("it is neither PEM nor DER"));
  }

  @Test
  void aStoreWhosePasswordIsMissingSaysSo() throws Exception {
    assertEquals(
        "a password protects its content; set mail.<protocol>.security.trust-anchors-password",
        problem(keyStore("PKCS12"), null));
  }

  @Test
  void certificatesInDerAreAnchors() throws Exception {
    Path der = Files.write(folder.resolve("ca.der"), ONE.certificate().getEncoded());

    assertEquals(Set.of(ONE.certificate()), load(der, null));
  }

  @Test
  void textAroundPemSaysNothing() throws Exception {
    String indented =
        ("# the authority\n" + ONE.pem() + "# one more: its successor\n" + TWO.pem()).indent(4);

    assertEquals(
        Set.of(ONE.certificate(), TWO.certificate()), load(file("ca.pem", indented), null));
    assertEquals(
        Set.of(ONE.certificate()),
        load(file("dos.pem", "\u00ef\u00bb\u00bf" + ONE.pem().replace("\n", "\r\n")), null));
  }

  @Test
  void theTextOfTheSettingIsPem() throws Exception {
    AnchorSource inline =
        new AnchorSource.AnchorFile(new Location.OfText(ONE.pem() + TWO.pem()), null);

    assertEquals(
        Set.of(ONE.certificate(), TWO.certificate()),
        Set.copyOf(loader.load(inline).certificates()));
    assertSame(loader.load(inline), loader.load(inline));
    assertEquals("the trust anchors in the PEM text of the setting", inline.toString());
  }

  @Test
  void resourcesOfTheClassPathAreAnchorsInFoldersAndArchives() throws Exception {
    file("ca.pem", ONE.pem());
    Path archive = folder.resolve("app.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archive))) {
      jar.putNextEntry(new JarEntry("tls/other-ca.pem"));
      jar.write(TWO.pem().getBytes(StandardCharsets.US_ASCII));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {folder.toUri().toURL(), archive.toUri().toURL()}, before)) {
      thread.setContextClassLoader(application);
      AnchorSource one = new AnchorSource.AnchorFile(new Location.OfResource("ca.pem"), null);
      assertEquals(List.of(ONE.certificate()), loader.load(one).certificates());
      AnchorSource two =
          new AnchorSource.AnchorFile(new Location.OfResource("tls/other-ca.pem"), null);
      assertEquals(List.of(TWO.certificate()), loader.load(two).certificates());
    } finally {
      thread.setContextClassLoader(before);
    }
    IOException gone =
        assertThrows(
            IOException.class,
            () ->
                loader.load(new AnchorSource.AnchorFile(new Location.OfResource("ca.pem"), null)));
    assertEquals("there is no such resource on the class path", gone.getMessage());
  }

  @Test
  void aFileBehindALinkThatIsSwappedIsReadAgain() throws Exception {
    // as Kubernetes mounts a secret: same size, same time, another file
    FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    for (Issued each : List.of(ONE, TWO)) {
      Path version =
          Files.createDirectory(folder.resolve("..v-" + each.certificate().getSerialNumber()));
      Files.setLastModifiedTime(
          Files.writeString(version.resolve("ca.crt"), "%-4096s".formatted(each.pem())), time);
      Path link = folder.resolve("..data_tmp");
      Files.createSymbolicLink(link, version);
      Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

      assertEquals(Set.of(each.certificate()), load(folder.resolve("..data/ca.crt"), null));
    }
  }

  @Test
  void aFileIsReadAgainWhenItChangesAndOnlyThen() throws Exception {
    Path pem = file("ca.pem", ONE.pem());
    AnchorSource policy = new AnchorSource.AnchorFile(pem, null);
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
    AnchorSource given =
        new AnchorSource.GivenAnchors(List.of(ONE.certificate(), TWO.certificate()));

    assertEquals(
        Set.of(ONE.certificate(), TWO.certificate()),
        Set.copyOf(loader.load(given).certificates()));
  }

  @Test
  void thePlatformsAnchorsAreKept() throws Exception {
    AnchorSource platform = new AnchorSource.PlatformAnchors();

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
