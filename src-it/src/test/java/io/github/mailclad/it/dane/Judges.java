package io.github.mailclad.it.dane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.it.dane.OpenSsl.Opinion;
import io.github.mailclad.it.dane.OpenSsl.Said;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * Mailclad and OpenSSL, before one server.
 *
 * @param port where the server is
 * @param folder for what OpenSSL reads from files
 */
record Judges(OpenSsl openssl, RandomServer server, int port, Path folder) {

  /** The verdict of Mailclad. */
  Verification mailclad(RandomRecords records) {
    return PeerVerifier.trusting(List.of(server.anchor().certificate()), "the anchor of this lot")
        .expecting(List.of(Host.of(RandomServer.NAME).identifier()))
        .withTlsa(
            TlsaAnswer.secure("_993._tcp." + RandomServer.NAME, records.records()),
            DanePolicy.of(Mode.PREFER).accepting(records.usages()))
        .verify(server.server().chain(), RandomServer.NOW);
  }

  /** The judgement of OpenSSL, which trusts that anchor. */
  Said openSsl(RandomRecords records, Issued anchor) {
    return openssl.ask(
        port,
        RandomServer.NAME,
        records.records(),
        records.usages(),
        file(anchor.certificate()),
        RandomServer.NOW);
  }

  static boolean agree(Verification ours, Said theirs) {
    return (ours instanceof Verification.Accepted) == (theirs.opinion() == Opinion.ACCEPTS);
  }

  private Path file(X509Certificate anchor) {
    try {
      return Files.writeString(
          folder.resolve("anchor.pem"),
          "-----BEGIN CERTIFICATE-----%n%s%n-----END CERTIFICATE-----%n"
              .formatted(Base64.getMimeEncoder().encodeToString(anchor.getEncoded())),
          US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was made has an encoding", e);
    }
  }
}
