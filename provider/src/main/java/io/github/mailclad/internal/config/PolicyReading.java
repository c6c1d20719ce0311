package io.github.mailclad.internal.config;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session's properties say: a policy, or everything that is wrong with them. */
public sealed interface PolicyReading {

  /**
   * The properties are a policy.
   *
   * @param policy the policy
   * @param listener the application's listener; null for none
   * @param login how the account may log in
   * @param account what is remembered of it, and where
   * @param lookups how what it needs to know of its servers is looked up
   * @param notes what a person should know of: settings that contradict each other between names
   */
  record Legible(
      SecurityPolicy policy,
      @Nullable SecurityListener listener,
      LoginRules login,
      AccountRules account,
      LookupRules lookups,
      List<String> notes)
      implements PolicyReading {
    /** Copies the notes. */
    public Legible {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The properties are no policy.
   *
   * @param refusal everything that is wrong
   * @param told the application's listener, if at least that could be read
   * @param draft a policy with the level and the start of TLS that are set, as far as they can be
   *     read, and defaults for the rest: no connection is made by it, but what is wrong with a
   *     destination can be told together with everything else
   */
  record Illegible(
      SettingsRefusal.UnsafeSettings refusal, @Nullable SecurityListener told, SecurityPolicy draft)
      implements PolicyReading {}

  /** Returns the TLS start that is set, as far as the properties can be read. */
  default TlsStart tlsStart() {
    SecurityPolicy read = this instanceof Legible r ? r.policy() : ((Illegible) this).draft();
    return Objects.requireNonNullElse(read.tlsStart(), TlsStart.IMPLICIT);
  }

  /** The application's listener. */
  default Optional<SecurityListener> securityListener() {
    return Optional.ofNullable(
        this instanceof Legible r ? r.listener() : ((Illegible) this).told());
  }
}
