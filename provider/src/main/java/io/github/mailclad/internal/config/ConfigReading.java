package io.github.mailclad.internal.config;

import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeSettings;
import java.util.List;
import java.util.Objects;

/**
 * The result of reading a session's properties.
 *
 * @param config the configuration; where there are problems a draft of it, by which no connection
 *     is made: it has the listener, the level and the start of TLS, as far as they can be read, so
 *     that what is wrong with a destination is reported together with everything else
 * @param problems everything that is wrong with the properties; none if they can be used
 */
public record ConfigReading(AccountConfig config, List<SettingProblem> problems) {
  public ConfigReading {
    problems = List.copyOf(problems);
  }

  /** Returns the TLS start that is set, as far as the properties can be read. */
  public TlsStart tlsStart() {
    return Objects.requireNonNullElse(config.policy().tlsStart(), TlsStart.IMPLICIT);
  }

  /** Returns the configuration, or the refusal that names every problem. */
  public Outcome<AccountConfig> outcome() {
    return problems.isEmpty() ? Outcome.of(config) : Outcome.refused(new UnsafeSettings(problems));
  }
}
