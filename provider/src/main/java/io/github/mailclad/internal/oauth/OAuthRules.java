package io.github.mailclad.internal.oauth;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Location;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which an account gets its access tokens. Immutable; its text has no secret.
 *
 * @param server the token server
 * @param clientId the identifier of the client at the token server; empty if the key of a service
 *     account has it
 * @param proof the way in which the client authenticates itself
 * @param grant the grant for which it gets tokens
 * @param scope the scope of the tokens; empty for the one that the token server gives by itself
 * @param anchors the trust anchors for the token server; null for those of the mail server
 * @param timeout the time of one request
 */
public record OAuthRules(
    TokenServer server,
    String clientId,
    ClientProof proof,
    Grant grant,
    List<String> scope,
    @Nullable AnchorSource anchors,
    Duration timeout) {
  public OAuthRules {
    scope = List.copyOf(scope);
  }

  /** The token server. Its addresses begin with {@code https:}. */
  public sealed interface TokenServer {
    /** The address that is configured. */
    URI address();

    /**
     * The address to which token requests are sent.
     *
     * @param device the address that gives codes for a sign-in on another device; null for none
     */
    record TokenEndpoint(URI address, @Nullable URI device) implements TokenServer {
      public TokenEndpoint(URI address) {
        this(address, null);
      }
    }

    /** An issuer, whose metadata have the token endpoint (RFC 8414). */
    record Issuer(URI address) implements TokenServer {}
  }

  /** The way in which a client authenticates itself to the token server. */
  public sealed interface ClientProof {
    /** A public client, which has no secret. */
    record PublicClient() implements ClientProof {}

    /**
     * A secret that client and token server share (RFC 6749, section 2.3.1).
     *
     * @param sentIn the place of the secret; null for the header, or for the body if the metadata
     *     of the issuer name only that
     */
    record ClientSecret(SecretSource source, @Nullable SecretPlace sentIn) implements ClientProof {}

    /**
     * A signed assertion (RFC 7523, section 2.2).
     *
     * @param key the private key in PEM, possibly with its certificate
     * @param keyId the identifier of the key for the token server; null for none
     * @param rsa the signature of an RSA key
     */
    record SignedAssertion(Location key, @Nullable String keyId, RsaSignature rsa)
        implements ClientProof {}
  }

  /** The place of a client secret in a request. */
  public enum SecretPlace {
    /** The header field {@code Authorization}. */
    BASIC,
    /** The body of the request. */
    POST
  }

  /** The form of an RSA signature (RFC 7518, section 3). */
  public enum RsaSignature {
    /** RS256. */
    PKCS1,
    /** PS256. */
    PSS
  }

  /** The grant for which a client gets tokens. */
  public sealed interface Grant {
    /** The client itself (RFC 6749, section 4.4). */
    record ClientCredentials() implements Grant {}

    /**
     * A refresh token (RFC 6749, section 6).
     *
     * @param rotated the place of a refresh token that replaces it
     */
    record RefreshToken(SecretSource source, RotatedToken rotated) implements Grant {}

    /**
     * An assertion of a service account about the user (RFC 7523, section 2.1).
     *
     * @param key the private key of the service account: PEM, or JSON of Google
     * @param keyId the identifier of the key for the token server; null for none, or for that in
     *     the JSON
     */
    record ServiceAccount(Location key, @Nullable String keyId) implements Grant {}
  }

  /** The place of a refresh token that the token server gives in place of the used one. */
  public enum RotatedToken {
    /** The memory of this process. */
    MEMORY,
    /** The file of the refresh token, which is replaced. */
    FILE
  }
}
