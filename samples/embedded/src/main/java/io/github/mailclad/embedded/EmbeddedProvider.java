package io.github.mailclad.embedded;

/** A mail provider that {@link EmbeddedProviders} can play, by what it does right or wrong. */
public enum EmbeddedProvider {
  /** Everything is correct. */
  GOOD("example.org", "does everything right"),
  /** Its certificate is for another host. */
  MISNAMED("misnamed.example", "shows the certificate of another host"),
  /** Its certificate is self-signed. */
  SELF_SIGNED("selfsigned.example", "shows a self-signed certificate"),
  /** Its certificate has expired. */
  EXPIRED("expired.example", "shows a certificate that has expired"),
  /** It has no TLS. */
  PLAINTEXT("plaintext.example", "has no TLS at all"),
  /** Its domain publishes no mail servers. */
  UNPUBLISHED("unpublished.example", "does not publish its servers"),
  /** Unsigned records name a server of another domain, which is a good one. */
  OUTSIDE("outside.example", "names servers of another domain, in unsigned records"),
  /** Its certificate is self-signed, with a name that is a script. */
  RUDE("rude.example", "shows a certificate with a script in its name");

  private final String domain;
  private final String conduct;

  EmbeddedProvider(String domain, String conduct) {
    this.domain = domain;
    this.conduct = conduct;
  }

  /** Returns its domain. */
  public String domain() {
    return domain;
  }

  /** Returns the address of its one user, whose password is {@link EmbeddedServer#PASSWORD}. */
  public String address() {
    return "alice@" + domain;
  }

  /** Returns its behaviour in words, to follow its name. */
  public String conduct() {
    return conduct;
  }

  /** Returns the host of its mail server. */
  String host() {
    return switch (this) {
      case OUTSIDE -> "mail.hoster.example";
      // without a minimum level the system's own names count
      case PLAINTEXT -> "localhost";
      default -> "mail." + domain;
    };
  }
}
