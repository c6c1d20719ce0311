package io.github.mailclad.internal.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fuzz.Budget;
import io.github.mailclad.internal.der.KeyDerivation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of a file with trust anchors: PEM, PKCS12 or JKS, with a password or without. */
class AnchorFileFuzzTest {
  /** The budget of a derivation of keys, which takes time on purpose. */
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(5));

  /** A fuzzer likes to make numbers longer: each octet more is 256 times the work. */
  private static final int MOST_ROUNDS = 1_000;

  private static final Issued ROOT = CertificateBuilder.root("Fuzzed Root");

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
    BUDGET.spend(() -> judge(octets, null));
    if (!onlyTakesTime(octets)) {
      BUDGET.spend(() -> judge(octets, "password"));
    }
  }

  /**
   * Returns whether a file asks for so many rounds that a fuzzer would only derive keys, and the
   * loader grants them. A file that the loader does not grant costs little and is tried.
   */
  private static boolean onlyTakesTime(byte[] octets) {
    try {
      long rounds = KeyDerivation.rounds(octets);
      return rounds > MOST_ROUNDS && rounds <= KeyDerivation.MOST_ROUNDS;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static void judge(byte[] octets, @Nullable String password)
      throws GeneralSecurityException {
    List<X509Certificate> anchors;
    try {
      anchors = AnchorContent.certificates(octets, password);
    } catch (IOException reason) {
      if (reason.getMessage() == null || reason.getMessage().contains("password\"")) {
        throw new AssertionError("a refusal tells why, and never the password", reason);
      }
      return;
    }
    for (X509Certificate anchor : anchors) {
      X509Certificate again =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(anchor.getEncoded()));
      if (!again.equals(anchor)) {
        throw new AssertionError("an anchor that is another one when it is read again");
      }
    }
  }

  /** A store whose keys are derived in one round, so that a fuzzer gets anywhere. */
  private static byte[] stored(String type) throws IOException, GeneralSecurityException {
    System.setProperty("keystore.pkcs12.macIterationCount", "1");
    System.setProperty("keystore.pkcs12.certPbeIterationCount", "1");
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("anchor", ROOT.certificate());
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    store.store(octets, "password".toCharArray());
    return octets.toByteArray();
  }
}
