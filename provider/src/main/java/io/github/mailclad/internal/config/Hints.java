package io.github.mailclad.internal.config;

import io.github.mailclad.Endpoint;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hints that the settings and the destination add to the remedy of a refusal: a property that does
 * not do what its name promises, the library that set it, and the set-up for tests.
 *
 * @param settings the settings of one protocol
 */
record Hints(Settings settings) {
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

  private static final Pattern TEST_SERVER =
      Pattern.compile(
          "greenmail|mailpit|mailhog|smtp4dev|mailcatcher|inbucket|maildev|fakesmtp|subethasmtp");

  /** Returns the hints for one refusal, with general names of settings. */
  List<String> of(Refusal refusal, @Nullable Endpoint endpoint) {
    List<String> hints = new ArrayList<>();
    starttls(refusal).ifPresent(hints::add);
    library(refusal).ifPresent(hints::add);
    policyObject(refusal).ifPresent(hints::add);
    if (endpoint != null && isOfATestServer(refusal, endpoint)) {
      hints.add(
          "for tests: use a TLS port of the test server and set mail.<protocol>.security.trust-anchors to its certificate, or set mail.<protocol>.security.minimum-level=none, in the properties of the tests only");
    }
    return hints;
  }

  /**
   * Returns the hint for STARTTLS properties. In Angus they request STARTTLS; here they request
   * nothing that is not already required.
   */
  private Optional<String> starttls(Refusal refusal) {
    boolean decided = settings.effective(Keys.TLS_START.suffix()).isPresent();
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
            .effective(Keys.POLICY.suffix())
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
    boolean calledSo =
        TEST_SERVER
            .matcher(
                (endpoint.host().text() + " " + String.join(" ", refusal.details()))
                    .toLowerCase(Locale.ROOT))
            .find();
    return Loopback.names(endpoint.host().text())
        ? calledSo || TEST_PORTS.contains(endpoint.port())
        : calledSo
            && endpoint.host().text().indexOf('.') < 0
            && endpoint.host().text().indexOf(':') < 0;
  }
}
