package io.github.mailclad.audit.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to a ClientHello. */
public sealed interface ServerAnswer {

  /**
   * The server agreed.
   *
   * @param version the version, for example {@code 0x0303}
   * @param suite the cipher suite by its registered number
   * @param group the key exchange group; 0 for none or an unknown one
   * @param finiteFieldBits the size of the prime of a DHE key exchange; 0 for another exchange
   * @param signature the signature scheme of the key exchange, in TLS 1.2 only; 0 for none
   * @param compression the compression method; 0 means no compression
   * @param extensions the types of the extensions of the ServerHello
   * @param chain the certificates, in the clear before TLS 1.3 only; possibly empty
   * @param ocspResponses the stapled OCSP response in DER, before TLS 1.3 only; empty for none
   * @param requestsCertificate whether a client certificate was requested, before TLS 1.3 only
   */
  record Agreed(
      int version,
      int suite,
      int group,
      int finiteFieldBits,
      int signature,
      int compression,
      Set<Integer> extensions,
      List<X509Certificate> chain,
      List<byte[]> ocspResponses,
      boolean requestsCertificate)
      implements ServerAnswer {
    public Agreed {
      extensions = Set.copyOf(extensions);
      chain = List.copyOf(chain);
      ocspResponses = List.copyOf(ocspResponses);
    }
  }

  /**
   * The server refused the offer.
   *
   * @param alert the number of the alert; -1 if the server closed the connection without one
   */
  record Declined(int alert) implements ServerAnswer {
    /** Returns for example {@code alert 70 (protocol_version)}. */
    @Override
    public String toString() {
      return alert < 0 ? "closed the connection" : "alert " + alert + " (" + name() + ")";
    }

    private String name() {
      return switch (alert) {
        case 0 -> "close_notify";
        case 10 -> "unexpected_message";
        case 40 -> "handshake_failure";
        case 47 -> "illegal_parameter";
        case 70 -> "protocol_version";
        case 71 -> "insufficient_security";
        case 80 -> "internal_error";
        case 86 -> "inappropriate_fallback";
        case 109 -> "missing_extension";
        case 112 -> "unrecognized_name";
        case 120 -> "no_application_protocol";
        default -> "unknown";
      };
    }
  }

  /**
   * The server chose what was not offered, so a client ends the handshake.
   *
   * @param choice what the server chose
   */
  record NotOffered(Agreed choice) implements ServerAnswer {
    @Override
    public String toString() {
      return "chose %s %s, which was not offered"
          .formatted(Suites.version(choice.version()), Suites.name(choice.suite()));
    }
  }

  /**
   * There was no answer of TLS.
   *
   * @param reason the reason, in words for people
   */
  record Unclear(String reason) implements ServerAnswer {}

  /** Returns the agreement; null for another answer. */
  default @Nullable Agreed agreed() {
    return this instanceof Agreed yes ? yes : null;
  }
}
