package io.github.mailclad.internal.sasl;

import com.ongres.scram.common.util.TlsServerEndpoint;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The data that binds a login to one TLS connection (RFC 5056). */
final class ChannelBinding {
  private static final String EXPORTER = "tls-exporter";
  private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
  private static final int EXPORTER_OCTETS = 32;

  /** {@code ExtendedSSLSession.exportKeyingMaterialData} of JDK 25; null before. */
  private static final @Nullable MethodHandle EXPORT = export();

  private final String type;
  private final byte[] data;

  private ChannelBinding(String type, byte[] data) {
    this.type = type;
    this.data = data.clone();
  }

  /**
   * Returns the best binding of an open TLS connection. It is of the connection itself if the
   * platform can export keying material of TLS 1.3, else of the server's certificate. Empty if the
   * certificate's signature has no single hash function (RFC 5929, section 4.1).
   */
  static Optional<ChannelBinding> of(SSLSession session) {
    return ofConnection(session).or(() -> ofCertificate(session));
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

  private static Optional<ChannelBinding> ofConnection(SSLSession session) {
    MethodHandle export = EXPORT;
    if (export == null
        || !(session instanceof ExtendedSSLSession extended)
        || !session.getProtocol().equals("TLSv1.3")) {
      return Optional.empty();
    }
    try {
      byte[] data = (byte[]) export.invoke(extended, EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS);
      return Optional.of(new ChannelBinding(EXPORTER, data));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      // the TLS implementation of another provider may lack it
      return Optional.empty();
    }
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

  private static @Nullable MethodHandle export() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ExtendedSSLSession.class,
              "exportKeyingMaterialData",
              MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
