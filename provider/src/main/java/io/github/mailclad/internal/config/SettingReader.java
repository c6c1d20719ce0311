package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.SecurityPolicy;
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
    return find(key).orElseGet(key::defaultValue);
  }

  /**
   * Returns the value of a setting; empty if it is not set or wrong. A wrong value is reported as a
   * problem.
   */
  <T> Optional<T> find(Key<T> key) {
    return setting(key).flatMap(setting -> parse(setting, key));
  }

  /** Sets the value of a setting in a policy, if it is set and decides a part alone. */
  <T> void set(Key<T> key, SecurityPolicy.Builder policy) {
    key.setter().ifPresent(set -> find(key).ifPresent(value -> set.accept(policy, value)));
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
    all.stream()
        .filter(setting -> key.contradict(setting, all.get(0)))
        .findFirst()
        .ifPresent(other -> note(all.get(0).key() + " counts; " + other.key() + " says otherwise"));
    return all.stream().findFirst();
  }

  /**
   * Returns the value of a setting of one protocol, or its default. Under the name of another
   * protocol it is a problem.
   */
  <T> T getOf(MailProtocol protocol, Key<T> key, String problem, String prefix) {
    if (settings.protocol().protocol() != protocol) {
      settings(key).stream()
          .map(Setting::key)
          .filter(written -> !written.equals("mail." + key.suffix()))
          .forEach(
              written -> problem(written, problem, "remove it, or set " + prefix + key.suffix()));
    }
    return get(key);
  }

  /** Returns the setting under every name that is read, and for the session. */
  List<Setting> settings(Key<?> key) {
    List<Setting> all = new ArrayList<>(settings.findAll(key.suffix()));
    settings.get("mail." + key.suffix()).ifPresent(all::add);
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
    all.forEach(this::problem);
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
