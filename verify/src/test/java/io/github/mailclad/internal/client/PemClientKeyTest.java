package io.github.mailclad.internal.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ClientIdentity.KeySource;
import io.github.mailclad.ClientIdentity.KeySource.KeyFile;
import io.github.mailclad.Location;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates in PEM, as Kubernetes, cert-manager and openssl leave them. */
class PemClientKeyTest {
  private static final String PASSWORD = "correct horse";
  private static final Issued ROOT = CertificateBuilder.root("Client Root");
  private static final Issued SUB = CertificateBuilder.authority("Client Sub").issuedBy(ROOT);
  private static final Issued ALICE = client("Alice", KeyKind.EC_P256);
  private static final Issued BOB = client("Bob", KeyKind.RSA_2048);
  private static final Issued CAROL =
      CertificateBuilder.client().subject("CN=Carol").key(KeyKind.EC_P384).issuedBy(SUB);

  private final ClientKeyLoader loader = new ClientKeyLoader();
  private final List<String> news = new ArrayList<>();

  @TempDir Path folder;

  private static Issued client(String name, KeyKind kind) {
    return CertificateBuilder.client().subject("CN=" + name).key(kind).issuedBy(SUB);
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
            label);
  }

  private static String encrypted(PrivateKey key, String algorithm, int rounds) throws Exception {
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray())),
        new PBEParameterSpec("saltsalt".getBytes(StandardCharsets.US_ASCII), rounds));
    byte[] sealed = cipher.doFinal(key.getEncoded());
    ASN1Sequence parameters = ASN1Sequence.getInstance(cipher.getParameters().getEncoded());
    // the platform encodes the parameters of PBES2 with its name, and those of PBES1 without
    AlgorithmIdentifier name =
        parameters.getObjectAt(0) instanceof ASN1ObjectIdentifier
            ? AlgorithmIdentifier.getInstance(parameters)
            : new AlgorithmIdentifier(
                algorithm.contains("DESede")
                    ? PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC
                    : PKCSObjectIdentifiers.id_PBES2,
                parameters);
    return block("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(name, sealed).getEncoded());
  }

  /** The formats of private keys in PEM. */
  enum KeyFormat {
    PKCS8,
    TRADITIONAL,
    PBES2,
    PBES1;

    String of(Issued issued) throws Exception {
      return switch (this) {
        case PKCS8 -> issued.keyPem();
        case TRADITIONAL -> traditional(issued.key());
        case PBES2 -> encrypted(issued.key(), "PBEWithHmacSHA256AndAES_256", 2048);
        case PBES1 -> encrypted(issued.key(), "PBEWithSHA1AndDESede", 2048);
      };
    }

    @Nullable String password() {
      return this == PBES2 || this == PBES1 ? PASSWORD : null;
    }

    private static String traditional(PrivateKey key) throws IOException {
      PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
      if (!(key instanceof ECPrivateKey ec)) {
        return block("RSA PRIVATE KEY", pkcs8.parsePrivateKey().toASN1Primitive().getEncoded());
      }
      byte[] sec1 =
          new org.bouncycastle.asn1.sec.ECPrivateKey(
                  ec.getParams().getOrder().bitLength(),
                  ec.getS(),
                  pkcs8.getPrivateKeyAlgorithm().getParameters())
              .getEncoded();
      // as openssl ecparam -genkey writes it
      return block(
              "EC PARAMETERS",
              pkcs8.getPrivateKeyAlgorithm().getParameters().toASN1Primitive().getEncoded())
          + block("EC PRIVATE KEY", sec1);
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static KeyFile source(Path certificate, @Nullable Path key, @Nullable String password) {
    return new KeyFile(
        new Location.OfFile(certificate),
        key == null ? null : new Location.OfFile(key),
        password,
        null);
  }

  private ClientKey load(KeySource source) throws IOException {
    return loader.load(source, news::add);
  }

  private String problem(KeySource source) {
    IOException problem = assertThrows(IOException.class, () -> load(source));
    assertFalse(String.valueOf(problem.getMessage()).contains(PASSWORD));
    return String.valueOf(problem.getMessage());
  }

  @ParameterizedTest
  @EnumSource(KeyFormat.class)
  void everyFormatOfAKeyIsReadFromOneFileAndFromTwo(KeyFormat format) throws Exception {
    for (Issued each : List.of(ALICE, BOB, CAROL)) {
      String key = format.of(each);
      ClientKey fromTwo =
          load(source(write("tls.crt", each.chainPem()), write("tls.key", key), format.password()));
      assertSameKey(each.key(), fromTwo.key());
      assertEquals(each.chain(), fromTwo.chain());
      for (String both : List.of(key + each.chainPem(), each.chainPem() + key)) {
        ClientKey fromOne = load(source(write("both.pem", both), null, format.password()));
        assertSameKey(each.key(), fromOne.key());
        assertEquals(each.chain(), fromOne.chain());
      }
    }
    assertEquals(List.of(), news);
  }

  /** The same number; what else its encoding repeats does not matter. */
  private static void assertSameKey(PrivateKey expected, PrivateKey read) {
    if (expected instanceof ECPrivateKey ec) {
      assertEquals(ec.getS(), ((ECPrivateKey) read).getS());
    } else {
      assertEquals(expected, read);
    }
  }

  @Test
  void textOfTheSettingAndResourcesAreReadLikeFiles() throws Exception {
    KeySource inline =
        new KeyFile(
            new Location.OfText(ALICE.chainPem()), new Location.OfText(ALICE.keyPem()), null, null);
    assertEquals(ALICE.key(), load(inline).key());
    assertSame(load(inline), load(inline));
    assertFalse(inline.toString().contains("BEGIN"), inline.toString());
  }

  @Test
  void theCertificateOfTheKeyIsSentFirstWhereverItStands() throws Exception {
    String reversed = SUB.pem() + ALICE.pem();
    assertEquals(
        List.of(ALICE.certificate(), SUB.certificate()),
        load(source(write("tls.crt", reversed), write("tls.key", ALICE.keyPem()), null)).chain());
  }

  @Test
  void whatIsNoPairSaysWhatItIsAndWhatToDo() throws Exception {
    Path certificate = write("tls.crt", ALICE.chainPem());
    Path key = write("tls.key", ALICE.keyPem());
    assertEquals(
        "it has no private key; name the file with the key in client-certificate-key",
        problem(source(certificate, null, null)));
    assertTrue(problem(source(key, null, null)).startsWith("it has no certificate; name the file"));
    assertEquals(
        "client-certificate-key: it has no private key in PEM",
        problem(source(certificate, certificate, null)));
    assertEquals(
        "the private key does not belong to the certificate",
        problem(source(certificate, write("other.key", CAROL.keyPem()), null)));
    assertEquals(
        "client-certificate-key: there is no such file",
        problem(source(certificate, folder.resolve("missing"), null)));
    assertEquals(
        "client-certificate-key: it is empty",
        problem(source(certificate, write("empty", ""), null)));
    assertEquals(
        "it has 2 private keys; leave one in it",
        problem(
            source(
                write("two.pem", ALICE.chainPem() + ALICE.keyPem() + BOB.keyPem()), null, null)));
    assertEquals(
        "it is PEM, which has no aliases; remove client-certificate-alias",
        problem(
            new KeyFile(
                new Location.OfFile(certificate), new Location.OfFile(key), null, "alice")));
    assertEquals("it is a folder; name a file in it", problem(source(folder, null, null)));
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      huge.setLength((1 << 20) + 1);
    }
    assertEquals(
        "client-certificate-key: the file is too large",
        problem(source(certificate, folder.resolve("huge"), null)));
    Path store = folder.resolve("alice.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      ALICE.keyStore(PASSWORD).store(out, PASSWORD.toCharArray());
    }
    assertTrue(
        problem(source(store, key, PASSWORD)).startsWith("it is not PEM, and client-certificate"));
  }

  @Test
  void whatIsWrongWithAKeySaysWhatToDo() throws Exception {
    Path certificate = write("tls.crt", BOB.chainPem());
    Path sealed = write("sealed.key", KeyFormat.PBES2.of(BOB));
    assertEquals(
        "the private key is encrypted; set client-certificate-password",
        problem(source(certificate, sealed, null)));
    assertEquals(
        "client-certificate-password does not open the private key",
        problem(source(certificate, sealed, "battery staple")));
    assertEquals(
        "the private key is not encrypted; remove client-certificate-password",
        problem(source(certificate, write("tls.key", BOB.keyPem()), PASSWORD)));
    assertEquals(
        "it asks for more than 1000000 rounds of key derivation",
        problem(source(certificate, slow(), PASSWORD)));
    assertTrue(
        problem(
                source(
                    certificate,
                    write(
                        "old.key",
                        KeyFormat.TRADITIONAL
                            .of(BOB)
                            .replace(
                                "KEY-----\nM",
                                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nM")),
                    PASSWORD))
            .startsWith("the private key is encrypted in an old format"));
    assertEquals(
        "the private key cannot be read",
        problem(source(certificate, write("cut.key", block("PRIVATE KEY", new byte[] {1})), null)));
    assertEquals(
        "client-certificate-key: it has a PEM block without an end",
        problem(source(certificate, write("half.key", BOB.keyPem().substring(0, 300)), null)));
    assertTrue(
        problem(
                source(
                    certificate, write("ssh.key", block("OPENSSH PRIVATE KEY", new byte[9])), null))
            .startsWith("it has a PEM block \"OPENSSH PRIVATE KEY\", which is not read"));
  }

  /** A key whose encryption names so many rounds that opening it would take minutes. */
  private Path slow() throws Exception {
    String usual = encrypted(BOB.key(), "PBEWithHmacSHA256AndAES_256", 0x7fff);
    byte[] der = Base64.getMimeDecoder().decode(usual.replaceAll("-----[^-]+-----", ""));
    byte[] rounds = BigInteger.valueOf(0x7fff).toByteArray();
    for (int i = 0; i + 3 < der.length; i++) {
      if (der[i] == 2 && der[i + 1] == 2 && der[i + 2] == rounds[0] && der[i + 3] == rounds[1]) {
        // the same number of octets, read as a negative number: more than any
        der[i + 2] = (byte) 0x80;
        return write("slow.key", block("ENCRYPTED PRIVATE KEY", der));
      }
    }
    throw new AssertionError("no number of rounds in it");
  }

  /** As Kubernetes mounts a secret: the folder is a link, which is swapped. */
  private void mount(int version, Issued issued) throws IOException {
    Path files = Files.createDirectory(folder.resolve("..v" + version));
    Files.writeString(files.resolve("tls.crt"), issued.chainPem());
    Files.writeString(files.resolve("tls.key"), issued.keyPem());
    Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..v" + version));
    Files.move(folder.resolve("..tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name : List.of("tls.crt", "tls.key")) {
      if (Files.notExists(folder.resolve(name))) {
        Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
      }
    }
  }

  @Test
  void aPairThatKubernetesReplacesIsReadAgain() throws Exception {
    mount(1, ALICE);
    KeyFile source = source(folder.resolve("tls.crt"), folder.resolve("tls.key"), null);
    ClientKey before = load(source);
    assertSame(before, load(source), "kept");

    mount(2, client("Alice", KeyKind.EC_P256));
    ClientKey after = load(source);

    assertNotEquals(before.certificate(), after.certificate());
    assertEquals(List.of(), news);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "half", "empty"})
  void whileAPairIsReplacedTheLastOneIsUsedAndReported(String state) throws Exception {
    Path certificate = write("tls.crt", ALICE.chainPem());
    Path key = write("tls.key", ALICE.keyPem());
    KeyFile source = source(certificate, key, null);
    ClientKey before = load(source);

    Files.writeString(
        certificate,
        switch (state) {
          case "other" -> BOB.chainPem();
          case "half" -> BOB.chainPem().substring(0, 500);
          default -> "";
        });
    for (int times = 1; times <= 2; times++) {
      assertSame(before, load(source));
      assertEquals(times, news.size(), news::toString);
      assertTrue(
          news.get(0).endsWith("; the one that was read last is still used"), news::toString);
    }

    Files.writeString(certificate, BOB.chainPem());
    Files.writeString(key, BOB.keyPem());
    assertEquals(BOB.certificate(), load(source).certificate());
    assertEquals(2, news.size());
  }

  @Test
  void aKeyThatWasTakenAwayIsNotUsedAnyMore() throws Exception {
    Path key = write("tls.key", ALICE.keyPem());
    KeyFile source = source(write("tls.crt", ALICE.chainPem()), key, null);
    load(source);

    Files.delete(key);

    assertEquals("client-certificate-key: there is no such file", problem(source));
  }
}
