package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SettingNames;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds missing or empty credentials before there is any connection. Otherwise a server would
 * refuse mail that is submitted without the intended login, with a text about recipients.
 *
 * @param session the session's properties
 * @param protocol the protocol name of the service
 * @param names the configuration property that a session property comes from
 */
record LoginCheck(Properties session, String protocol, SettingNames names) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^{}]+}");

  /**
   * Returns the problems of the credentials of a mail sender.
   *
   * @param user the configuration property of the user name, and its value
   * @param password the configuration property of the password, and its value
   */
  List<SettingProblem> ofSender(Credential user, Credential password) {
    List<SettingProblem> problems = new ArrayList<>();
    unresolved(user).ifPresent(problems::add);
    unresolved(password).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      return problems;
    }
    if (user.isThere()
        && !password.isThere()
        && !hasOtherCredentials(session)
        && !isWithoutLogin()) {
      problems.add(
          new SettingProblem(
              password.key(),
              "is %s, although %s names a user".formatted(password.lack(), user.key()),
              "set it (an environment variable may be missing); for a server without a login remove "
                  + user.key()));
    } else if (!user.isThere() && password.isThere() && !namesUser()) {
      problems.add(
          new SettingProblem(
              user.key(),
              "is %s, although there is a password (%s)".formatted(user.lack(), password.key()),
              "set it to the name to log in with, or remove " + password.key()));
    } else if (!user.isThere() && wantsLogin() && !namesUser() && !hasOtherCredentials(session)) {
      problems.add(
          new SettingProblem(
              user.key(),
              "is %s, although %s=true requires a login"
                  .formatted(user.lack(), names.asWritten("mail." + protocol + ".auth")),
              "set %s and %s, or remove %s"
                  .formatted(
                      user.key(), password.key(), names.asWritten("mail." + protocol + ".auth"))));
    }
    return problems;
  }

  /** A configured user name or password. */
  record Credential(String key, @Nullable String value) {
    boolean isThere() {
      return value != null && !value.isEmpty();
    }

    String lack() {
      return value == null ? "not set" : "empty";
    }

    /** Returns the key only: the value may be a password. */
    @Override
    public String toString() {
      return key;
    }
  }

  /** Finds a placeholder without a value, which Spring leaves as it is. */
  static Optional<SettingProblem> unresolved(Credential credential) {
    String value = credential.value();
    return value != null && PLACEHOLDER.matcher(value).matches()
        ? Optional.of(
            new SettingProblem(
                credential.key(),
                "the placeholder " + value + " has no value",
                "set that environment variable or property, or write the value here"))
        : Optional.empty();
  }

  /** Returns whether there are tokens or a client certificate. */
  static boolean hasOtherCredentials(Properties session) {
    return session.keySet().stream()
        .map(Object::toString)
        .anyMatch(
            key ->
                key.endsWith(".security.token-supplier")
                    || key.contains(".security.oauth-")
                    || key.endsWith(".security.client-certificate"));
  }

  /** Returns whether the properties ask for no login. */
  private boolean isWithoutLogin() {
    return "false".equalsIgnoreCase(session.getProperty("mail." + protocol + ".auth"));
  }

  private boolean wantsLogin() {
    return "true".equalsIgnoreCase(session.getProperty("mail." + protocol + ".auth"));
  }

  private boolean namesUser() {
    return session.getProperty("mail." + protocol + ".user") != null
        || session.getProperty("mail.user") != null;
  }
}
