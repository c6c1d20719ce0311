package io.github.mailclad.doctor;

import io.github.mailclad.signin.DeviceSignIn;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a login with a token for which a person signs in. */
final class SignInOptions {
  @Option(
      names = "--sign-in",
      required = true,
      description = "sign in with a browser on any device, and log in with the token")
  private boolean asked;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "USER",
      description = "the user of the login")
  private String user = "";

  @Option(
      names = "--oauth-provider",
      paramLabel = "NAME",
      description = "the token server: microsoft")
  private @Nullable String provider;

  @Option(
      names = "--oauth-issuer",
      paramLabel = "URL",
      description = "the token server: an issuer that publishes metadata")
  private @Nullable String issuer;

  @Option(names = "--oauth-tenant", paramLabel = "TENANT", description = "the tenant at Microsoft")
  private @Nullable String tenant;

  @Option(
      names = "--oauth-client-id",
      paramLabel = "ID",
      description = "the client that is registered for devices")
  private @Nullable String client;

  @Option(
      names = "--oauth-client-secret-file",
      paramLabel = "FILE",
      description = "a file with the secret of the client, if it has one")
  private @Nullable String secretFile;

  @Option(
      names = "--oauth-scope",
      paramLabel = "SCOPE",
      description = "the scope of the token, if the token server needs one")
  private @Nullable String scope;

  /** Returns whether there is a sign-in, which {@code --sign-in=false} denies. */
  boolean isAsked() {
    return asked;
  }

  String user() {
    return user;
  }

  /** Returns the properties of a session for a protocol name. */
  Map<String, String> properties(String protocol) {
    Map<String, String> found = new LinkedHashMap<>();
    put("provider", provider, found);
    put("issuer", issuer, found);
    put("tenant", tenant, found);
    put("client-id", client, found);
    put("client-secret-file", secretFile, found);
    put("scope", scope, found);
    Map<String, String> named = new LinkedHashMap<>();
    found.forEach(
        (name, value) -> named.put("mail." + protocol + ".security.oauth-" + name, value));
    return named;
  }

  private static void put(String name, @Nullable String value, Map<String, String> target) {
    if (value != null) {
      target.put(name, value);
    }
  }

  /** Shows the page and the code of a sign-in. */
  static void show(DeviceSignIn signIn, PrintWriter err) {
    err.println("open " + signIn.page().toASCIIString());
    err.println("and enter the code " + signIn.userCode() + " before " + signIn.expiresAt());
    signIn.pageWithCode().ifPresent(page -> err.println("or open " + page.toASCIIString()));
    err.flush();
  }
}
