package io.github.mailclad.embedded;

/** A mail provider that {@link EmbeddedProviders} can play, by what it does right or wrong. */
public enum EmbeddedProvider {
  /** All is as it should be. */
  GOOD("example.org", "does everything right"),
  /** Its certificate is for another host. */
  MISNAMED("misnamed.example", "shows the certificate of another host"),
  /** It made its certificate itself. */
  SELF_SIGNED("selfsigned.example", "shows a certificate that nobody vouches for"),
  /** Its certificate was good once. */
  EXPIRED("expired.example", "shows a certificate that has expired"),
  /** It speaks in the clear where TLS belongs. */
  PLAINTEXT("plaintext.example", "has no TLS at all"),
  /** Its domain has no records of mail servers. */
  UNPUBLISHED("unpublished.example", "does not publish its servers"),
  /** Unsigned records name a server of another domain, which is a good one. */
  OUTSIDE("outside.example", "names servers of another domain, in records that nobody signed"),
  /** It made its certificate itself, with a name that is a script. */
  RUDE("rude.example", "shows a certificate with a script in its name");

  private final String domain;
  private final String conduct;

  EmbeddedProvider(String domain, String conduct) {
    this.domain = domain;
    this.conduct = conduct;
  }

  /** Its domain. */
  public String domain() {
    return domain;
  }

  /** The address of its one user, whose password is {@link EmbeddedServer#PASSWORD}. */
  public String address() {
    return "alice@" + domain;
  }

  /** What it does, for people: goes on from its name. */
  public String conduct() {
    return conduct;
  }

  /** Its mail server. */
  String host() {
    return switch (this) {
      case OUTSIDE -> "mail.hoster.example";
      // without a minimum level the system's own names count
      case PLAINTEXT -> "localhost";
      default -> "mail." + domain;
    };
  }
}
