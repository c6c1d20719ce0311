package io.github.mailclad.internal.config;

import io.github.mailclad.Endpoint;
import io.github.mailclad.SettingNames;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts about a session's settings, with the names that the properties use at that moment.
 * Thread-safe.
 *
 * @param settings the settings of one protocol
 */
public record SettingWords(Settings settings) {
  private static final Set<String> NO_TLS_YET =
      Set.of("cleartext-port", "plaintext-server", "starttls-port", "handshake-timeout");

  /** The codes of refusals of a test server without TLS, or with its own certificate. */
  private static final Set<String> OF_A_TEST_SERVER =
      Set.of(
          "plaintext-server",
          "starttls-port",
          "starttls-unavailable",
          "tls-disappeared",
          "self-signed",
          "untrusted-issuer",
          "identity-mismatch",
          "key-usage",
          "invalid-certificate",
          "weak-certificate",
          "validation-regressed");

  /** The ports of GreenMail, Mailpit, MailHog, smtp4dev, MailCatcher and similar servers. */
  private static final Set<Integer> TEST_PORTS =
      Set.of(
          1025, 1080, 1110, 1143, 1465, 1587, 1993, 1995, 2500, 2525, 2587, 3025, 3110, 3143, 3465,
          3993, 3995, 8025);

  private static final List<String> TEST_SERVERS =
      List.of(
          "greenmail",
          "mailpit",
          "mailhog",
          "smtp4dev",
          "mailcatcher",
          "inbucket",
          "maildev",
          "fakesmtp",
          "subethasmtp");

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
    for (String hint : hints(refusal, endpoint)) {
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
    String key = settings.find(suffix).map(Setting::key).orElse(settings.key(suffix));
    String name = names().inText(key, settings.protocol().text());
    return name.equals(key) && settings.get(key).isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /**
   * Returns the hints that the settings and the destination add to the remedy of a refusal, with
   * general names of settings: a property that does not do what its name promises, the library that
   * set it, and the set-up for tests.
   */
  private List<String> hints(Refusal refusal, @Nullable Endpoint endpoint) {
    List<String> hints = new ArrayList<>();
    starttls(refusal).ifPresent(hints::add);
    library(refusal).ifPresent(hints::add);
    policyObject(refusal).ifPresent(hints::add);
    if (endpoint != null && isOfATestServer(refusal, endpoint)) {
      hints.add(
          "for tests: io.github.mailclad:mailclad-test puts TLS before this server (TlsFront), or is a server with TLS (MailServer); or use a TLS port of the test server and set mail.<protocol>.security.trust-anchors to its certificate; or set mail.<protocol>.security.minimum-level=none, in the properties of the tests only");
    }
    return hints;
  }

  /**
   * Returns the hint for STARTTLS properties. In Angus they request STARTTLS; here they request
   * nothing that is not already required.
   */
  private Optional<String> starttls(Refusal refusal) {
    boolean decided = settings.effective(PolicyKeys.TLS_START.suffix()).isPresent();
    return decided || !NO_TLS_YET.contains(refusal.code())
        ? Optional.empty()
        : List.of("starttls.required", "starttls.enable").stream()
            .flatMap(suffix -> settings.find(suffix).stream())
            .filter(setting -> setting.text().orElse("").equalsIgnoreCase("true"))
            .map(
                setting ->
                    setting.key()
                        + " alone does not ask for STARTTLS: it needs mail.<protocol>.security.tls-start=starttls")
            .findFirst();
  }

  /**
   * Returns the hint for a policy object. The remedy names single settings, which are not allowed
   * beside the object.
   */
  private Optional<String> policyObject(Refusal refusal) {
    return refusal instanceof SettingsRefusal.UnsafeSettings
            || !refusal.remedy().contains(".security.")
        ? Optional.empty()
        : settings
            .effective(PolicyKeys.POLICY.suffix())
            .map(setting -> "this account has a policy as an object: change " + setting.key());
  }

  /** Returns the hint for Simple Java Mail, which trusts every host unless configured otherwise. */
  private Optional<String> library(Refusal refusal) {
    boolean trusts =
        refusal instanceof SettingsRefusal.UnsafeSettings unsafe
            && unsafe.problems().stream().anyMatch(p -> p.key().endsWith(".ssl.trust"));
    return trusts && !settings.keysUnder("simplejavamail.").isEmpty()
        ? Optional.of(
            "Simple Java Mail sets ssl.trust by itself: build the mailer with trustingAllHosts(false)")
        : Optional.empty();
  }

  /**
   * Returns whether it is a nearby test server. A remote server could otherwise use its greeting to
   * make people lower the level.
   */
  private static boolean isOfATestServer(Refusal refusal, Endpoint endpoint) {
    if (!OF_A_TEST_SERVER.contains(refusal.code())) {
      return false;
    }
    String words =
        (endpoint.host().text() + " " + String.join(" ", refusal.details()))
            .toLowerCase(Locale.ROOT);
    boolean namedSo = TEST_SERVERS.stream().anyMatch(words::contains);
    return endpoint.host().isLoopback()
        ? namedSo || TEST_PORTS.contains(endpoint.port())
        : namedSo
            && endpoint.host().text().indexOf('.') < 0
            && endpoint.host().text().indexOf(':') < 0;
  }

  private SettingNames names() {
    return settings
        .effective(ApplicationKeys.SETTING_NAMES.suffix())
        .map(Setting::value)
        .flatMap(SettingWords::asNames)
        .orElseGet(SettingNames::ofSession);
  }

  private static Optional<SettingNames> asNames(Object value) {
    return value instanceof SettingNames names ? Optional.of(names) : Optional.empty();
  }
}
