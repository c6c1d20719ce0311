package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.SettingProblem;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ConnectionPlanner;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
import io.github.mailclad.internal.policy.LoginRules;
import io.github.mailclad.internal.policy.PolicyReader;
import io.github.mailclad.internal.policy.PolicyReading;
import io.github.mailclad.internal.policy.Settings;
import io.github.mailclad.internal.policy.Settings.Setting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans the connections of one service from what the session's properties say at that moment.
 * Thread-safe.
 */
final class ServicePlanner {
  private final Settings settings;
  private final boolean lowered;
  private final ServiceStatus status;
  private volatile @Nullable Wanted latest;
  private volatile LoginRules loginRules =
      new LoginRules(AuthMechanism.BY_DEFAULT, /* tokens= */ null);

  /** Where a service is to connect, as the application said it. */
  record Wanted(String host, int port, @Nullable String account) {}

  /** A planner of a service whose level, lowered or not, is settled. */
  ServicePlanner(Settings settings, boolean lowered, ServiceStatus status) {
    this.settings = settings;
    this.lowered = lowered;
    this.status = status;
  }

  /** What was planned last. */
  @Nullable Wanted latest() {
    return latest;
  }

  /** How the account may log in, as the properties said it when the policy was read last. */
  LoginRules loginRules() {
    return loginRules;
  }

  /** The policy as the properties say it now; they are live. */
  SecurityPolicy policy() throws InsecureConnectionException {
    PolicyReading reading = PolicyReader.read(settings);
    status.listener(reading.securityListener().orElse(null));
    if (reading instanceof PolicyReading.Illegible illegible) {
      throw status.refuse(illegible.refusal());
    }
    PolicyReading.Legible legible = (PolicyReading.Legible) reading;
    legible.notes().forEach(status::warning);
    loginRules = legible.login();
    if ((legible.policy().minimumLevel() == ConfidentialityLevel.NONE) != lowered) {
      throw status.refuse(
          new Refusal.UnsafeSettings(
              List.of(
                  new SettingProblem(
                      "mail." + settings.protocol().text() + ".security.minimum-level",
                      "was changed after this store or transport was made",
                      "get a new one from the session"))));
    }
    return legible.policy();
  }

  /** The plan of a connection; nothing is sent. */
  ConnectionPlan plan(SecurityPolicy policy, Wanted wanted) throws InsecureConnectionException {
    boolean named = wanted.port() > 0;
    Planning planning =
        ConnectionPlanner.plan(
            new Wish(
                settings.protocol().text(),
                settings.protocol().implicitService(),
                wanted.host(),
                named ? wanted.port() : configuredPort().orElse(-1),
                named
                    ? "the application"
                    : settings.find("port").map(Setting::key).orElse("the service"),
                wanted.account() == null ? "" : wanted.account()),
            policy);
    if (planning instanceof Planning.Unplanned unplanned) {
      throw status.refuse(unplanned.refusal());
    }
    ConnectionPlan plan = ((Planning.Planned) planning).plan();
    latest = wanted;
    status.destination(plan.endpoint());
    status.fine("plan: " + plan);
    return plan;
  }

  /**
   * Where a connection would go, for messages about what keeps it from being planned; null if the
   * host names no server.
   */
  @Nullable Endpoint endpoint(String host, int port) {
    try {
      int known =
          port > 0
              ? port
              : configuredPort().orElse(settings.protocol().implicitService().defaultPort());
      return new Endpoint(
          Identifier.ofHost(host).hostText(), known, Endpoint.Provenance.CONFIGURED);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The port that the properties name. */
  Optional<Integer> configuredPort() {
    return settings.find("port").flatMap(Setting::text).map(Integer::valueOf);
  }
}
