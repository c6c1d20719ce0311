package io.github.mailclad.samples.web.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.setup.PasswordPrompt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The password that was typed beside what a page showed of the connections; no other connections
 * get it. Without one, it only notes that somebody would have been asked.
 */
final class TypedPassword implements PasswordPrompt {
  private final @Nullable String shown;
  private final @Nullable String password;
  private @Nullable Context asked;

  private TypedPassword(@Nullable String shown, @Nullable String password) {
    this.shown = shown;
    this.password = password;
  }

  /** Nobody typed anything yet. */
  static TypedPassword none() {
    return new TypedPassword(null, null);
  }

  /**
   * Somebody typed it.
   *
   * @param shown the {@link #id} of the connections that the page showed
   */
  static TypedPassword beside(String shown, String password) {
    return new TypedPassword(shown, password);
  }

  @Override
  public Optional<String> password(Context context) {
    asked = context;
    return id(context).equals(shown) ? Optional.ofNullable(password) : Optional.empty();
  }

  /** What to show beside the prompt; empty if it must not be shown. */
  Optional<Context> asked() {
    return Optional.ofNullable(asked);
  }

  /** Stands for the servers and how well each connection keeps a password. */
  static String id(Context context) {
    List<String> connections =
        context.connections().stream().map(TypedPassword::description).sorted().toList();
    return Shown.id(
        "password",
        Stream.concat(
                Stream.of(context.account(), context.indicator().code()), connections.stream())
            .toList());
  }

  private static String description(ConnectionSecurity connection) {
    return "%s %s %s %s"
        .formatted(
            connection.getClass().getSimpleName(),
            connection.service(),
            connection.endpoint(),
            connection.level());
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "typed password";
  }
}
