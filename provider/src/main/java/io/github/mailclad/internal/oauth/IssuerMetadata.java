package io.github.mailclad.internal.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.https.HttpsResponse;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import io.github.mailclad.refusal.OAuthRefusal.IssuerMismatch;
import io.github.mailclad.refusal.OAuthRefusal.TokenAnswerMalformed;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.PeerText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The metadata of an issuer (RFC 8414, section 3), which name its token endpoint. They are used
 * only if they state exactly that issuer. Requests for them carry nothing of the account.
 *
 * @param rules the rules of the account
 * @param https exchanges a request for a response of a verified server
 */
record IssuerMetadata(OAuthRules rules, Function<HttpsRequest, Outcome<HttpsResponse>> https) {

  /** Returns the token endpoint: the configured one, or the one in the metadata. */
  Outcome<TokenEndpoint> endpoint() {
    return rules.server() instanceof OAuthRules.TokenServer.TokenEndpoint given
        ? Outcome.of(new TokenEndpoint(given.address(), given.device(), SecretPlace.BASIC))
        : ofIssuer(rules.server().address());
  }

  private Outcome<TokenEndpoint> ofIssuer(URI issuer) {
    URI first = between(issuer, "/.well-known/oauth-authorization-server");
    return get(first)
        .then(
            response ->
                response.status() == 404
                    // as older servers have them (OpenID Connect Discovery 1.0, section 4)
                    ? ofOpenId(issuer)
                    : parsed(issuer, first, response));
  }

  private Outcome<TokenEndpoint> ofOpenId(URI issuer) {
    URI address =
        URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    return get(address).then(response -> parsed(issuer, address, response));
  }

  private Outcome<HttpsResponse> get(URI address) {
    return https.apply(HttpsRequest.get(address, Map.of("Accept", "application/json")));
  }

  private static URI between(URI issuer, String wellKnown) {
    String path = issuer.getRawPath() == null ? "" : issuer.getRawPath().replaceFirst("/$", "");
    return URI.create("https://" + issuer.getRawAuthority() + wellKnown + path);
  }

  private static Outcome<TokenEndpoint> parsed(URI issuer, URI address, HttpsResponse response) {
    int status = response.status();
    if (status == 429 || status >= 500) {
      return Outcome.refused(
          new TokenServerUnavailable(
              TokenEndpoint.shown(address), PeerText.of("HTTP status " + status), Duration.ZERO));
    }
    if (status != 200) {
      return malformed(address, "there are no metadata of the issuer (HTTP status " + status + ")");
    }
    AuthorizationServerMetadata metadata;
    try {
      metadata =
          AuthorizationServerMetadata.parse(new String(response.body(), StandardCharsets.UTF_8));
    } catch (ParseException | IllegalArgumentException e) {
      return malformed(address, "it has no metadata of an issuer");
    }
    String stated = String.valueOf(metadata.getIssuer());
    if (!stated.equals(issuer.toString())) {
      return Outcome.refused(
          new IssuerMismatch(PeerText.of(issuer.toString()), PeerText.of(stated)));
    }
    URI endpoint = metadata.getTokenEndpointURI();
    URI device = metadata.getDeviceAuthorizationEndpointURI();
    return endpoint != null && isHttps(endpoint)
        ? Outcome.of(
            new TokenEndpoint(
                endpoint, device != null && isHttps(device) ? device : null, secretPlace(metadata)))
        : malformed(address, "its metadata have no token endpoint that begins with https:");
  }

  private static boolean isHttps(URI endpoint) {
    try {
      HttpsRequest.get(endpoint);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static SecretPlace secretPlace(AuthorizationServerMetadata metadata) {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    return methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        ? SecretPlace.POST
        : SecretPlace.BASIC;
  }

  private static Outcome<TokenEndpoint> malformed(URI address, String problem) {
    return Outcome.refused(
        new TokenAnswerMalformed(TokenEndpoint.shown(address), PeerText.of(problem)));
  }
}
