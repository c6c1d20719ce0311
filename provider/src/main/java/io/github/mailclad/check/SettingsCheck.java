package io.github.mailclad.check;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.LevelFloor;
import io.github.mailclad.internal.config.PolicyReader;
import io.github.mailclad.internal.config.PortSetting;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.config.SettingWords;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings check: the meaning of a session's properties under one protocol name, before there
 * is any connection, by the code that every connection uses. Opens no connection. Reads every file
 * that a setting names, and reports its problems under the setting's name; only {@link
 * #withoutFiles} does not.
 *
 * <pre>{@code
 * if (SettingsCheck.of(session, "smtp") instanceof SettingsCheck.Invalid invalid) {
 *   throw new IllegalStateException(invalid.text().explain("mail settings"));
 * }
 * }</pre>
 */
public sealed interface SettingsCheck {

  /**
   * The properties are valid and have the meaning of a policy.
   *
   * @param policy the requirements of connections
   * @param notes the facts that a person should know: settings that contradict each other between
   *     names
   */
  record Valid(SecurityPolicy policy, List<String> notes) implements SettingsCheck {
    public Valid {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Every connection would be refused.
   *
   * @param refusal the reason
   * @param text the refusal in words, in which settings have the names under which they were
   *     written
   */
  record Invalid(Refusal refusal, RefusalText text) implements SettingsCheck {}

  /**
   * The destination of a connection.
   *
   * @param host the host as the application has it
   * @param port 1 to 65535; 0 and below mean {@code mail.<protocol>.port}, or the registered one
   * @param portSource the source of the port, in words for people
   */
  record Destination(String host, int port, String portSource) {}

  /**
   * Checks the properties of a session and the files that they name. Where the properties name a
   * host, its port is checked too.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @throws IllegalArgumentException if the name is not a mail protocol
   */
  static SettingsCheck of(Session session, String protocol) {
    Settings settings = settings(session, protocol);
    return checked(settings, config -> NamedFiles.problems(settings, config));
  }

  /**
   * Checks the properties of a session as {@link #of(Session, String)} does, without the files that
   * they name. For a check that is made often.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @throws IllegalArgumentException if the name is not a mail protocol
   */
  static SettingsCheck withoutFiles(Session session, String protocol) {
    return checked(settings(session, protocol), config -> List.of());
  }

  private static SettingsCheck checked(
      Settings settings, Function<AccountConfig, List<SettingProblem>> files) {
    return Stream.of("mail." + settings.protocol().text() + ".host", "mail.host")
        .flatMap(key -> settings.get(key).flatMap(Setting::text).stream())
        .findFirst()
        .or(() -> namedLater(settings))
        .map(host -> checked(settings, new Destination(host, -1, "the service"), files))
        .orElseGet(() -> checked(settings, null, files));
  }

  /**
   * Checks the properties of a session and the files that they name, and whether they let a
   * connection go to that server.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @throws IllegalArgumentException if the name is not a mail protocol
   */
  static SettingsCheck of(Session session, String protocol, Destination destination) {
    Settings settings = settings(session, protocol);
    return checked(settings, destination, config -> NamedFiles.problems(settings, config));
  }

  /**
   * Returns a host in place of the one that the application will name on connecting; empty if
   * discovery may find the servers, or no port is set.
   */
  private static Optional<String> namedLater(Settings settings) {
    boolean mayDiscover =
        Stream.of("mail." + settings.protocol().text() + ".user", "mail.user")
            .anyMatch(key -> settings.get(key).isPresent());
    return mayDiscover || settings.find("port").isEmpty()
        ? Optional.empty()
        : Optional.of("localhost");
  }

  private static SettingsCheck checked(
      Settings settings,
      @Nullable Destination to,
      Function<AccountConfig, List<SettingProblem>> files) {
    LevelFloor floor = LevelFloor.of(System.getProperty(LevelFloor.PROPERTY, ""));
    ConfigReading reading = PolicyReader.read(settings, floor);
    SettingWords words = new SettingWords(settings);
    if (!reading.problems().isEmpty()) {
      List<SettingProblem> problems = new ArrayList<>(reading.problems());
      boolean wrongPort = problems.stream().anyMatch(problem -> problem.key().endsWith(".port"));
      if (to != null && !wrongPort) {
        problem(settings, to, reading.config().policy()).ifPresent(problems::add);
      }
      return invalid(problems, words);
    }
    AccountConfig config = reading.config();
    SecurityPolicy policy = config.policy();
    Valid valid = new Valid(policy, config.notes().stream().map(words::inText).toList());
    // without a minimum level the files that the settings name have no effect
    List<SettingProblem> problems =
        policy.minimumLevel() == ConfidentialityLevel.NONE
            ? new ArrayList<>()
            : new ArrayList<>(files.apply(config));
    if (!problems.isEmpty()) {
      Optional.ofNullable(to).flatMap(d -> problem(settings, d, policy)).ifPresent(problems::add);
      return invalid(problems, words);
    }
    if (to == null) {
      return valid;
    }
    NamedServer server = named(settings, to);
    return server
        .refusalUnder(policy)
        .<SettingsCheck>map(
            why -> new Invalid(why, words.of(why, server.endpoint(policy).orElse(null))))
        .orElse(valid);
  }

  private static Invalid invalid(List<SettingProblem> problems, SettingWords words) {
    Refusal refusal = new SettingsRefusal.UnsafeSettings(problems);
    return new Invalid(refusal, words.of(refusal));
  }

  private static Optional<SettingProblem> problem(
      Settings settings, Destination to, SecurityPolicy policy) {
    return named(settings, to).problem("mail." + settings.protocol().text() + ".port", policy);
  }

  private static NamedServer named(Settings settings, Destination to) {
    PortSetting port = PortSetting.of(settings, to.port(), to.portSource());
    return NamedServer.of(
        settings.protocol().text(),
        settings.protocol().implicitService(),
        to.host(),
        port.number(),
        port.source());
  }

  private static Settings settings(Session session, String protocol) {
    return new Settings(
        session.getProperties(),
        ProtocolName.of(protocol)
            .orElseThrow(
                () -> new IllegalArgumentException("not a mail protocol: \"" + protocol + "\"")));
  }
}
