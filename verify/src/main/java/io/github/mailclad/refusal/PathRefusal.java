package io.github.mailclad.refusal;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Pin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The certificates of the server are not a path to a trust anchor (RFC 5280, section 6), or to a
 * pinned key.
 */
public sealed interface PathRefusal extends CertificateRefusal {

  /** No trust anchor leads to the certificate. The variants are the probable causes. */
  sealed interface UnknownAuthority extends PathRefusal {
    @Override
    default boolean mayBeAccepted() {
      return true;
    }
  }

  /**
   * No certification path leads from the certificate to a trust anchor.
   *
   * @param certificate the server's certificate
   * @param last the last certificate to which a path leads from it; itself if its issuer is unknown
   * @param anchors the source of the trust anchors
   */
  record UntrustedIssuer(CertificateSummary certificate, CertificateSummary last, String anchors)
      implements UnknownAuthority {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "untrusted-issuer",
          "the certificate was issued by '" + last.issuer() + "', which is not trusted",
          compare(),
          "if this is your organization's own authority, "
              + trusting(anchors, "its certificate")
              + "; otherwise ask the operator for a certificate from a public authority, with all its intermediate certificates");
    }

    private List<String> compare() {
      List<String> lines = new ArrayList<>();
      lines.add("expected:  a certificate issued by an authority in " + anchors);
      lines.add("presented: " + certificate);
      if (last.position() > 0) {
        lines.add("last of its path: " + last);
      }
      if (anchors.contains(last.issuer())) {
        lines.add("an authority of the same name is trusted, but it has another key");
      }
      return lines;
    }
  }

  /**
   * The server signed its certificate itself, and the certificate is not a trust anchor.
   *
   * @param certificate the server's certificate
   * @param anchors the source of the trust anchors
   */
  record SelfSigned(CertificateSummary certificate, String anchors) implements UnknownAuthority {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "self-signed",
          "the certificate is self-signed",
          List.of(
              "expected:  a certificate issued by an authority in " + anchors,
              "presented: " + certificate),
          "ask the operator for a certificate from an authority; or, if the operator confirms the certificate's SHA-256 fingerprint through another channel, "
              + trusting(anchors, "the certificate")
              + ". To make a good self-signed certificate: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -keyout key.pem -out cert.pem -subj /CN=HOST -addext subjectAltName=DNS:HOST -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth");
    }
  }

  /**
   * A certificate between the server's and a trust anchor is missing.
   *
   * @param certificate the last certificate that was presented
   * @param hint the sign that there is such a certificate
   * @param anchors the source of the trust anchors
   */
  record MissingIntermediate(CertificateSummary certificate, PeerText hint, String anchors)
      implements UnknownAuthority {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "missing-intermediate",
          "the server does not present the certificate of its issuer, " + certificate.issuer(),
          List.of(
              "expected:  a certificate issued by an authority in " + anchors,
              "presented: " + certificate,
              "hint:      " + hint),
          "ask the operator to install the certificate with all its intermediate certificates (RFC 8446, section 4.4.2); browsers may hide the fault because they fetch the missing one");
    }
  }

  /**
   * The certificate was made by a product that inspects TLS connections on this machine or network.
   *
   * @param certificate the server's certificate
   * @param issuer the issuer whose name shows the product
   * @param product the product
   */
  record InspectedConnection(CertificateSummary certificate, PeerText issuer, String product)
      implements UnknownAuthority {
    /**
     * Returns false: the digest of a certificate of another party says nothing about the server.
     */
    @Override
    public boolean mayBeAccepted() {
      return false;
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "inspected-connection",
          "the certificate seems to come from " + product + ", which reads TLS connections",
          List.of("issuer:    " + issuer, "presented: " + certificate),
          "exclude this server from inspection; only if you want your mail to be read there, set mail.<protocol>.security.trust-anchors to a file with the product's certificate");
    }
  }

  /**
   * A certificate names an issuer whose key did not sign it (RFC 5280, section 6.1.3).
   *
   * @param certificate the certificate with the broken signature
   */
  record BrokenSignature(CertificateSummary certificate) implements PathRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "broken-signature",
          "the signature of the certificate of " + certificate.subject() + " is wrong",
          List.of(
              "expected:  a signature by the key that the certificate names (RFC 5280, section 6.1.3)",
              "presented: " + certificate),
          "ask the operator to install the certificate again; if it is correct there, a device on the network path changed it");
    }
  }

  /**
   * There are more authorities below an authority than it, or this account, allows (RFC 5280,
   * section 4.2.1.9).
   *
   * @param certificate the authority; or the server, if it is this account's limit
   * @param allowed the maximum number of authorities between the two
   * @param source the source of the limit
   */
  record PathLength(CertificateSummary certificate, int allowed, String source)
      implements PathRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "path-length",
          "the path has more authorities than "
              + source
              + " allows: at most "
              + allowed
              + " (RFC 5280, section 4.2.1.9)",
          List.of("presented: " + certificate),
          "ask the operator for a certificate with a shorter path");
    }
  }

  /**
   * An authority of the path may not issue certificates with a name that a certificate below it has
   * (RFC 5280, section 4.2.1.10; RFC 4985, section 4).
   *
   * @param certificate the certificate with the name
   * @param authority the authority that is constrained
   * @param name the name
   * @param rule the constraint
   */
  record NameConstraint(
      CertificateSummary certificate, CertificateSummary authority, PeerText name, PeerText rule)
      implements PathRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "name-constraint",
          "the authority "
              + authority.subject()
              + " may not issue certificates for "
              + name
              + ": "
              + rule,
          List.of("presented: " + certificate, "authority: " + authority),
          "ask the operator for a certificate from an authority that may issue it for all its names");
    }
  }

  /**
   * The certificates need more work to verify than those of any honest server.
   *
   * @param what the limit that was exceeded
   */
  record TooMuchWork(String what) implements PathRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "too-much-work",
          "the server's certificates are too large or too many: " + what,
          "ask the operator to present the server's certificate and its intermediate certificates only");
    }
  }

  /**
   * The path is good, but none of its keys is pinned.
   *
   * @param pinned the configured pins
   * @param presented the pins of the path's keys, end-entity first
   */
  record PinMismatch(Collection<Pin> pinned, List<Pin> presented) implements PathRefusal {
    public PinMismatch {
      pinned = List.copyOf(pinned);
      presented = List.copyOf(presented);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "pin-mismatch",
          "none of the server's keys matches a pin",
          List.of(
              "pinned:    " + RefusalText.someOf(pinned.stream().map(Pin::toString).toList()),
              "presented: "
                  + presented.stream().map(Pin::toString).collect(Collectors.joining(", "))),
          "ask the operator whether the key was changed; if it was, set mail.<protocol>.security.pins="
              + presented.get(0)
              + ", the server's own key. The other presented pins are keys of its authorities");
    }
  }

  /** Returns the remedy by which a certificate is trusted in addition to the current anchors. */
  private static String trusting(String anchors, String certificate) {
    return anchors.equals(new AnchorSource.PlatformAnchors().toString())
        ? "set mail.<protocol>.security.trust-anchors to a file that contains " + certificate
        : "add " + certificate + " to mail.<protocol>.security.trust-anchors";
  }
}
