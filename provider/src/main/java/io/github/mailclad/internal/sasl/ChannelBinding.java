package io.github.mailclad.internal.sasl;

import com.ongres.scram.common.util.TlsServerEndpoint;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The data that binds a login to one TLS connection (RFC 5056). */
final class ChannelBinding {
  private static final String EXPORTER = "tls-exporter";

  private final String type;
  private final byte[] data;

  private ChannelBinding(String type, byte[] data) {
    this.type = type;
    this.data = data.clone();
  }

  /**
   * Returns the best binding of an open TLS connection: {@code tls-exporter} of TLS 1.3, else of
   * the server's certificate. TLS 1.2 has that one only: its exporter needs an extension, and
   * servers do not take it. Empty if there is no exporter, and the certificate's signature has no
   * single hash function (RFC 5929, section 4.1).
   *
   * @param exported the exported keying material (RFC 9266, section 4.2); empty for none
   */
  static Optional<ChannelBinding> of(Optional<byte[]> exported, SSLSession session) {
    return exported
        .map(data -> new ChannelBinding(EXPORTER, data))
        .or(() -> ofCertificate(session));
  }

  /**
   * Returns {@code tls-exporter} (RFC 9266) or {@code tls-server-end-point} (RFC 5929); never
   * {@code tls-unique}, which TLS 1.3 does not have.
   */
  String type() {
    return type;
  }

  /** Returns the binding data, which both ends can compute. */
  byte[] data() {
    return data.clone();
  }

  private static Optional<ChannelBinding> ofCertificate(SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      byte[] data =
          switch (Ascii.upperCase(certificate.getSigAlgName())) {
            case "RSASSA-PSS" -> hashOfPss(certificate);
            // the hash function is part of the signature algorithm
            case "ED25519", "ED448", "EDDSA" -> new byte[0];
            default ->
                certificate.getSigAlgName().contains("with")
                    ? TlsServerEndpoint.getChannelBindingData(certificate)
                    : new byte[0];
          };
      return data.length == 0
          ? Optional.empty()
          : Optional.of(new ChannelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, data));
    } catch (SSLPeerUnverifiedException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] hashOfPss(X509Certificate certificate) throws GeneralSecurityException {
    byte[] encoded = certificate.getSigAlgParams();
    if (encoded == null) {
      return new byte[0];
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
    try {
      parameters.init(encoded);
    } catch (IOException e) {
      return new byte[0];
    }
    String hash = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    return MessageDigest.getInstance(hash.equals("SHA-1") ? "SHA-256" : hash)
        .digest(certificate.getEncoded());
  }
}
