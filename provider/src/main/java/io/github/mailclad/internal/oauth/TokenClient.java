package io.github.mailclad.internal.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.https.HttpsResponse;
import io.github.mailclad.refusal.OAuthRefusal.TokenAnswerMalformed;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnverified;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests tokens for one account from its token server. Every request is one exchange over HTTPS
 * with a verified server; redirects are not followed. For one thread at a time.
 */
final class TokenClient {
  /** The syntax {@code b64token} of RFC 6750, section 2.1. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

  private static final int LONGEST_TOKEN = 64 << 10;
  private static final long LONGEST_LIFETIME = Duration.ofDays(1).toSeconds();

  /** The lifetime of a token whose answer does not state it. */
  private static final long USUAL_LIFETIME = Duration.ofMinutes(5).toSeconds();

  private final OAuthRules rules;
  private final HttpsClient https;
  private final Instant now;

  /**
   * Creates a client for one request.
   *
   * @param now the instant of the request
   */
  TokenClient(OAuthRules rules, HttpsClient https, Instant now) {
    this.rules = rules;
    this.https = https;
    this.now = now;
  }

  /**
   * Requests an access token.
   *
   * @param user the user of the login, for an assertion about the user
   */
  Outcome<AccessToken> request(PresentedSecrets secrets, String user) {
    return endpoint().then(endpoint -> request(endpoint, secrets, user));
  }

  /** Returns the endpoints of the token server. */
  Outcome<TokenEndpoint> endpoint() {
    return new IssuerMetadata(rules, this::exchange).endpoint();
  }

  /** Requests an access token from that endpoint. */
  Outcome<AccessToken> request(TokenEndpoint endpoint, PresentedSecrets secrets, String user) {
    return exchange(() -> requests(endpoint, secrets).forToken(user))
        .then(response -> usable(endpoint.address(), response))
        .then(response -> answer(endpoint.address(), response, secrets));
  }

  /**
   * Requests the codes of a sign-in on another device (RFC 8628, section 3.1).
   *
   * @param device the endpoint that gives them
   */
  Outcome<DeviceAuthorizationSuccessResponse> deviceCodes(
      TokenEndpoint endpoint, URI device, PresentedSecrets secrets) {
    return exchange(() -> requests(endpoint, secrets).forCodes(device))
        .then(response -> usable(device, response))
        .then(
            response -> {
              try {
                DeviceAuthorizationResponse answer = DeviceAuthorizationResponse.parse(response);
                return answer.indicatesSuccess()
                    ? Outcome.of(answer.toSuccessResponse())
                    : rejected(
                        device, response, answer.toErrorResponse().getErrorObject(), secrets);
              } catch (ParseException | IllegalArgumentException e) {
                return unintelligible(device, response);
              }
            });
  }

  private TokenRequests requests(TokenEndpoint endpoint, PresentedSecrets secrets) {
    return new TokenRequests(rules, endpoint, secrets, now);
  }

  /** A request to form. */
  private interface Formation {
    HttpsRequest request() throws JOSEException;
  }

  private Outcome<HttpsResponse> exchange(Formation formation) {
    HttpsRequest request;
    try {
      request = formation.request();
    } catch (JOSEException e) {
      return impossible("the private key signs no assertion: " + e.getMessage(), "private-key");
    } catch (IllegalArgumentException e) {
      return impossible("the secret does not fit into a header field", "client-secret");
    }
    return exchange(request);
  }

  private static <T> Outcome<T> impossible(String problem, String setting) {
    return Outcome.refused(new TokenRequestImpossible(PeerText.of(problem), "oauth-" + setting));
  }

  /** Exchanges a request for a response; a server that is not verified gets nothing. */
  private Outcome<HttpsResponse> exchange(HttpsRequest request) {
    PeerText server = TokenEndpoint.shown(request.address());
    try {
      Outcome<HttpsResponse> response = https.exchange(request);
      return response.refusal().isEmpty()
          ? response
          : Outcome.refused(new TokenServerUnverified(server, response.refusal().get()));
    } catch (IOException e) {
      return Outcome.refused(
          new TokenServerUnavailable(
              server, PeerText.of(String.valueOf(e.getMessage())), Duration.ZERO));
    }
  }

  /** Returns an answer for the library, or the refusal of one that cannot be an answer of OAuth. */
  private static Outcome<HTTPResponse> usable(URI endpoint, HttpsResponse response) {
    int status = response.status();
    if (status == 429 || status == 408 || status >= 500) {
      return Outcome.refused(
          new TokenServerUnavailable(
              TokenEndpoint.shown(endpoint),
              PeerText.of("HTTP status " + status),
              pause(response)));
    }
    if (status >= 300 && status < 400) {
      return malformed(endpoint, "it redirects to another address, which is not followed");
    }
    HTTPResponse copy = new HTTPResponse(status);
    copy.setHeader("Content-Type", "application/json");
    copy.setBody(new String(response.body(), StandardCharsets.UTF_8));
    return Outcome.of(copy);
  }

  private Outcome<AccessToken> answer(
      URI endpoint, HTTPResponse response, PresentedSecrets secrets) {
    try {
      TokenResponse answer = TokenResponse.parse(response);
      return answer.indicatesSuccess()
          ? token(endpoint, answer.toSuccessResponse())
          : rejected(endpoint, response, answer.toErrorResponse().getErrorObject(), secrets);
    } catch (ParseException | IllegalArgumentException e) {
      // the exception's message may quote the answer
      return unintelligible(endpoint, response);
    }
  }

  private Outcome<AccessToken> token(URI endpoint, AccessTokenResponse answer) {
    com.nimbusds.oauth2.sdk.token.AccessToken token = answer.getTokens().getAccessToken();
    if (!AccessTokenType.BEARER.equals(token.getType())) {
      return malformed(endpoint, "the token is not a bearer token");
    }
    if (token.getValue().length() > LONGEST_TOKEN) {
      return malformed(endpoint, "the token is longer than 64 KiB");
    }
    if (!BEARER.matcher(token.getValue()).matches()) {
      return malformed(endpoint, "the token is not of RFC 6750, section 2.1");
    }
    long stated = token.getLifetime();
    long lifetime = stated <= 0 ? USUAL_LIFETIME : Math.min(stated, LONGEST_LIFETIME);
    long early = Math.min(60, Math.max(1, lifetime / 5));
    com.nimbusds.oauth2.sdk.token.RefreshToken rotated = answer.getTokens().getRefreshToken();
    return Outcome.of(
        new AccessToken(
            token.getValue(),
            now.plusSeconds(lifetime - early),
            now.plusSeconds(lifetime),
            rotated == null ? null : rotated.getValue()));
  }

  private static <T> Outcome<T> rejected(
      URI endpoint, HTTPResponse response, ErrorObject error, PresentedSecrets secrets) {
    String code = error.getCode();
    if (code == null) {
      return unintelligible(endpoint, response);
    }
    String description = error.getDescription() == null ? "" : error.getDescription();
    if (List.of("temporarily_unavailable", "server_error", "slow_down").contains(code)) {
      return Outcome.refused(
          new TokenServerUnavailable(
              TokenEndpoint.shown(endpoint), PeerText.of(code), Duration.ZERO));
    }
    return Outcome.refused(
        new TokenRejected(
            TokenRejected.Meaning.of(code, description),
            TokenEndpoint.shown(endpoint),
            PeerText.of(secrets.hiddenIn(code)),
            PeerText.of(secrets.hiddenIn(description))));
  }

  /** Returns the pause that the server asks for, in seconds only; zero for none. */
  private static Duration pause(HttpsResponse response) {
    return response
        .header("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Integer.parseInt(text)))
        .orElse(Duration.ZERO);
  }

  private static <T> Outcome<T> unintelligible(URI endpoint, HTTPResponse response) {
    return malformed(
        endpoint,
        "it is no answer and no error of OAuth (HTTP status " + response.getStatusCode() + ")");
  }

  private static <T> Outcome<T> malformed(URI endpoint, String problem) {
    return Outcome.refused(
        new TokenAnswerMalformed(TokenEndpoint.shown(endpoint), PeerText.of(problem)));
  }
}
