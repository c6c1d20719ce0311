package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that client and server agreed on in a TLS handshake.
 *
 * @param version the TLS version
 * @param cipherSuite the cipher suite, by its registered name
 * @param group the group of the key exchange of this very handshake, by its registered name, for
 *     example {@code x25519} or {@code X25519MLKEM768}; null where there was none, or where it is
 *     not known, as for TLS 1.2
 * @param handshake full or resumed
 * @param missing the safeguards of TLS 1.2 that the server left out, as its ServerHello says;
 *     always empty for TLS 1.3
 * @param clientCertificate the certificate with which the client authenticated itself, in this
 *     session or in the one that it resumes; null if no client certificate was sent
 */
public record NegotiatedTls(
    TlsVersion version,
    String cipherSuite,
    @Nullable String group,
    Handshake handshake,
    Set<TlsSafeguard> missing,
    @Nullable X509Certificate clientCertificate) {

  /**
   * The kind of a TLS handshake: it verified a new session or resumed one. Either way the server
   * was verified for this connection.
   */
  public enum Handshake {
    /** Keys and certificates were exchanged anew. */
    FULL,
    /** An earlier session of the same account and policy was resumed. */
    RESUMED
  }

  public NegotiatedTls {
    missing = Set.copyOf(missing);
  }

  @Override
  public String toString() {
    return version.jsseName()
        + " "
        + cipherSuite
        + (group == null ? "" : " " + group)
        + (handshake == Handshake.RESUMED ? ", resumed" : "")
        + (clientCertificate == null
            ? ""
            : ", client certificate "
                + Escaped.text(clientCertificate.getSubjectX500Principal().getName()))
        + missing.stream()
            .sorted()
            .map(safeguard -> ", without " + safeguard)
            .collect(Collectors.joining());
  }
}
