package io.github.mailclad.internal.config;

import static io.github.mailclad.internal.config.PolicyKey.TRUST_ANCHORS;
import static io.github.mailclad.internal.config.PolicyKey.TRUST_ANCHORS_PASSWORD;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.GivenAnchors;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Reads the settings of trust anchors.
 *
 * @param values reads each of them
 */
record AnchorSettings(SettingValues values) {

  /** Where the trust anchors come from; empty for the platform's, and where something is wrong. */
  Optional<AnchorSource> read() {
    Optional<Setting> anchors =
        values
            .effective()
            .apply(TRUST_ANCHORS)
            .filter(setting -> !setting.value().equals(TRUST_ANCHORS.defaultValue()));
    Optional<Setting> password = values.effective().apply(TRUST_ANCHORS_PASSWORD);
    password
        .filter(setting -> setting.text().isEmpty())
        .ifPresent(setting -> values.notOneOf().accept(setting, TRUST_ANCHORS_PASSWORD));
    if (anchors.isEmpty()) {
      password.ifPresent(setting -> withoutEffect(setting, "and there is none"));
      return Optional.empty();
    }
    return anchors.get().value() instanceof String
        ? values
            .location(anchors.get(), TRUST_ANCHORS)
            .map(location -> new AnchorFile(location, password.flatMap(Setting::text).orElse(null)))
        : given(anchors.get(), password);
  }

  private Optional<AnchorSource> given(Setting anchors, Optional<Setting> password) {
    Optional<List<X509Certificate>> certificates = GivenCertificates.in(anchors.value());
    if (certificates.isEmpty()) {
      values.notOneOf().accept(anchors, TRUST_ANCHORS);
    } else {
      password.ifPresent(setting -> withoutEffect(setting, "and that is an object"));
    }
    return certificates.map(GivenAnchors::new);
  }

  private void withoutEffect(Setting password, String why) {
    boolean isForOthersToo = password.key().equals("mail." + TRUST_ANCHORS_PASSWORD.suffix());
    if (password.text().isEmpty() || isForOthersToo) {
      return; // it is no password, which was told; or other protocols need it
    }
    values
        .problem()
        .accept(
            new SettingProblem(
                password.key(),
                "is about a file in " + TRUST_ANCHORS.suffix() + ", " + why,
                "remove it"));
  }
}
