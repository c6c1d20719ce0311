package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.ConfigReadings;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.MistypedKeys;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.resolver.ValidatingResolver;
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
  private final ConfigReadings readings;
  private final boolean lowered;
  private final ServiceStatus status;
  private volatile @Nullable AccountConfig newest;

  /** Creates a source for a service whose level, lowered or not, is already decided. */
  ConfigSource(Settings settings, ConfigReadings readings, boolean lowered, ServiceStatus status) {
    this.settings = settings;
    this.readings = readings;
    this.lowered = lowered;
    this.status = status;
  }

  /** Returns the configuration as it was read last. */
  AccountConfig newest() {
    AccountConfig read = newest;
    return read == null ? AccountConfig.defaults() : read;
  }

  /** Returns the policy according to the present properties, or the refusal. */
  Outcome<SecurityPolicy> policy() {
    return policy(draft -> Optional.empty());
  }

  /**
   * Returns the policy for a connection to a server that the application named, or the refusal,
   * which reports the problems of the properties together with that of the server.
   *
   * @param problem returns the problem of the server under a policy; empty for none
   */
  Outcome<SecurityPolicy> policy(Function<SecurityPolicy, Optional<SettingProblem>> problem) {
    ConfigReading reading = readings.of(settings);
    AccountConfig read = reading.config();
    status.configure(reading);
    if (!reading.problems().isEmpty()) {
      List<SettingProblem> problems = new ArrayList<>(reading.problems());
      if (problems.stream().noneMatch(known -> known.key().endsWith(".port"))) {
        problem.apply(read.policy()).ifPresent(problems::add);
      }
      return Outcome.refused(new SettingsRefusal.UnsafeSettings(problems));
    }
    read.notes().forEach(status::note);
    newest = read;
    status.memory().configure(read);
    return (read.policy().minimumLevel() == ConfidentialityLevel.NONE) == lowered
        ? Outcome.of(read.policy())
        : refused(
            new SettingProblem(
                "mail." + settings.protocol().text() + ".security.minimum-level",
                "was changed after this store or transport was made",
                "get a new one from the session"));
  }

  /**
   * Returns the policy for a connection to a server that is to be discovered, or the refusal. A
   * mistyped property that explains why no host is set is refused, so that no server is looked up
   * in DNS.
   */
  Outcome<SecurityPolicy> policyToDiscover() {
    return policy()
        .then(
            policy ->
                new MistypedKeys(settings)
                    .host()
                    .map(ConfigSource::<SecurityPolicy>refused)
                    .orElseGet(() -> Outcome.of(policy)));
  }

  private static <T> Outcome<T> refused(SettingProblem problem) {
    return Outcome.refused(new SettingsRefusal.UnsafeSettings(List.of(problem)));
  }

  /**
   * Returns the resolver that the settings name, or the refusal.
   *
   * @param purpose the reason for the lookup, as in {@link LookupRefusal.ResolverUnavailable}
   */
  Outcome<SecureResolver> resolver(String purpose) {
    return CompositionRoot.SHARED.resolvers().of(newest().lookups().source(), purpose);
  }

  /**
   * Returns the hosts that the resolver of the properties knows: those of the DNS for our own
   * resolvers, else those that the application allows.
   */
  HostNames hostNames() {
    return newest().lookups().source() instanceof DnsSource.OwnResolver own
            && !(own.resolver() instanceof ValidatingResolver)
        ? HostNames.OF_APPLICATION
        : HostNames.OF_DNS;
  }

  /**
   * Returns the user name for one more login at a discovered server after the account's address was
   * rejected (RFC 6186, section 4); empty for none, and always with a token.
   */
  Optional<String> otherUserName(@Nullable String user) {
    boolean may =
        newest().lookups().userNames() == UserNames.ADDRESS_THEN_LOCAL_PART
            && newest().login().mechanisms().stream()
                .allMatch(m -> m.secret() == AuthMechanism.Secret.PASSWORD);
    return may && user != null && user.indexOf('@') > 0
        ? Optional.of(user.substring(0, user.lastIndexOf('@')))
        : Optional.empty();
  }

  /**
   * Returns an explanation if nothing answers on the registered port and Angus's own default is
   * another one; empty if the application or a record named the port.
   */
  Optional<String> whyThatPort(Endpoint server) {
    if (server.provenance() != Endpoint.Provenance.DEFAULT_PORT) {
      return Optional.empty();
    }
    String prefix = "mail." + settings.protocol().text() + ".";
    MailService implicit = settings.protocol().implicitService();
    String why = "port " + server.port() + " was used because no port is set (" + prefix + "port)";
    String instead =
        server.port() == implicit.defaultPort()
            ? "; for a server that has STARTTLS only, set %sport=%d%s and %ssecurity.tls-start=starttls"
                .formatted(
                    prefix,
                    implicit.with(TlsStart.STARTTLS).defaultPort(),
                    implicit.protocol() == MailProtocol.SUBMISSION ? " or 25" : "",
                    prefix)
            : "";
    return Optional.of(
        new MistypedKeys(settings)
            .port()
            .map(typed -> why + instead + "; " + typed)
            .orElse(why + instead));
  }
}
