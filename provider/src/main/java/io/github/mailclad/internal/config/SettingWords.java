package io.github.mailclad.internal.config;

import io.github.mailclad.Endpoint;
import io.github.mailclad.SettingNames;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts about a session's settings, with the names that the properties use at that moment.
 * Thread-safe.
 *
 * @param settings the settings of one protocol
 */
public record SettingWords(Settings settings) {
  /** Returns the text of a refusal with an unknown destination. */
  public RefusalText of(Refusal refusal) {
    return of(refusal, null);
  }

  /**
   * Returns the text of a refusal.
   *
   * @param endpoint the destination of the connection; null if it is not known
   */
  public RefusalText of(Refusal refusal, @Nullable Endpoint endpoint) {
    RefusalText text = refusal.text(settings.protocol().text(), names());
    for (String hint : new Hints(settings).of(refusal, endpoint)) {
      text = text.and(inText(hint));
    }
    return text;
  }

  /** Returns one of our own texts with the used names of settings. */
  public String inText(String text) {
    return names().inText(text, settings.protocol().text());
  }

  /**
   * Returns the name under which {@code mail.<protocol>.<suffix>} was written. Empty if it is not
   * set as a session property and has no other name.
   */
  public Optional<String> written(String suffix) {
    String key =
        settings
            .find(suffix)
            .map(Setting::key)
            .orElse("mail." + settings.protocol().text() + "." + suffix);
    String name = names().inText(key, settings.protocol().text());
    return name.equals(key) && settings.get(key).isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private SettingNames names() {
    return settings
        .effective(Keys.SETTING_NAMES.suffix())
        .map(Setting::value)
        .flatMap(SettingWords::asNames)
        .orElseGet(SettingNames::ofSession);
  }

  private static Optional<SettingNames> asNames(Object value) {
    return value instanceof SettingNames names ? Optional.of(names) : Optional.empty();
  }
}
