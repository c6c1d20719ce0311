package io.github.mailclad.vectors;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One case of x509-limbo, with the fields of its schema that matter to a verifier. */
record LimboCase(
    String id,
    String validationKind,
    List<String> trustedCerts,
    List<String> untrustedIntermediates,
    String peerCertificate,
    @Nullable String validationTime,
    String expectedResult,
    @Nullable PeerName expectedPeerName,
    @Nullable Integer maxChainDepth,
    @Nullable List<String> crls) {

  /** A name and its kind: {@code DNS}, {@code IP} or {@code RFC822}. */
  record PeerName(String kind, String value) {}

  private record File(List<LimboCase> testcases) {}

  /** Every case of a gzipped file. */
  static List<LimboCase> all(Path file) throws IOException {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    try (Reader json =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      return gson.fromJson(json, File.class).testcases();
    }
  }

  /** Returns the expected opinion. */
  Opinion expected() {
    return expectedResult.equals("SUCCESS")
        ? new Opinion.Accepts()
        : new Opinion.Refuses("expected by x509-limbo");
  }

  /**
   * The scene of the case. The mail address that a client is to have is not part of it: no verifier
   * of TLS peers here looks at those.
   *
   * @param otherwise the instant for the cases that name none, which are to hold at any time
   * @throws GeneralSecurityException if the platform cannot read a certificate, which ends a
   *     handshake too
   */
  Scene scene(Instant otherwise) throws GeneralSecurityException {
    List<String> chain = new ArrayList<>(List.of(peerCertificate));
    chain.addAll(untrustedIntermediates);
    return new Scene(
        Scene.Purpose.valueOf(validationKind),
        Pem.certificates(trustedCerts),
        Pem.certificates(chain),
        Optional.ofNullable(expectedPeerName).map(PeerName::value),
        validationTime == null ? otherwise : OffsetDateTime.parse(validationTime).toInstant(),
        Pem.crls(crls == null ? List.of() : crls),
        maxChainDepth == null ? OptionalInt.empty() : OptionalInt.of(maxChainDepth));
  }
}
