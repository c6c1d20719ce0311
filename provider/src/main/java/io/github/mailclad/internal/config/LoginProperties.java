package io.github.mailclad.internal.config;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the login rules of an account: our own list of mechanisms and the lists of Angus, which
 * narrow it. An unknown mechanism in our list is a problem. An unknown mechanism in a list of Angus
 * is left out with a note, or refused by name if no mechanism remains.
 */
final class LoginProperties {
  private final Settings settings;
  private final Optional<Setting> own;
  private final @Nullable OAuthTokenSupplier tokens;
  private final @Nullable OAuthRules oauth;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * Creates a reading.
   *
   * @param own the setting {@link LoginKeys#AUTH_MECHANISMS} that counts
   * @param oauth the rules by which tokens are requested; null for none
   */
  LoginProperties(
      Settings settings,
      Optional<Setting> own,
      @Nullable OAuthTokenSupplier tokens,
      @Nullable OAuthRules oauth) {
    this.settings = settings;
    this.own = own;
    this.tokens = tokens;
    this.oauth = oauth;
  }

  List<SettingProblem> problems() {
    return List.copyOf(problems);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the rules; the default ones if there are problems. */
  LoginRules rules() {
    @Nullable Set<AuthMechanism> mechanisms = own.isPresent() ? ownList(own.get()) : null;
    String source = own.isPresent() ? own.get().key() : "the default";
    Optional<Setting> angus = listOfAngus();
    if (oauth != null && angus.isPresent()) {
      notes.add(angus.get().key() + " has no effect with the settings of OAuth");
      angus = Optional.empty();
    }
    if (angus.isPresent()) {
      Set<AuthMechanism> narrower = listOfAngus(angus.get());
      if (mechanisms == null) {
        mechanisms = narrower;
      } else {
        mechanisms.retainAll(narrower);
      }
      source = angus.get().key();
    } else if (mechanisms == null) {
      mechanisms =
          new LinkedHashSet<>(
              tokens == null && oauth == null
                  ? AuthMechanism.BY_DEFAULT
                  : AuthMechanism.WITH_TOKENS);
    }
    removeDisabled(mechanisms, own.isPresent() ? own : angus);
    noteWhatHasNoEffect();
    List<AuthMechanism> left = List.copyOf(mechanisms);
    if (left.isEmpty() && problems.isEmpty()) {
      problem(
          source,
          "leaves no authentication mechanism together with the other properties",
          "remove what contradicts mail.<protocol>." + LoginKeys.AUTH_MECHANISMS.suffix());
    }
    if (oauth != null && left.stream().anyMatch(LoginRules::isPassword)) {
      problem(
          source,
          "allows passwords beside the settings of OAuth",
          "name OAUTHBEARER and XOAUTH2 only, or remove one of the two");
    } else if (tokens == null && LoginRules.mixesPasswordsAndTokens(left)) {
      problem(
          source,
          "allows passwords and tokens, so that a token could be sent as a password",
          "name mechanisms of one kind, or set mail.<protocol>."
              + LoginKeys.TOKEN_SUPPLIER.suffix());
    }
    return problems.isEmpty() ? new LoginRules(left, tokens, oauth) : LoginRules.byDefault();
  }

  private Set<AuthMechanism> ownList(Setting setting) {
    Set<AuthMechanism> mechanisms = new LinkedHashSet<>();
    for (String word : words(setting)) {
      AuthMechanism.of(word)
          .ifPresentOrElse(
              mechanisms::add,
              () ->
                  problem(
                      setting.key(),
                      ShownValue.ofMechanism(word) + " is not a mechanism of Mailclad",
                      "set it to: " + LoginKeys.AUTH_MECHANISMS.choices()));
    }
    if (mechanisms.isEmpty() && problems.isEmpty()) {
      problem(
          setting.key(), "names no mechanism", "set it to: " + LoginKeys.AUTH_MECHANISMS.choices());
    }
    return mechanisms;
  }

  /** Returns the list that Angus would use first; empty for none. */
  private Optional<Setting> listOfAngus() {
    Optional<Setting> sasl = settings.find("sasl.mechanisms");
    Optional<Setting> auth = settings.find("auth.mechanisms");
    Optional<Setting> enabling = settings.find("sasl.enable");
    boolean saslEnabled = enabling.isPresent() && isTrue(enabling.get());
    if (sasl.isPresent() && !saslEnabled) {
      notes.add(sasl.get().key() + " has no effect without sasl.enable=true");
      return auth;
    }
    if (sasl.isPresent() && auth.isPresent()) {
      notes.add(sasl.get().key() + " counts; nothing falls back to " + auth.get().key());
    }
    return sasl.isPresent() ? sasl : auth;
  }

  private Set<AuthMechanism> listOfAngus(Setting setting) {
    Set<AuthMechanism> known = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String word : words(setting)) {
      AuthMechanism.of(word).ifPresentOrElse(known::add, () -> unknown.add(word));
    }
    if (known.isEmpty()) {
      problem(
          setting.key(),
          "names no mechanism of Mailclad",
          "set mail.<protocol>."
              + LoginKeys.AUTH_MECHANISMS.suffix()
              + " to "
              + LoginKeys.AUTH_MECHANISMS.choices());
    } else if (!unknown.isEmpty()) {
      notes.add(
          setting.key()
              + ": "
              + unknown.stream()
                  .map(ShownValue::ofMechanism)
                  .distinct()
                  .collect(Collectors.joining(", "))
              + " is never used");
    }
    return known;
  }

  /**
   * Removes the mechanisms that Angus's properties disable.
   *
   * @param list the setting that names the mechanisms; empty for the default
   */
  private void removeDisabled(Set<AuthMechanism> mechanisms, Optional<Setting> list) {
    for (AuthMechanism mechanism : AuthMechanism.values()) {
      String suffix = "auth." + mechanism.saslName().toLowerCase(Locale.ROOT) + ".disable";
      Optional<Setting> setting = settings.find(suffix);
      if (setting.isEmpty()) {
        continue;
      }
      String value = setting.get().text().orElse("");
      if (value.equalsIgnoreCase("true")) {
        if (mechanisms.remove(mechanism) && list.isPresent()) {
          notes.add(setting.get().key() + " counts, against a list that names " + mechanism);
        }
      } else if (!value.equalsIgnoreCase("false")) {
        problem(setting.get().key(), "is neither true nor false", "set it to true or false");
      } else if (mechanism == AuthMechanism.XOAUTH2 && !mechanisms.contains(mechanism)) {
        problem(
            setting.get().key(),
            "asks for " + mechanism + ", which is not allowed otherwise",
            "remove it, or name the mechanism in mail.<protocol>."
                + LoginKeys.AUTH_MECHANISMS.suffix());
      }
    }
  }

  private void noteWhatHasNoEffect() {
    for (AngusProperty property : AngusProperty.values()) {
      Optional<Setting> setting =
          property.hasNoEffect() ? settings.find(property.suffix()) : Optional.empty();
      if (setting.isPresent()) {
        notes.add(setting.get().key() + " has no effect");
      }
    }
    for (String secrets : AngusProperty.DEBUG_SECRETS) {
      Optional<Setting> setting = settings.get(secrets);
      if (setting.isPresent() && isTrue(setting.get())) {
        notes.add(secrets + " has no effect");
      }
    }
  }

  private static boolean isTrue(Setting setting) {
    return setting.text().orElse("").equalsIgnoreCase("true");
  }

  private static List<String> words(Setting setting) {
    return Arrays.stream(setting.text().orElse("").trim().split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void problem(String key, String problem, String remedy) {
    problems.add(new SettingProblem(key, problem, remedy));
  }
}
