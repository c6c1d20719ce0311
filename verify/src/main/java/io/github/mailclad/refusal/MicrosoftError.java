package io.github.mailclad.refusal;

import java.util.Optional;

/**
 * The frequent errors of Microsoft's token server. Their codes begin its descriptions, and say more
 * than the error of RFC 6749.
 */
enum MicrosoftError {
  /** The secret is wrong. */
  AADSTS7000215(
      "invalid_client",
      "set mail.<protocol>.security.oauth-client-secret to the value of the client secret, not to its ID"),
  /** The secret has expired. */
  AADSTS7000222(
      "invalid_client",
      "the client secret has expired: create a new one in the app registration and set mail.<protocol>.security.oauth-client-secret"),
  /** The assertion is not signed by a registered certificate. */
  AADSTS700027(
      "invalid_client",
      "upload the certificate of mail.<protocol>.security.oauth-private-key to the app registration, and put it into the same PEM file"),
  /** The client is confidential, and no secret was sent. */
  AADSTS7000218(
      "invalid_client",
      "set mail.<protocol>.security.oauth-client-secret, or allow public client flows in the app registration"),
  /** There is no such client in the tenant. */
  AADSTS700016(
      "invalid_client",
      "check mail.<protocol>.security.oauth-client-id and mail.<protocol>.security.oauth-tenant: the tenant has no such application"),
  /** There is no such tenant. */
  AADSTS90002(
      "invalid_request", "check mail.<protocol>.security.oauth-tenant: there is no such tenant"),
  /** The tenant is malformed. */
  AADSTS900023(
      "invalid_request",
      "check mail.<protocol>.security.oauth-tenant: it is a GUID or a domain of the tenant"),
  /** The scope of client credentials is wrong. */
  AADSTS1002012(
      "invalid_scope",
      "remove mail.<protocol>.security.oauth-scope: client credentials need a scope that ends with /.default"),
  /** The scope is malformed or unknown. */
  AADSTS70011(
      "invalid_scope",
      "remove mail.<protocol>.security.oauth-scope, or correct it as Microsoft documents it"),
  /** The user or the administrator has not consented. */
  AADSTS65001(
      "interaction_required",
      "ask the administrator of the tenant to grant the mail permissions to the application, or sign in again and consent"),
  /** The refresh token has expired. */
  AADSTS700082(
      "invalid_grant",
      "the refresh token has expired, because it was not used for too long: sign in again and set mail.<protocol>.security.oauth-refresh-token"),
  /** The refresh token was revoked. */
  AADSTS50173(
      "invalid_grant",
      "the refresh token was revoked, for example because the password was changed: sign in again and set mail.<protocol>.security.oauth-refresh-token"),
  /** Multi-factor authentication is needed. */
  AADSTS50076("interaction_required", MicrosoftError.SIGN_IN),
  /** The user has to enrol for multi-factor authentication. */
  AADSTS50079("interaction_required", MicrosoftError.SIGN_IN),
  /** Conditional access blocks the login. */
  AADSTS53003(
      "interaction_required",
      "a policy for conditional access blocks this login: ask the administrator of the tenant");

  private static final String SIGN_IN =
      "sign in again with a browser, with the second factor, and set mail.<protocol>.security.oauth-refresh-token; a program without a person uses client credentials";

  private final String error;
  private final String remedy;

  MicrosoftError(String error, String remedy) {
    this.error = error;
    this.remedy = remedy;
  }

  /** Returns the error that begins a description; empty for none of these. */
  static Optional<MicrosoftError> in(String description) {
    for (MicrosoftError known : values()) {
      int end = known.name().length();
      if (description.startsWith(known.name())
          && (description.length() == end || !Character.isDigit(description.charAt(end)))) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Returns the error of RFC 6749 or OpenID Connect that it means. */
  String error() {
    return error;
  }

  /** Returns the remedy. */
  String remedy() {
    return remedy;
  }
}
