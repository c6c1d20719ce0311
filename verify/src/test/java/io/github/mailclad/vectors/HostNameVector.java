package io.github.mailclad.vectors;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One host-name vector: a certificate, a host, and the verdict of RFC 9525.
 *
 * @param certificate in PEM
 * @param rfc9525 whether the certificate is the host's
 * @param ambiguous whether the standards leave the verdict to the implementation
 */
record HostNameVector(
    String id, Reference reference, String certificate, boolean rfc9525, boolean ambiguous) {

  /** The intended server; none of the firm vectors has a service. */
  record Reference(String host, @Nullable String service) {}

  /** Every vector of a file, with the authority that issued all of the certificates. */
  record File(String ca, List<HostNameVector> vectors) {

    static File read(Path file) throws IOException {
      try (Reader json = Files.newBufferedReader(file)) {
        return new Gson().fromJson(json, File.class);
      }
    }

    /** The vectors whose verdict the standards settle. */
    List<HostNameVector> firm() {
      return vectors.stream().filter(each -> !each.ambiguous()).toList();
    }
  }

  /** Returns the opinion of RFC 9525. */
  Opinion expected() {
    return rfc9525 ? new Opinion.Accepts() : new Opinion.Refuses("expected by RFC 9525");
  }

  /** The scene of the vector. */
  Scene scene(String ca, Instant now) throws GeneralSecurityException {
    return new Scene(
        Scene.Purpose.SERVER,
        Pem.certificates(List.of(ca)),
        Pem.certificates(List.of(certificate)),
        Optional.of(reference.host()),
        now,
        List.of(),
        OptionalInt.empty());
  }
}
