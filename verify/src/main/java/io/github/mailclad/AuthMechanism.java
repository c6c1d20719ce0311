package io.github.mailclad;

import io.github.mailclad.internal.text.Ascii;
import java.util.List;
import java.util.Optional;

/**
 * A SASL mechanism (RFC 4422) that can log in to a mail server. Mechanisms that use MD5 digests
 * (CRAM-MD5, DIGEST-MD5, NTLM, APOP) are not included: they do not authenticate the server, and a
 * recorded exchange gives the password away.
 */
public enum AuthMechanism {
  /** Salted challenge with SHA-512, bound to the TLS connection (RFC 5802). */
  SCRAM_SHA_512_PLUS("SCRAM-SHA-512-PLUS", Secret.PASSWORD),
  /** Salted challenge, bound to the TLS connection (RFC 5802, RFC 7677). */
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Secret.PASSWORD),
  /** Salted challenge with SHA-512 (RFC 5802). */
  SCRAM_SHA_512("SCRAM-SHA-512", Secret.PASSWORD),
  /** Salted challenge (RFC 5802, RFC 7677). */
  SCRAM_SHA_256("SCRAM-SHA-256", Secret.PASSWORD),
  /** The password inside of TLS (RFC 4616). */
  PLAIN("PLAIN", Secret.PASSWORD),
  /**
   * The password inside of TLS, in the form that the protocol has: {@code AUTH LOGIN}, the IMAP
   * command {@code LOGIN}, or {@code USER} and {@code PASS} of POP3.
   */
  LOGIN("LOGIN", Secret.PASSWORD),
  /** The client certificate of the TLS connection (RFC 4422, appendix A). */
  EXTERNAL("EXTERNAL", Secret.CLIENT_CERTIFICATE),
  /** An OAuth 2.0 token (RFC 7628). */
  OAUTHBEARER("OAUTHBEARER", Secret.TOKEN),
  /** An OAuth 2.0 token, as Google and Microsoft had it before RFC 7628. */
  XOAUTH2("XOAUTH2", Secret.TOKEN);

  /**
   * The mechanisms that are allowed where nothing is configured and no tokens are supplied, the
   * best one first.
   */
  public static final List<AuthMechanism> BY_DEFAULT =
      List.of(SCRAM_SHA_512_PLUS, SCRAM_SHA_256_PLUS, SCRAM_SHA_512, SCRAM_SHA_256, PLAIN, LOGIN);

  /** The mechanisms that are allowed where nothing is configured and tokens are supplied. */
  public static final List<AuthMechanism> WITH_TOKENS = List.of(OAUTHBEARER, XOAUTH2);

  private final String saslName;
  private final Secret secret;

  AuthMechanism(String saslName, Secret secret) {
    this.saslName = saslName;
    this.secret = secret;
  }

  /** The kind of secret with which a mechanism proves the identity. */
  public enum Secret {
    /** A password. */
    PASSWORD,
    /** An OAuth 2.0 token; it is never used as a password. */
    TOKEN,
    /** The private key of a client certificate. */
    CLIENT_CERTIFICATE
  }

  /** Returns the registered name. */
  public String saslName() {
    return saslName;
  }

  /** Returns the kind of secret with which this mechanism proves the identity. */
  public Secret secret() {
    return secret;
  }

  /** Returns whether this is a mechanism of RFC 5802, bound to the connection or not. */
  public boolean isScram() {
    return saslName.startsWith("SCRAM-");
  }

  /** Returns whether this mechanism binds the login to the TLS connection (RFC 5802, section 6). */
  public boolean isBound() {
    return saslName.endsWith("-PLUS");
  }

  /** Returns the mechanism with the same exchange and no channel binding; often this one. */
  public AuthMechanism unbound() {
    return switch (this) {
      case SCRAM_SHA_512_PLUS -> SCRAM_SHA_512;
      case SCRAM_SHA_256_PLUS -> SCRAM_SHA_256;
      default -> this;
    };
  }

  /** Returns the mechanism of a name, in any case; empty if Mailclad does not implement it. */
  public static Optional<AuthMechanism> of(String name) {
    String upper = Ascii.upperCase(name);
    for (AuthMechanism mechanism : values()) {
      if (mechanism.saslName.equals(upper)) {
        return Optional.of(mechanism);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return saslName;
  }
}
