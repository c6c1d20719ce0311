package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.ServerWords;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A login that a server rejected: its reply, and its meaning. The server's text is escaped,
 * bounded, and never repeats the secret.
 *
 * @param mechanism the mechanism of the login
 * @param reply the server's text
 * @param report the server's report about a token in a challenge (RFC 7628, section 3.2.2), as
 *     JSON; or the type of the channel binding of a login by password; or the purpose that the
 *     client certificate lacks; empty for none
 */
public record LoginFailure(AuthMechanism mechanism, String reply, String report) {
  private static final int MOST = 400;

  /** The address of an issuer's metadata in the report about a token (RFC 7628, section 3.2.2). */
  private static final Pattern METADATA =
      Pattern.compile("\"openid-configuration\"\\s*:\\s*\"(https:(?:\\\\?/|[A-Za-z0-9._~:%-])+)\"");

  public LoginFailure {
    reply = escaped(reply);
    report = escaped(report);
  }

  /**
   * Returns the same failure without a secret that a server may have repeated; null for no secret.
   */
  public LoginFailure without(@Nullable String hidden) {
    return hidden == null || hidden.isEmpty()
        ? this
        : new LoginFailure(mechanism, reply.replace(hidden, "***"), report.replace(hidden, "***"));
  }

  /**
   * Returns the advice about an issuer that the server names in its report; empty if it names none,
   * or the configured one. The issuer is never contacted: a server could name one of its own.
   *
   * @param configured the issuer of the settings; null for none
   */
  public Optional<String> issuerAdvice(@Nullable URI configured) {
    return namedIssuer()
        .filter(named -> !named.equals(String.valueOf(configured).replaceFirst("/$", "")))
        .map(
            named ->
                configured == null
                    ? "the server names the issuer "
                        + named
                        + ": if it is the login service of the provider, set mail.<protocol>.security.oauth-issuer to it, in place of another token server"
                    : "the server names the issuer "
                        + named
                        + ", and mail.<protocol>.security.oauth-issuer is "
                        + configured
                        + ": change it only if the other one is the login service of the provider");
  }

  private Optional<String> namedIssuer() {
    Matcher metadata = METADATA.matcher(report);
    if (mechanism.secret() != AuthMechanism.Secret.TOKEN || !metadata.find()) {
      return Optional.empty();
    }
    String address = metadata.group(1).replace("\\/", "/");
    String issuer =
        address
            .replaceFirst("/\\.well-known/openid-configuration$", "")
            .replaceFirst("/\\.well-known/oauth-authorization-server(?=/|$)", "")
            .replaceFirst("/$", "");
    return issuer.equals(address) ? Optional.empty() : Optional.of(issuer);
  }

  /**
   * Returns the remedy, with general names of settings.
   *
   * @param user the name of the setting of the user name
   * @param password the name of the setting of the password
   */
  public String remedy(String user, String password) {
    String words = Ascii.lowerCase(reply);
    if (words.contains("5.7.139") || words.contains("5.7.30")) {
      return "the provider has switched off logins with a password (basic authentication): use OAuth, set mail.<protocol>.security.oauth-provider or mail.<protocol>.security.token-supplier";
    }
    if (words.contains("5.7.9 ") || words.contains("application-specific password")) {
      return "the provider requires an app password of its own for mail programs, or OAuth (mail.<protocol>.security.oauth-provider or mail.<protocol>.security.token-supplier)";
    }
    return switch (mechanism.secret()) {
      case TOKEN ->
          "check the user, the client and the scope of the OAuth token (mail.<protocol>.security.oauth-client-id and mail.<protocol>.security.oauth-scope, or mail.<protocol>.security.token-supplier)";
      case CLIENT_CERTIFICATE ->
          report.isEmpty()
              ? "ask the operator which user the client certificate (mail.<protocol>.security.client-certificate) belongs to"
              : "the client certificate (mail.<protocol>.security.client-certificate) does not have the purpose "
                  + report
                  + ", which public authorities no longer give: use one from an authority of the operator, or ask the operator to accept this one";
      case PASSWORD ->
          "check "
              + user
              + " and "
              + password
              + (report.isEmpty()
                  ? ""
                  : "; if they are right, the server may not support the channel binding "
                      + report
                      + ", as those that know only tls-unique do not: set mail.<protocol>.security.auth-mechanisms="
                      + mechanism.unbound());
    };
  }

  private static String escaped(String raw) {
    return ServerWords.line(raw.length() <= MOST ? raw : raw.substring(0, MOST) + "...");
  }
}
