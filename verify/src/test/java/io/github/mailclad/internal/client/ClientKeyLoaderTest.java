package io.github.mailclad.internal.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ClientIdentity.KeySource;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeyLoaderTest {
  private static final String PASSWORD = "correct horse";
  private static final Issued ROOT = CertificateBuilder.root("Client Root");
  private static final Issued ALICE =
      CertificateBuilder.client().subject("CN=Alice").issuedBy(ROOT);
  private static final Issued BOB =
      CertificateBuilder.client().subject("CN=Bob").key(KeyKind.RSA_2048).issuedBy(ROOT);

  private final ClientKeyLoader loader = new ClientKeyLoader();

  private final List<String> news = new ArrayList<>();

  @TempDir Path folder;

  private static KeyStore store(String type, Issued... entries) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    for (Issued each : entries) {
      store.setKeyEntry(
          each.certificate().getSubjectX500Principal().getName().replace("CN=", ""),
          each.key(),
          PASSWORD.toCharArray(),
          each.chain().toArray(new Certificate[0]));
    }
    return store;
  }

  private Path file(KeyStore store) throws Exception {
    Path file = folder.resolve("keys");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
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
  @ValueSource(strings = {"PKCS12", "JKS"})
  void aFileGivesItsOnlyKeyOrTheOneThatIsNamed(String type) throws Exception {
    Path file = file(store(type, ALICE));
    ClientKey key = load(new KeySource.KeyFile(file, PASSWORD, null));
    assertEquals(ALICE.certificate(), key.certificate());
    assertEquals(ALICE.key(), key.key());
    assertSame(key, load(new KeySource.KeyFile(file, PASSWORD, null)), "kept");

    file(store(type, ALICE, BOB));
    assertEquals(
        "it has 2 private keys; client-certificate-alias has to name one",
        problem(new KeySource.KeyFile(file, PASSWORD, null)));
    assertEquals(
        BOB.certificate(), load(new KeySource.KeyFile(file, PASSWORD, "Bob")).certificate());
    assertEquals(
        "it has no private key with the alias carol",
        problem(new KeySource.KeyFile(file, PASSWORD, "carol")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void aWrongPasswordIsReported(String type) throws Exception {
    Path file = file(store(type, ALICE));
    load(new KeySource.KeyFile(file, PASSWORD, null));
    assertEquals(
        "the password is wrong", problem(new KeySource.KeyFile(file, "battery staple", null)));
    assertTrue(
        problem(new KeySource.KeyFile(file, null, null)).contains("password"),
        "without a password");
  }

  @Test
  void aFileThatIsNoKeyStoreIsReported() throws Exception {
    Path file = folder.resolve("keys");
    assertEquals("there is no such file", problem(new KeySource.KeyFile(file, null, null)));
    assertEquals(
        "it is a folder; name a file in it", problem(new KeySource.KeyFile(folder, null, null)));
    Files.writeString(file, "");
    assertEquals("it is empty", problem(new KeySource.KeyFile(file, null, null)));
    Files.writeString(file, "not a store");
    assertEquals(
        "it is neither a PKCS12, JKS nor PEM file, or the password is wrong",
        problem(new KeySource.KeyFile(file, PASSWORD, null)));
    Files.write(file, new byte[(1 << 20) + 1]);
    assertEquals("the file is too large", problem(new KeySource.KeyFile(file, PASSWORD, null)));
    file(ALICE.keyStoreTrusting());
    assertEquals("it has no private key", problem(new KeySource.KeyFile(file, PASSWORD, null)));
  }

  /** The platform's two kinds of key managers. */
  enum Kind {
    SunX509,
    NewSunX509
  }

  private static X509ExtendedKeyManager manager(Kind kind, Issued... entries) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(kind.name());
    factory.init(store("PKCS12", entries), PASSWORD.toCharArray());
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aKeyManagerGivesItsOnlyKeyOrTheOneThatIsNamed(Kind kind) throws Exception {
    assertEquals(BOB.certificate(), load(managed(manager(kind, BOB), null)).certificate());
    X509ExtendedKeyManager both = manager(kind, ALICE, BOB);
    assertTrue(problem(managed(both, null)).startsWith("it has 2 private keys"));
    assertEquals(ALICE.certificate(), load(managed(both, "alice")).certificate());
    assertEquals(BOB.certificate(), load(managed(both, "bob")).certificate());
    assertTrue(problem(managed(both, "carol")).endsWith("the alias carol"));
    assertEquals("it has no private key", problem(managed(manager(kind), null)));
  }

  private static KeySource managed(X509ExtendedKeyManager manager, @Nullable String alias) {
    return new KeySource.GivenKeyManager(manager, alias);
  }

  @Test
  void aCertificateIsUsedWithinItsValidityOnly() {
    ClientKey key = new ClientKey(ALICE.key(), ALICE.chain());
    Instant from = ALICE.certificate().getNotBefore().toInstant();
    Instant until = ALICE.certificate().getNotAfter().toInstant();
    assertEquals(Optional.empty(), key.objectionAt(from));
    assertEquals(Optional.empty(), key.objectionAt(until));
    assertTrue(key.objectionAt(from.minusMillis(1)).orElseThrow().contains("not valid before"));
    assertTrue(key.objectionAt(until.plusMillis(1)).orElseThrow().contains("expired"));
  }

  @Test
  void aKeyIsNeverShown() {
    ClientKey key = new ClientKey(BOB.key(), BOB.chain());
    assertEquals("the private key of CN=Bob", key.toString());
    assertEquals(64, key.fingerprint().length());
  }
}
