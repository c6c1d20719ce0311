package io.github.mailclad.internal.config;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the session's properties say about one account.
 *
 * @param policy the requirements of its connections
 * @param login the ways to log in
 * @param lookups the ways to look up its servers
 * @param account what is remembered of it, and where
 * @param listener the application's listener; null for none
 * @param notes what a person should know of: settings that contradict each other between names
 */
public record AccountConfig(
    SecurityPolicy policy,
    LoginRules login,
    LookupRules lookups,
    AccountRules account,
    @Nullable SecurityListener listener,
    List<String> notes) {
  public AccountConfig {
    notes = List.copyOf(notes);
  }

  /** Returns the configuration of an account that sets nothing. */
  public static AccountConfig defaults() {
    return new AccountConfig(
        SecurityPolicy.builder().build(),
        LoginRules.byDefault(),
        LookupRules.byDefault(),
        AccountRules.byDefault(),
        /* listener= */ null,
        List.of());
  }
}
