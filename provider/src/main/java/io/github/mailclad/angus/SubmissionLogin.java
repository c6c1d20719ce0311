package io.github.mailclad.angus;

import io.github.mailclad.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a login to a submission server (RFC 8314, section 3.3): configured credentials are
 * used or the connection is refused, and configured mechanisms are an allow-list. Angus would go on
 * without a login, or with a weaker one.
 */
final class SubmissionLogin {
  private final ServiceGuard guard;
  private boolean credentials;
  private boolean mechanismOffered;

  SubmissionLogin(ServiceGuard guard) {
    this.guard = guard;
  }

  /** A user name alone is no credential: Jakarta Mail fills in the operating system's. */
  void begin(@Nullable String user, @Nullable String password) {
    credentials =
        (user != null && password != null)
            || guard.setting("auth").filter("true"::equalsIgnoreCase).isPresent();
    mechanismOffered = false;
  }

  /**
   * Before anything of the user's is sent: a server that offers no login, or does not even know
   * EHLO, gets nothing.
   */
  void afterEhlo(boolean loginOffered) throws MessagingException {
    if (credentials && !loginOffered && !guard.isLowered()) {
      throw guard.status().refuse(new Refusal.AuthenticationNotOffered());
    }
  }

  /** Whether Angus may use a mechanism that the server does or does not offer. */
  boolean allows(String mechanism, boolean offered) {
    boolean allowed =
        offered
            && configured()
                .map(list -> list.contains(mechanism.toUpperCase(Locale.ROOT)))
                .orElse(true);
    mechanismOffered |= allowed;
    return allowed || (offered && guard.isLowered());
  }

  /**
   * With EXTERNAL, no identity is asked for but the one of the certificate, unless one is
   * configured (RFC 4422, appendix A).
   */
  @Nullable String authorizationId(@Nullable String wished) {
    boolean externalOnly = configured().map(List.of("EXTERNAL")::equals).orElse(false);
    return wished == null && externalOnly && !guard.isLowered() ? "" : wished;
  }

  /**
   * Runs the connection; a login that failed because no configured mechanism was offered is a
   * refusal, not a wrong password.
   */
  boolean guarded(Work<Boolean> connection, Supplier<@Nullable String> offered)
      throws MessagingException {
    try {
      return connection.run();
    } catch (AuthenticationFailedException e) {
      Optional<List<String>> configured = configured();
      if (guard.isLowered() || mechanismOffered || configured.isEmpty()) {
        throw e;
      }
      String list = offered.get();
      throw guard
          .status()
          .refuse(
              new Refusal.MechanismUnavailable(
                  configured.get(),
                  list == null || list.isBlank() ? List.of() : List.of(list.trim().split("\\s+"))));
    }
  }

  /** The configured mechanisms in upper case; empty if any will do. */
  private Optional<List<String>> configured() {
    boolean sasl = guard.setting("sasl.enable").filter("true"::equalsIgnoreCase).isPresent();
    return guard
        .setting(sasl ? "sasl.mechanisms" : "auth.mechanisms")
        .map(text -> List.of(text.toUpperCase(Locale.ROOT).trim().split("[,\\s]+")));
  }
}
