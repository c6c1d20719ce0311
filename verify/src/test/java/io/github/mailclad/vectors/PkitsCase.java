package io.github.mailclad.vectors;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case of NIST's Public Key Interoperability Test Suite, as python-pyhanko-certvalidator lists
 * them in a file beside the folders of certificates and revocation lists.
 *
 * @param id the number of the test: section 4, subsection and test with two digits each
 * @param params inputs of path validation that a user may set; null for the defaults
 * @param error why the path must be refused; null if it must be accepted
 */
record PkitsCase(
    String id,
    String name,
    String cert,
    @Nullable List<String> otherCerts,
    @Nullable List<String> crls,
    @Nullable JsonElement params,
    @Nullable JsonElement error) {

  /** Every case in a folder. */
  static List<PkitsCase> all(Path folder) throws IOException {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    try (Reader json = Files.newBufferedReader(folder.resolve("pkits.json"))) {
      return Arrays.asList(gson.fromJson(json, PkitsCase[].class));
    }
  }

  /** Returns whether the case has only the inputs that Mailclad has: the anchor and the time. */
  boolean isAskable() {
    return params == null;
  }

  /** Returns NIST's expected opinion. */
  Opinion expected() {
    return error == null ? new Opinion.Accepts() : new Opinion.Refuses("expected by NIST");
  }

  /** Returns the inputs of the verdict. */
  Scene scene(Path folder, Instant now) throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate(folder, cert)));
    for (String other : names(otherCerts)) {
      chain.add(certificate(folder, other));
    }
    List<X509CRL> lists = new ArrayList<>();
    for (String list :
        Stream.concat(Stream.of("TrustAnchorRootCRL.crl"), names(crls).stream()).toList()) {
      lists.add(
          (X509CRL)
              CertificateFactory.getInstance("X.509")
                  .generateCRL(
                      new ByteArrayInputStream(
                          Files.readAllBytes(folder.resolve("crls").resolve(list)))));
    }
    return new Scene(
        Scene.Purpose.SERVER,
        List.of(certificate(folder, "TrustAnchorRootCertificate.crt")),
        chain,
        Optional.empty(),
        now,
        lists,
        OptionalInt.empty());
  }

  private static List<String> names(@Nullable List<String> files) {
    return files == null ? List.of() : files;
  }

  private static X509Certificate certificate(Path folder, String file)
      throws GeneralSecurityException, IOException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    Files.readAllBytes(folder.resolve("certs").resolve(file))));
  }
}
