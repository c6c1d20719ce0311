package io.github.mailclad.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.TrustPolicy.AnchorFile;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.internal.trust.TrustAnchors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of a file with trust anchors: PEM, PKCS12 or JKS, with a password or without. */
class AnchorFileFuzzTest {
  /** A file that somebody configured, not one that a server sends: its key derivation may cost. */
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(20));

  private static final Issued ROOT = CertificateBuilder.root("Fuzzed Root");

  @SuppressWarnings("NullAway.Init")
  private static Path file;

  @BeforeAll
  static void makeFile() throws IOException {
    file = Files.createTempFile("anchors", "");
  }

  @AfterAll
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  static Stream<byte[]> seeds() throws IOException, GeneralSecurityException {
    return Stream.of(
        ROOT.pem().getBytes(StandardCharsets.US_ASCII),
        ("# a comment\n" + ROOT.pem() + "\n" + ROOT.pem()).getBytes(StandardCharsets.US_ASCII),
        ROOT.pem().substring(0, 300).getBytes(StandardCharsets.US_ASCII),
        stored("PKCS12"),
        stored("JKS"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void everyFileGivesCertificatesOrAReason(byte[] octets) throws Exception {
    Files.write(file, octets);
    BUDGET.spend(() -> judge("password"));
    BUDGET.spend(() -> judge(null));
  }

  private static void judge(@Nullable String password) throws GeneralSecurityException {
    TrustAnchors anchors;
    try {
      anchors = new AnchorLoader(() -> "none").load(new AnchorFile(file, password));
    } catch (IOException reason) {
      if (reason.getMessage() == null || reason.getMessage().contains("password\"")) {
        throw new AssertionError("a refusal tells why, and never the password", reason);
      }
      return;
    }
    if (anchors.certificates().isEmpty()) {
      throw new AssertionError("no anchor is a refusal");
    }
    for (X509Certificate anchor : anchors.certificates()) {
      X509Certificate again =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(anchor.getEncoded()));
      if (!again.equals(anchor)) {
        throw new AssertionError("an anchor that is another one when it is read again");
      }
    }
  }

  private static byte[] stored(String type) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("anchor", ROOT.certificate());
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    store.store(octets, "password".toCharArray());
    return octets.toByteArray();
  }
}
