package io.github.mailclad.vectors;

/** Why Mailclad says something else to a case than its author. */
public enum Reason {
  ISSUANCE(
      "A duty of the authority, not of who verifies",
      "Key identifiers, serial numbers, and which extensions are critical are what RFC 5280, section 4.2, asks of conforming authorities when they issue. Path validation (section 6) does not look at"
          + " them, and a certificate without them proves no less. Private authorities, which mail servers often have, leave them out."),
  BASELINE_REQUIREMENTS(
      "A rule of the CA/Browser Forum for public authorities",
      "The Baseline Requirements bind authorities that browsers trust: how a Common Name repeats a name, what must not be in a root, sizes of RSA keys. Mailclad never reads a Common Name, and an authority"
          + " that a user trusts may be a private one."),
  PUBLIC_SUFFIX(
      "A wildcard below a public suffix",
      "Whether co.uk is a public suffix stands in a list that changes every week and that no library can carry for years. A wildcard needs two labels behind it; beyond that the authority answers for what"
          + " it issues."),
  ANCHOR_AS_GIVEN(
      "A trust anchor is taken as it was given",
      "An anchor is a name and a key that somebody chose to trust (RFC 5280, section 6.1.1, item d). Its own form, key size and signature prove nothing and are not judged; its name constraints and its"
          + " validity are."),
  CLIENT_CERTIFICATE(
      "A client's certificate, which was not asked about",
      "PeerVerifier verifies servers. These cases verify a client by its mail address; they count as not passed."),
  AUTHORITY_AS_SERVER(
      "Stricter: the certificate of an authority never identifies a server",
      "The end-entity must not be a CA certificate: whoever holds its key can issue certificates for every other name."),
  TOO_MANY_CERTIFICATES(
      "Stricter: more certificates than any honest server sends",
      "The work that a stranger can cause is bounded: a chain of more than 16 certificates is refused before a path is sought."),
  NOT_YET("Not judged yet", "The rule is not built yet.");

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

  /** Whether a written rule of ours refuses more than the author of the case does. */
  boolean isStricterRule() {
    return this == AUTHORITY_AS_SERVER || this == TOO_MANY_CERTIFICATES;
  }

  /** Whether Mailclad is not made for the case. */
  boolean isOutOfScope() {
    return this == CLIENT_CERTIFICATE || this == NOT_YET;
  }
}
