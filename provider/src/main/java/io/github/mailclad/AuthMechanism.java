package io.github.mailclad;

import io.github.mailclad.internal.text.Ascii;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A SASL mechanism (RFC 4422) that can log in to a mail server. Digests of MD5 (CRAM-MD5,
 * DIGEST-MD5, NTLM, APOP) are not here: they prove nothing of the server and give a password away
 * to whoever keeps the exchange.
 */
public enum AuthMechanism {
  /** Salted challenge, bound to the TLS connection (RFC 5802, RFC 7677). */
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Secret.PASSWORD),
  /** Salted challenge (RFC 5802, RFC 7677). */
  SCRAM_SHA_256("SCRAM-SHA-256", Secret.PASSWORD),
  /** The password inside of TLS (RFC 4616). */
  PLAIN("PLAIN", Secret.PASSWORD),
  /**
   * The password inside of TLS, in whichever form the protocol has: {@code AUTH LOGIN}, the IMAP
   * command {@code LOGIN}, or {@code USER} and {@code PASS} of POP3.
   */
  LOGIN("LOGIN", Secret.PASSWORD),
  /** The client certificate of the TLS connection (RFC 4422, appendix A). */
  EXTERNAL("EXTERNAL", Secret.CLIENT_CERTIFICATE),
  /** An OAuth 2.0 token (RFC 7628). */
  OAUTHBEARER("OAUTHBEARER", Secret.TOKEN),
  /** An OAuth 2.0 token, as Google and Microsoft had it before RFC 7628. */
  XOAUTH2("XOAUTH2", Secret.TOKEN);

  /** What is allowed where nothing is configured and no tokens are supplied, the best one first. */
  public static final List<AuthMechanism> BY_DEFAULT =
      List.of(SCRAM_SHA_256_PLUS, SCRAM_SHA_256, PLAIN, LOGIN);

  /** What is allowed where nothing is configured and tokens are supplied. */
  public static final List<AuthMechanism> WITH_TOKENS = List.of(OAUTHBEARER, XOAUTH2);

  private final String saslName;
  private final Secret secret;

  AuthMechanism(String saslName, Secret secret) {
    this.saslName = saslName;
    this.secret = secret;
  }

  /** What a mechanism proves the identity with. */
  public enum Secret {
    /** A password. */
    PASSWORD,
    /** An OAuth 2.0 token; it is never used as a password. */
    TOKEN,
    /** The private key of a client certificate. */
    CLIENT_CERTIFICATE
  }

  /** The registered name. */
  public String saslName() {
    return saslName;
  }

  /** What it proves the identity with. */
  public Secret secret() {
    return secret;
  }

  /** The mechanism of that name in any case; empty if Mailclad has none. */
  public static Optional<AuthMechanism> of(String name) {
    String upper = Ascii.upperCase(name);
    return Arrays.stream(values()).filter(m -> m.saslName.equals(upper)).findFirst();
  }

  @Override
  public String toString() {
    return saslName;
  }
}
