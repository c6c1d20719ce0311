package io.github.mailclad.internal.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client to its token server.
 *
 * @param now the instant of the requests
 */
record TokenRequests(
    OAuthRules rules, TokenEndpoint endpoint, PresentedSecrets secrets, Instant now) {

  /**
   * Returns the request for an access token.
   *
   * @param user the user of the login, for an assertion about the user
   */
  HttpsRequest forToken(String user) throws JOSEException {
    return https(tokenRequest(user).toHTTPRequest());
  }

  /**
   * Returns the request for the codes of a sign-in on another device (RFC 8628, section 3.1).
   *
   * @param device the endpoint that gives them
   */
  HttpsRequest forCodes(URI device) throws JOSEException {
    ClientAuthentication proof = authentication();
    DeviceAuthorizationRequest.Builder request =
        proof == null
            ? new DeviceAuthorizationRequest.Builder(new ClientID(rules.clientId()))
            : new DeviceAuthorizationRequest.Builder(proof);
    return https(
        (rules.scope().isEmpty() ? request : request.scope(scope()))
            .endpointURI(device)
            .build()
            .toHTTPRequest());
  }

  private TokenRequest tokenRequest(String user) throws JOSEException {
    AuthorizationGrant grant = grant(user);
    if (rules.grant() instanceof Grant.ServiceAccount) {
      return new TokenRequest.Builder(endpoint.address(), grant).build();
    }
    ClientAuthentication proof = authentication();
    TokenRequest.Builder request =
        proof == null
            ? new TokenRequest.Builder(endpoint.address(), new ClientID(rules.clientId()), grant)
            : new TokenRequest.Builder(endpoint.address(), proof, grant);
    // a device code has its scope already
    boolean scoped = !rules.scope().isEmpty() && secrets.deviceCode() == null;
    return (scoped ? request.scope(scope()) : request).build();
  }

  /** Returns the proof of the client; null for a public one. */
  private @Nullable ClientAuthentication authentication() throws JOSEException {
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

  private AuthorizationGrant grant(String user) throws JOSEException {
    if (secrets.deviceCode() != null) {
      return new DeviceCodeGrant(new DeviceCode(secrets.deviceCode()));
    }
    if (rules.grant() instanceof Grant.RefreshToken) {
      return new RefreshTokenGrant(
          new com.nimbusds.oauth2.sdk.token.RefreshToken(
              Objects.requireNonNull(secrets.refreshToken())));
    }
    if (rules.grant() instanceof Grant.ServiceAccount) {
      ServiceAccountKey account = Objects.requireNonNull(secrets.account());
      return new Assertions(account.key(), now)
          .aboutUser(account, user, endpoint.address(), scope());
    }
    return new ClientCredentialsGrant();
  }

  private Scope scope() {
    return new Scope(rules.scope().toArray(new String[0]));
  }

  private static HttpsRequest https(HTTPRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request.getHeaderMap().forEach((name, values) -> headers.put(name, values.get(0)));
    headers.put("Accept", "application/json");
    byte[] body = Objects.requireNonNull(request.getBody()).getBytes(StandardCharsets.UTF_8);
    return new HttpsRequest(request.getURI(), headers, body);
  }
}
