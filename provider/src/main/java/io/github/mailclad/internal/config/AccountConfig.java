package io.github.mailclad.internal.config;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one account, read from the session's properties.
 *
 * @param policy the requirements for its connections
 * @param login the login rules
 * @param lookups the rules for looking up its servers
 * @param account the rules for remembering the account
 * @param speed the rules that save round trips
 * @param listener the application's listener; null for none
 * @param dryRun the profile whose refusals are only reported; null for none
 * @param notes hints for a person about settings that contradict each other between names
 */
public record AccountConfig(
    SecurityPolicy policy,
    LoginRules login,
    LookupRules lookups,
    AccountRules account,
    SpeedRules speed,
    @Nullable SecurityListener listener,
    @Nullable ModernProfile dryRun,
    List<String> notes) {
  private static final AccountConfig DEFAULTS =
      new AccountConfig(
          SecurityPolicy.builder().build(),
          LoginRules.byDefault(),
          LookupRules.byDefault(),
          AccountRules.byDefault(),
          SpeedRules.DEFAULTS,
          /* listener= */ null,
          /* dryRun= */ null,
          List.of());

  public AccountConfig {
    notes = List.copyOf(notes);
  }

  /** Returns the configuration of an account that sets nothing. */
  public static AccountConfig defaults() {
    return DEFAULTS;
  }
}
