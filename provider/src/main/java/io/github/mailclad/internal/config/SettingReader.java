package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One reading of the settings of a protocol name, with all problems and notes. */
final class SettingReader {
  private final Settings settings;
  private final Set<SettingProblem> problems = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  SettingReader(Settings settings) {
    this.settings = settings;
  }

  Settings settings() {
    return settings;
  }

  /** Returns the value of a setting, or its default if it is not set or wrong. */
  <T> T get(Key<T> key) {
    Optional<T> value = find(key);
    return value.isPresent() ? value.get() : key.defaultValue();
  }

  /**
   * Returns the value of a setting; empty if it is not set or wrong. A wrong value is reported as a
   * problem.
   */
  <T> Optional<T> find(Key<T> key) {
    Optional<Setting> setting = setting(key);
    return setting.isEmpty() ? Optional.empty() : parse(setting.get(), key);
  }

  /** Returns the value of one setting; empty if it is wrong, which is reported as a problem. */
  <T> Optional<T> parse(Setting setting, Key<T> key) {
    try {
      return Optional.of(key.parse(setting));
    } catch (UnusableValue e) {
      problem(setting.key(), e.problem(), "set it to: " + key.choices());
    } catch (IllegalArgumentException e) {
      notValid(setting, key);
    }
    return Optional.empty();
  }

  /**
   * Returns the effective setting: of the used name, else of another name, else of the session. A
   * contradiction is noted.
   */
  Optional<Setting> setting(Key<?> key) {
    List<Setting> all = settings(key);
    for (Setting setting : all) {
      if (key.contradict(setting, all.get(0))) {
        note(all.get(0).key() + " counts; " + setting.key() + " says otherwise");
        break;
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /**
   * Returns the value of a setting of one protocol, or its default. Under the name of another
   * protocol it is a problem.
   */
  <T> T getOf(MailProtocol protocol, Key<T> key, String problem, String prefix) {
    if (settings.protocol().protocol() != protocol) {
      for (Setting setting : settings(key)) {
        if (!setting.key().equals("mail." + key.suffix())) {
          problem(setting.key(), problem, "remove it, or set " + prefix + key.suffix());
        }
      }
    }
    return get(key);
  }

  /** Returns the setting under every name that is read, and for the session. */
  List<Setting> settings(Key<?> key) {
    List<Setting> all = new ArrayList<>(settings.findAll(key.suffix()));
    Optional<Setting> ofSession = settings.get("mail." + key.suffix());
    if (ofSession.isPresent()) {
      all.add(ofSession.get());
    }
    return all;
  }

  /** Returns the property for a setting under the used name. */
  String underTheUsedName(Key<?> key) {
    return settings.key(key.suffix());
  }

  void notValid(Setting setting, Key<?> key) {
    problem(
        setting.key(),
        ShownValue.of(setting, key) + " is not valid here",
        "set it to: " + key.choices());
  }

  /** Adds a problem; {@code mail.<protocol>.} in its texts is replaced by the used name. */
  void problem(String key, String problem, String remedy) {
    problem(new SettingProblem(key, problem, remedy));
  }

  void problem(SettingProblem problem) {
    String used = settings.key("");
    problems.add(
        new SettingProblem(
            problem.key(),
            problem.problem().replace("mail.<protocol>.", used),
            problem.remedy().replace("mail.<protocol>.", used)));
  }

  void problems(Collection<SettingProblem> all) {
    for (SettingProblem each : all) {
      problem(each);
    }
  }

  List<SettingProblem> problems() {
    return List.copyOf(problems);
  }

  void note(String note) {
    notes.add(note);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
