package io.github.mailclad.internal.trust;

/** The kinds of names to which name constraints apply. */
public enum NameKind {
  DNS("dNSName"),
  IP("iPAddress"),
  EMAIL("rfc822Name"),
  URI("uniformResourceIdentifier"),
  DIRECTORY("directoryName"),
  /** {@code id-on-dnsSRV} (RFC 4985). */
  SRV("SRVName"),
  /** Any other kind; no standard defines its constraints. */
  OTHER("other name");

  private final String standardName;

  NameKind(String standardName) {
    this.standardName = standardName;
  }

  /** Returns the name of the kind in the standards. */
  public String standardName() {
    return standardName;
  }
}
