package io.github.mailclad.internal.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.https.HttpsResponse;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    return exchange(() -> tokenRequest(endpoint, secrets, user).toHTTPRequest())
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
    return exchange(() -> deviceRequest(endpoint, device, secrets).toHTTPRequest())
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

  /** A request to form. */
  private interface Formation {
    HTTPRequest request() throws JOSEException;
  }

  private Outcome<HttpsResponse> exchange(Formation formation) {
    HttpsRequest request;
    try {
      request = https(formation.request());
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

  private static HttpsRequest https(HTTPRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request.getHeaderMap().forEach((name, values) -> headers.put(name, values.get(0)));
    headers.put("Accept", "application/json");
    byte[] body = Objects.requireNonNull(request.getBody()).getBytes(StandardCharsets.UTF_8);
    return new HttpsRequest(request.getURI(), headers, body);
  }

  private TokenRequest tokenRequest(TokenEndpoint endpoint, PresentedSecrets secrets, String user)
      throws JOSEException {
    AuthorizationGrant grant = grant(endpoint, secrets, user);
    if (rules.grant() instanceof Grant.ServiceAccount) {
      return new TokenRequest.Builder(endpoint.address(), grant).build();
    }
    ClientAuthentication proof = authentication(endpoint, secrets);
    TokenRequest.Builder request =
        proof == null
            ? new TokenRequest.Builder(endpoint.address(), new ClientID(rules.clientId()), grant)
            : new TokenRequest.Builder(endpoint.address(), proof, grant);
    // a device code has its scope already
    boolean scoped = !rules.scope().isEmpty() && secrets.deviceCode() == null;
    return (scoped ? request.scope(scope()) : request).build();
  }

  private DeviceAuthorizationRequest deviceRequest(
      TokenEndpoint endpoint, URI device, PresentedSecrets secrets) throws JOSEException {
    ClientAuthentication proof = authentication(endpoint, secrets);
    DeviceAuthorizationRequest.Builder request =
        proof == null
            ? new DeviceAuthorizationRequest.Builder(new ClientID(rules.clientId()))
            : new DeviceAuthorizationRequest.Builder(proof);
    return (rules.scope().isEmpty() ? request : request.scope(scope())).endpointURI(device).build();
  }

  /** Returns the proof of the client; null for a public one. */
  private @Nullable ClientAuthentication authentication(
      TokenEndpoint endpoint, PresentedSecrets secrets) throws JOSEException {
    if (rules.proof() instanceof ClientProof.ClientSecret proof) {
      ClientID client = new ClientID(rules.clientId());
      Secret secret = new Secret(Objects.requireNonNull(secrets.clientSecret()));
      return endpoint.placeOf(proof) == SecretPlace.BASIC
          ? new ClientSecretBasic(client, secret)
          : new ClientSecretPost(client, secret);
    }
    return rules.proof() instanceof ClientProof.SignedAssertion assertion
        ? new Assertions(Objects.requireNonNull(secrets.key()), now)
            .ofClient(assertion, rules.clientId(), endpoint.address())
        : null;
  }

  private AuthorizationGrant grant(TokenEndpoint endpoint, PresentedSecrets secrets, String user)
      throws JOSEException {
    if (secrets.deviceCode() != null) {
      return new DeviceCodeGrant(new DeviceCode(secrets.deviceCode()));
    }
    if (rules.grant() instanceof Grant.RefreshToken) {
      return new RefreshTokenGrant(
          new com.nimbusds.oauth2.sdk.token.RefreshToken(
              Objects.requireNonNull(secrets.refreshToken())));
    }
    if (rules.grant() instanceof Grant.ServiceAccount account) {
      return new Assertions(Objects.requireNonNull(secrets.key()), now)
          .aboutUser(account, rules.clientId(), user, endpoint.address(), scope());
    }
    return new ClientCredentialsGrant();
  }

  private Scope scope() {
    return new Scope(rules.scope().toArray(new String[0]));
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
