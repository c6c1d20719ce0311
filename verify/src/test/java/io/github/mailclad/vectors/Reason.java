package io.github.mailclad.vectors;

/** The reason why Mailclad differs from the author of a case. */
public enum Reason {
  ISSUANCE(
      "A duty of the authority, not of the verifier",
      "RFC 5280, section 4.2, asks conforming authorities for certain key identifiers, serial numbers, forms of authorityInfoAccess, and critical extensions. Path validation (section 6) does not look at them, and a certificate without them proves no less. Private authorities, which many mail servers use, leave them out. Name constraints, policy constraints and inhibitAnyPolicy that are not critical are applied all the same."),
  LEADING_DOT(
      "A dNSName constraint with a leading dot",
      "RFC 5280 has no such form for DNS names. The JDK, OpenSSL, Go and rustls accept it, and private authorities that follow a common recipe use it. Mailclad reads it in the narrow sense: names below the domain are permitted and the domain itself is not; where it is excluded, both are."),
  BASELINE_REQUIREMENTS(
      "A rule of the CA/Browser Forum for public authorities",
      "The Baseline Requirements bind authorities that browsers trust: which extensions a root may have and in what form, sizes of RSA keys, whether a server's certificate must have an extended key usage and what may stand there beside serverAuth. An authority that a user trusts may be a private one, and none of this says whose key it is."),
  COMMON_NAME(
      "A Common Name, which is never read",
      "The Baseline Requirements say how a Common Name has to repeat a name of the subjectAltName. Mailclad never reads a Common Name (RFC 9525, section 2), so a Common Name cannot mislead it."),
  PUBLIC_SUFFIX(
      "A wildcard below a public suffix",
      "The list of public suffixes, co.uk among them, changes every week, and a library cannot carry it for years. A wildcard needs two labels behind it; beyond that the authority answers for what it issues."),
  CLIENT_CERTIFICATE(
      "A certificate of a client",
      "PeerVerifier verifies servers and cannot be asked about a client. It refuses every server whose certificate is for clientAuth alone, as in these ten cases. So it would agree with five of them for the wrong reason; all ten count as not passed."),
  AUTHORITY_AS_SERVER(
      "Stricter: the certificate of an authority never identifies a server",
      "The end-entity must not be a CA certificate: the holder of its key can issue certificates for every other name."),
  COMMON_NAME_UNDER_CONSTRAINTS(
      "Stricter: what the platform's rule for name constraints adds",
      "An intermediate without a subjectAltName has a Common Name that looks like a host name. The platform judges every path last; it reads the Common Name as a host name and applies the name constraints to it. It does so without Mailclad too.");

  private final String title;
  private final String sentence;

  Reason(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  /** The reason as a heading. */
  public String title() {
    return title;
  }

  /** The reason in full. */
  public String sentence() {
    return sentence;
  }

  /** Returns whether a written rule of Mailclad refuses more than the author of the case does. */
  boolean isStricterRule() {
    return this == AUTHORITY_AS_SERVER || this == COMMON_NAME_UNDER_CONSTRAINTS;
  }

  /** Returns whether Mailclad is not made for the case. */
  boolean isOutOfScope() {
    return this == CLIENT_CERTIFICATE;
  }
}
