package io.github.mailclad.refusal;

import io.github.mailclad.internal.text.Ascii;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * There is no OAuth token for a login, because the token server gave none, or could not be asked.
 * No refusal contains a token or a secret.
 */
public sealed interface OAuthRefusal extends Refusal {

  /**
   * The token server answered a token request with an error (RFC 6749, section 5.2).
   *
   * @param meaning the meaning of the error
   * @param server the address of the token endpoint, without a query
   * @param error the error code of the server
   * @param description the description of the server; empty for none
   */
  record TokenRejected(Meaning meaning, PeerText server, PeerText error, PeerText description)
      implements OAuthRefusal {

    /** The errors that need different remedies. */
    public enum Meaning {
      /**
       * The refresh token or the assertion is not accepted: expired, revoked, or of another client.
       */
      INVALID_GRANT(
          "oauth-invalid-grant",
          "the token server does not accept the refresh token or the assertion",
          "sign in again for a new refresh token (mail.<protocol>.security.oauth-refresh-token); it may have expired or been revoked, or belong to another client. For a service account, check that it may act for this user"),
      /** The client is unknown, or its secret or key is wrong. */
      INVALID_CLIENT(
          "oauth-invalid-client",
          "the token server does not accept the client",
          "check mail.<protocol>.security.oauth-client-id and the client's secret or private key; secrets of clients expire"),
      /** The client may not use this grant. */
      UNAUTHORIZED_CLIENT(
          "oauth-unauthorized-client",
          "the client may not get tokens in this way",
          "ask the administrator of the token server to permit this grant for the client (mail.<protocol>.security.oauth-client-id)"),
      /** The scope is unknown, malformed, or more than was granted. */
      INVALID_SCOPE(
          "oauth-invalid-scope",
          "the token server does not grant the scope",
          "correct mail.<protocol>.security.oauth-scope as the provider documents it, or ask the administrator to grant it to the client"),
      /** A person has to sign in or to consent. */
      INTERACTION_REQUIRED(
          "oauth-interaction-required",
          "the token server wants a person to sign in or to consent",
          "sign in again with a browser and set the new mail.<protocol>.security.oauth-refresh-token, or ask the administrator to consent for the client"),
      /** The person did not permit the sign-in on another device. */
      SIGN_IN_DECLINED(
          "oauth-sign-in-declined",
          "the sign-in was declined",
          "sign in again, and permit the access to mail"),
      /** The code of the sign-in on another device expired (RFC 8628, section 3.5). */
      SIGN_IN_EXPIRED(
          "oauth-sign-in-expired",
          "the code of the sign-in has expired",
          "begin the sign-in again, and enter the new code within its time"),
      /** Any other error. */
      OTHER(
          "oauth-rejected",
          "the token server rejects the request",
          "compare mail.<protocol>.security.oauth-token-endpoint and the other oauth- settings with the documentation of the token server");

      private final String code;
      private final String summary;
      private final String remedy;

      Meaning(String code, String summary, String remedy) {
        this.code = code;
        this.summary = summary;
        this.remedy = remedy;
      }

      /** Returns the meaning of an error code and its description. */
      public static Meaning of(String error, String description) {
        String meant = MicrosoftError.in(description).map(MicrosoftError::error).orElse(error);
        return switch (Ascii.lowerCase(meant)) {
          case "invalid_grant" -> INVALID_GRANT;
          case "invalid_client" -> INVALID_CLIENT;
          case "unauthorized_client" -> UNAUTHORIZED_CLIENT;
          case "invalid_scope" -> INVALID_SCOPE;
          case "interaction_required", "consent_required", "login_required" -> INTERACTION_REQUIRED;
          default -> OTHER;
        };
      }
    }

    @Override
    public RefusalText text() {
      List<String> lines = new ArrayList<>();
      lines.add("token server: " + server);
      lines.add("error:        " + error);
      if (!description.isEmpty()) {
        lines.add("description:  " + description);
      }
      return new RefusalText(
          meaning.code,
          meaning.summary,
          lines,
          MicrosoftError.in(description.toString())
              .map(MicrosoftError::remedy)
              .orElse(meaning.remedy));
    }
  }

  /**
   * The token server is not available now, or asks to wait. Trying again later may help.
   *
   * @param server the address of the token endpoint, without a query
   * @param reason the reason
   * @param pause the time in which no further request is sent
   */
  record TokenServerUnavailable(PeerText server, PeerText reason, Duration pause)
      implements OAuthRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "oauth-unavailable",
          "the token server is not available: " + reason,
          List.of(
              "token server: " + server,
              "no further request for " + Math.max(1, pause.toSeconds()) + " s"),
          "try again later; check that this machine reaches the token server, through the proxy of mail.<protocol>.proxy.host if one is set");
    }
  }

  /**
   * The token server was not verified. Nothing was sent to it.
   *
   * @param server the address that was asked, without a query
   * @param refusal the reason, in the words of a mail server
   */
  record TokenServerUnverified(PeerText server, Refusal refusal) implements OAuthRefusal {
    @Override
    public RefusalText text() {
      List<String> lines = new ArrayList<>();
      lines.add("token server: " + server);
      lines.add("reason:       " + refusal.summary() + " [" + refusal.code() + "]");
      lines.addAll(refusal.details());
      return new RefusalText(
          "oauth-server-unverified",
          "the token server is not verified, and nothing was sent to it",
          lines,
          refusal instanceof HandshakeRefusal.KeyExchangeRefused
              ? "use Java 27 or later and a token server with X25519MLKEM768, or set mail.<protocol>.security.key-exchange=any, which holds for the mail server too; tls-provider has no effect on token servers"
              : "check the address of the token server; name a private authority in mail.<protocol>.security.oauth-trust-anchors");
    }
  }

  /**
   * The answer of the token server is not one of RFC 6749, section 5.1, or RFC 8414, section 3.2.
   *
   * @param server the address that was asked, without a query
   * @param problem the problem
   */
  record TokenAnswerMalformed(PeerText server, PeerText problem) implements OAuthRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "oauth-malformed-answer",
          "the answer of the token server cannot be used: " + problem,
          List.of("token server: " + server),
          "check mail.<protocol>.security.oauth-token-endpoint or mail.<protocol>.security.oauth-issuer: the address may be of a page for people, or of a proxy");
    }
  }

  /**
   * The metadata of the issuer name another issuer (RFC 8414, section 3.3). No secret was sent.
   *
   * @param expected the issuer of the settings
   * @param stated the issuer in the metadata
   */
  record IssuerMismatch(PeerText expected, PeerText stated) implements OAuthRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "oauth-issuer-mismatch",
          "the metadata of the issuer name another issuer",
          List.of("expected: " + expected, "stated:   " + stated),
          "set mail.<protocol>.security.oauth-issuer to exactly the issuer that the token server states, if it is yours");
    }
  }

  /**
   * A token cannot be requested with what is on this machine: a file, a key, or a library.
   *
   * @param problem the problem; never a secret
   * @param setting the setting to correct; null for none
   */
  record TokenRequestImpossible(PeerText problem, @Nullable String setting)
      implements OAuthRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "oauth-request-impossible",
          "a token cannot be requested: " + problem,
          setting == null
              ? "put the jars of com.nimbusds:oauth2-oidc-sdk on the class path"
              : "correct mail.<protocol>.security." + setting);
    }
  }
}
