package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Objects;

/**
 * The result of reading a session's properties.
 *
 * @param config the configuration. If there are problems, it is a draft, and no connection is
 *     opened with it. The draft has the listener, the level and the TLS start as far as they can be
 *     read, so that problems with a destination are reported together with all others
 * @param problems all problems of the properties; empty if they can be used
 */
public record ConfigReading(AccountConfig config, List<SettingProblem> problems) {
  public ConfigReading {
    problems = List.copyOf(problems);
  }

  /** Returns the configured TLS start, as far as the properties can be read. */
  public TlsStart tlsStart() {
    return Objects.requireNonNullElse(config.policy().tlsStart(), TlsStart.IMPLICIT);
  }
}
