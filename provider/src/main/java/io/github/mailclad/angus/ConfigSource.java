package io.github.mailclad.angus;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.MistypedKeys;
import io.github.mailclad.internal.config.PolicyReader;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of the account of one service from the session's properties, which may
 * change at any time. Thread-safe.
 */
final class ConfigSource {
  private final Settings settings;
  private final boolean lowered;
  private final ServiceStatus status;
  private volatile AccountConfig newest = AccountConfig.defaults();

  /** Creates a source for a service whose level, lowered or not, is already decided. */
  ConfigSource(Settings settings, boolean lowered, ServiceStatus status) {
    this.settings = settings;
    this.lowered = lowered;
    this.status = status;
  }

  /** Returns the configuration as it was read last. */
  AccountConfig newest() {
    return newest;
  }

  /** Returns the policy according to the present properties. */
  SecurityPolicy policy() throws InsecureConnectionException {
    return policy(reading -> new SettingsRefusal.UnsafeSettings(reading.problems()));
  }

  /**
   * Returns the policy for a connection to a server that the application named. A refusal reports
   * the problems of the properties together with those of the server.
   *
   * @param server the server; null for one that is to be discovered
   */
  SecurityPolicy policyFor(@Nullable NamedServer server, int port)
      throws InsecureConnectionException {
    SecurityPolicy policy =
        policy(
            reading ->
                server == null
                    ? new SettingsRefusal.UnsafeSettings(reading.problems())
                    : withDestination(reading, server, port));
    Optional<Refusal> mistyped = server == null ? mistypedHost() : Optional.empty();
    if (mistyped.isPresent()) {
      throw status.refuse(mistyped.get());
    }
    return policy;
  }

  /**
   * Returns a refusal if a mistyped property explains why no host is set, so that no server is
   * looked up in DNS; empty if there is no such property.
   */
  private Optional<Refusal> mistypedHost() {
    return new MistypedKeys(settings)
        .host()
        .map(problem -> new SettingsRefusal.UnsafeSettings(List.of(problem)));
  }

  private Refusal withDestination(ConfigReading reading, NamedServer server, int port) {
    List<SettingProblem> problems = new ArrayList<>(reading.problems());
    boolean wrongPort = problems.stream().anyMatch(problem -> problem.key().endsWith(".port"));
    if (!wrongPort) {
      String key =
          port > 0
              ? "port " + port + " of the application"
              : settings.find("port").map(Setting::key).orElse("the port");
      server.problem(key, reading.config().policy()).ifPresent(problems::add);
    }
    return new SettingsRefusal.UnsafeSettings(problems);
  }

  private SecurityPolicy policy(Function<ConfigReading, Refusal> whyNot)
      throws InsecureConnectionException {
    ConfigReading reading = PolicyReader.read(settings);
    AccountConfig read = reading.config();
    status.listener(read.listener());
    if (!lowered) {
      status.service(settings.protocol().implicitService().with(reading.tlsStart()));
    }
    if (!reading.problems().isEmpty()) {
      throw status.refuse(whyNot.apply(reading));
    }
    read.notes().forEach(status::note);
    newest = read;
    status.memory().configure(read.account(), read.lookups().source());
    if ((read.policy().minimumLevel() == ConfidentialityLevel.NONE) != lowered) {
      throw status.refuse(
          new SettingsRefusal.UnsafeSettings(
              List.of(
                  new SettingProblem(
                      "mail." + settings.protocol().text() + ".security.minimum-level",
                      "was changed after this store or transport was made",
                      "get a new one from the session"))));
    }
    return read.policy();
  }
}
