package io.github.mailclad.internal.trust;

/** The kinds of names that name constraints of an authority can be evaluated for. */
public enum NameKind {
  DNS("dNSName"),
  IP("iPAddress"),
  EMAIL("rfc822Name"),
  URI("uniformResourceIdentifier"),
  DIRECTORY("directoryName"),
  /** {@code id-on-dnsSRV} (RFC 4985). */
  SRV("SRVName"),
  /** Everything else, of which nobody has said what a constraint would mean. */
  OTHER("other name");

  private final String standardName;

  NameKind(String standardName) {
    this.standardName = standardName;
  }

  /** The name of the kind in the standards. */
  public String standardName() {
    return standardName;
  }
}
