package io.github.mailclad.takeover;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Refusal;
import io.github.mailclad.RefusalText;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.connect.ConnectionPlanner;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
import io.github.mailclad.internal.policy.PolicyReader;
import io.github.mailclad.internal.policy.PolicyReading;
import io.github.mailclad.internal.policy.ProtocolName;
import io.github.mailclad.internal.policy.SettingWords;
import io.github.mailclad.internal.policy.Settings;
import io.github.mailclad.internal.policy.Settings.Setting;
import jakarta.mail.Session;
import java.util.List;
import java.util.Optional;

/**
 * The settings check: what a session's properties mean under one protocol name, told before there
 * is any connection, by the code that every connection asks. Opens no connection; the files that
 * settings name are read.
 */
public sealed interface SettingsCheck {

  /**
   * The properties are a policy.
   *
   * @param policy what connections will require
   * @param notes what a person should know of: settings that contradict each other between names
   */
  record Sound(SecurityPolicy policy, List<String> notes) implements SettingsCheck {
    /** Copies the notes. */
    public Sound {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Every connection would be refused.
   *
   * @param refusal why
   * @param text the same in words, in which settings have the names under which they were written
   */
  record Unsound(Refusal refusal, RefusalText text) implements SettingsCheck {}

  /**
   * Where a connection is to go.
   *
   * @param host the host as the application has it
   * @param port 1 to 65535; anything else means {@code mail.<protocol>.port}, or the registered one
   * @param portSource where the port comes from, in words for people
   */
  record Destination(String host, int port, String portSource) {}

  /**
   * Checks the properties of a session.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @throws IllegalArgumentException if that is no protocol of mail
   */
  static SettingsCheck of(Session session, String protocol) {
    Settings settings = settings(session, protocol);
    PolicyReading reading = PolicyReader.read(settings);
    SettingWords words = new SettingWords(settings);
    if (reading instanceof PolicyReading.Illegible illegible) {
      return new Unsound(illegible.refusal(), words.of(illegible.refusal()));
    }
    PolicyReading.Legible legible = (PolicyReading.Legible) reading;
    return new Sound(legible.policy(), legible.notes().stream().map(words::inText).toList());
  }

  /**
   * Checks the properties of a session, and whether they let a connection go to that server.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @throws IllegalArgumentException if that is no protocol of mail
   */
  static SettingsCheck of(Session session, String protocol, Destination destination) {
    SettingsCheck checked = of(session, protocol);
    Settings settings = settings(session, protocol);
    // an account without a minimum level goes wherever Angus does
    return checked instanceof Sound sound
            && sound.policy().minimumLevel() != ConfidentialityLevel.NONE
            && planned(settings, destination, sound.policy())
                instanceof Planning.Unplanned unplanned
        ? new Unsound(
            unplanned.refusal(),
            new SettingWords(settings).of(unplanned.refusal(), unplanned.endpoint()))
        : checked;
  }

  private static Planning planned(Settings settings, Destination to, SecurityPolicy policy) {
    Optional<Setting> configured = settings.find("port");
    boolean hasPort = to.port() > 0;
    return ConnectionPlanner.plan(
        new Wish(
            settings.protocol().text(),
            settings.protocol().implicitService(),
            to.host(),
            hasPort
                ? to.port()
                : configured.flatMap(Setting::text).map(Integer::valueOf).orElse(-1),
            hasPort ? to.portSource() : configured.map(Setting::key).orElse(to.portSource()),
            /* account= */ ""),
        policy);
  }

  private static Settings settings(Session session, String protocol) {
    return new Settings(
        session.getProperties(),
        ProtocolName.of(protocol)
            .orElseThrow(
                () -> new IllegalArgumentException("no protocol of mail: \"" + protocol + "\"")));
  }
}
