package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Pin;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.SettingNames;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TokenSupplier;
import io.github.mailclad.TrustRules;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one account's policy from the session's properties; one object per reading. */
public final class PolicyReader {
  private static final String STORED = "stored";
  private static final String ANY_PROTOCOL = "mail.<protocol>.";

  /** The one level that a policy as an object cannot have: its certificate is looked up later. */
  private static final Set<PolicyKey> OF_STORED_PIN =
      Set.of(PolicyKey.MINIMUM_LEVEL, PolicyKey.ACCOUNT_PIN);

  private final Settings settings;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private SecurityPolicy.Builder policy = SecurityPolicy.builder();
  private Pins pins = Pins.AS_SET;

  private PolicyReader(Settings settings) {
    this.settings = settings;
  }

  /** Reads the properties; every problem is found before this returns. */
  public static PolicyReading read(Settings settings) {
    return new PolicyReader(settings).read();
  }

  private PolicyReading read() {
    reportUnknownKeys();
    Optional<SecurityPolicy> given = readPolicy();
    given.ifPresent(object -> policy = object.toBuilder());
    boolean lowered =
        readMinimumLevel()
            || given.filter(p -> p.minimumLevel() == ConfidentialityLevel.NONE).isPresent();
    given.ifPresent(this::reportWhatItDecides);
    TlsStart start = given.map(SecurityPolicy::tlsStart).orElseGet(this::readTlsStart);
    SettingValues values = new SettingValues(this::effective, this::notOneOf, problems::add);
    TlsSettings tls = given.map(TlsSettings::of).orElseGet(() -> TlsSettings.read(values));
    new AnchorSettings(values).read().ifPresent(policy::anchors);
    readPins();
    policy.requiredSafeguards(tls.requiredSafeguards());
    readTimeout(PolicyKey.HANDSHAKE_TIMEOUT, policy::handshakeTimeout);
    readTimeout(PolicyKey.LOGIN_TIMEOUT, policy::loginTimeout);
    if (given.isEmpty()) {
      policy.revocation(new RevocationSettings(values).read());
    }
    LookupSettings lookups = new LookupSettings(values, problems::add);
    Optional<DanePolicy> dane = lookups.dane();
    LookupRules lookupRules = lookups.rules();
    AccountRules account = new AccountSettings(values).rules(pins);
    SecurityListener listener = readListener();
    checkSettingNames();
    problems.addAll(AngusProperties.portProblems(settings));
    LoginRules login = LoginRules.byDefault();
    problems.addAll(NetworkProperties.problems(settings));
    if (lowered) {
      noteWhatHasNoEffect();
      given.ifPresent(this::noteWhatHasNoEffect);
      Optional<DanePolicy> ofObject = given.map(SecurityPolicy::trust).map(TrustRules::dane);
      PolicyKey key = ofObject.isPresent() ? PolicyKey.POLICY : PolicyKey.DANE;
      ofObject.or(() -> dane).ifPresent(asked -> readDaneWithoutMinimum(key, asked));
    } else {
      dane.ifPresent(policy::dane);
      login = readLogin();
      new ClientSettings(settings, values).read(start).ifPresent(policy::clientIdentity);
      AngusProperties angus = new AngusProperties(settings, start);
      policy
          .keyExchange(tls.keyExchange())
          .versions(angus.narrowedVersions(tls.versions()))
          .cipherSuites(
              angus.narrowedSuites(
                  given
                      .map(SecurityPolicy::tls)
                      .map(TlsRules::cipherSuites)
                      .orElse(TlsRules.CIPHER_SUITES)));
      problems.addAll(angus.problems());
      notes.addAll(angus.notes());
    }
    return problems.isEmpty()
        ? new PolicyReading.Legible(policy.build(), listener, login, account, lookupRules, notes)
        : new PolicyReading.Illegible(
            new UnsafeSettings(problems.stream().map(this::inUsedName).toList()),
            listener,
            draft(lowered, start));
  }

  /** The texts of other classes do not know the protocol name. */
  private SettingProblem inUsedName(SettingProblem problem) {
    String used = "mail." + settings.protocol().text() + ".";
    return new SettingProblem(
        problem.key(),
        problem.problem().replace(ANY_PROTOCOL, used),
        problem.remedy().replace(ANY_PROTOCOL, used));
  }

  private static SecurityPolicy draft(boolean lowered, @Nullable TlsStart start) {
    SecurityPolicy.Builder draft = SecurityPolicy.builder();
    if (lowered) {
      draft.dangerouslyWithoutMinimum();
    }
    return start == null ? draft.build() : draft.tlsStart(start).build();
  }

  private void reportUnknownKeys() {
    problems.addAll(new MistypedKeys(settings).problems());
    List<String> prefixes = new ArrayList<>(List.of("mail.security."));
    settings
        .protocol()
        .propertyNames()
        .forEach(name -> prefixes.add("mail." + name + ".security."));
    for (String prefix : prefixes) {
      for (String key : settings.keysUnder(prefix)) {
        String typed = key.substring(prefix.length());
        if (PolicyKey.of(typed).isEmpty()) {
          problem(
              key,
              "there is no such setting",
              "did you mean " + prefix + PolicyKey.nearest(typed).key() + "?");
        }
      }
    }
  }

  /**
   * The policy that the application gives as an object. Its level does not reach another name, just
   * like a level that is set by itself; everything else that it requires does.
   */
  private Optional<SecurityPolicy> readPolicy() {
    List<Setting> all = settingsOf(PolicyKey.POLICY);
    all.stream()
        .filter(setting -> setting.key().equals("mail." + PolicyKey.POLICY.suffix()))
        .filter(PolicyReader::isLowering)
        .forEach(setting -> lowers(setting, PolicyKey.POLICY));
    Optional<Setting> setting = effective(PolicyKey.POLICY);
    if (setting.isEmpty()) {
      return Optional.empty();
    }
    if (!(setting.get().value() instanceof SecurityPolicy given)) {
      notOneOf(setting.get(), PolicyKey.POLICY);
      return Optional.empty();
    }
    if (!isLowering(setting.get())
        || setting.get().key().equals(underTheUsedName(PolicyKey.POLICY))) {
      return Optional.of(given);
    }
    notes.add(
        "the minimum level in "
            + setting.get().key()
            + " does not apply to "
            + settings.protocol().text());
    return Optional.of(given.toBuilder().authenticated().build());
  }

  private static boolean isLowering(Setting setting) {
    return setting.value() instanceof SecurityPolicy policy
        && policy.minimumLevel() != ConfidentialityLevel.AUTHENTICATED;
  }

  /** Two places that decide the same would leave open which of them counts. */
  private void reportWhatItDecides(SecurityPolicy given) {
    String object = settings.effective(PolicyKey.POLICY).map(Setting::key).orElseThrow();
    boolean storedPin =
        pins == Pins.STORED && given.minimumLevel() == ConfidentialityLevel.AUTHENTICATED;
    for (PolicyKey key : PolicyKey.values()) {
      if (decides(given, key) && !(storedPin && OF_STORED_PIN.contains(key))) {
        settingsOf(key)
            .forEach(
                setting ->
                    problem(
                        setting.key(),
                        "is decided by the policy in " + object + ", too",
                        "remove one of them"));
      }
    }
    if (pins == Pins.STORED && given.clientIdentity() != null) {
      problem(
          object,
          "has a client certificate, which is not for a server with an accepted certificate",
          "leave it out, or name that server's certificate as a trust anchor instead of account-pin");
    }
  }

  /** What a policy leaves open, a single setting may decide. */
  private static boolean decides(SecurityPolicy policy, PolicyKey key) {
    return switch (key) {
      case MINIMUM_LEVEL,
          OLDEST_TLS,
          KEY_EXCHANGE,
          TRUST_ANCHORS,
          TRUST_ANCHORS_PASSWORD,
          PINS,
          ACCOUNT_PIN,
          TLS12_SAFEGUARDS,
          HANDSHAKE_TIMEOUT,
          LOGIN_TIMEOUT,
          REVOCATION,
          REVOCATION_CRLS,
          REVOCATION_FETCH,
          REVOCATION_TIMEOUT ->
          true;
      case TLS_START -> policy.tlsStart() != null;
      case DANE, DANE_USAGES -> policy.trust().dane() != null;
      case CLIENT_CERTIFICATE,
          CLIENT_CERTIFICATE_KEY,
          CLIENT_CERTIFICATE_PASSWORD,
          CLIENT_CERTIFICATE_ALIAS,
          CLIENT_CERTIFICATE_FOR,
          CLIENT_CERTIFICATE_ALSO_OVER ->
          policy.clientIdentity() != null;
      default -> false;
    };
  }

  /**
   * What lowers the level is read under the name in use only: one account's exception must not
   * reach another.
   */
  private boolean readMinimumLevel() {
    Optional<AccountPin> pin = readAccountPin();
    boolean encrypted = false;
    boolean lowered = false;
    for (Setting setting : settingsOf(PolicyKey.MINIMUM_LEVEL)) {
      switch (word(setting)) {
        case "authenticated" -> {}
        case "encrypted" -> encrypted |= lowers(setting, PolicyKey.MINIMUM_LEVEL);
        case "none" -> lowered |= lowers(setting, PolicyKey.MINIMUM_LEVEL);
        default -> notOneOf(setting, PolicyKey.MINIMUM_LEVEL);
      }
    }
    if (lowered) {
      policy.dangerouslyWithoutMinimum();
    } else if (encrypted && pins == Pins.STORED) {
      // where the account has no such certificate, nothing less than the default will do
      return false;
    } else if (encrypted && pin.isPresent()) {
      policy.dangerouslyAccepting(pin.get());
    } else if (encrypted || pin.isPresent() || pins == Pins.STORED) {
      problem(
          underTheUsedName(encrypted ? PolicyKey.MINIMUM_LEVEL : PolicyKey.ACCOUNT_PIN),
          "an account pin and the minimum level encrypted need each other",
          "set both "
              + underTheUsedName(PolicyKey.ACCOUNT_PIN)
              + " and "
              + underTheUsedName(PolicyKey.MINIMUM_LEVEL)
              + "=encrypted, or neither");
    }
    return lowered;
  }

  private Optional<AccountPin> readAccountPin() {
    Optional<AccountPin> pin = Optional.empty();
    for (Setting setting : settingsOf(PolicyKey.ACCOUNT_PIN)) {
      if (word(setting).equals(STORED)) {
        pins = lowers(setting, PolicyKey.ACCOUNT_PIN) ? Pins.STORED : pins;
        continue;
      }
      try {
        AccountPin read = AccountPin.parse(setting.text().orElse(""));
        pin = lowers(setting, PolicyKey.ACCOUNT_PIN) ? Optional.of(read) : pin;
      } catch (IllegalArgumentException e) {
        notOneOf(setting, PolicyKey.ACCOUNT_PIN);
      }
    }
    return pin;
  }

  /** Whether a setting that lowers the level stands under the used name; told if it does not. */
  private boolean lowers(Setting setting, PolicyKey key) {
    if (setting.key().equals(underTheUsedName(key))) {
      return true;
    }
    if (setting.key().equals("mail." + key.suffix())) {
      problem(
          setting.key(),
          "would lower every account of the session",
          "set it for the one protocol that needs it: " + underTheUsedName(key));
    } else {
      notes.add(
          setting.key()
              + "="
              + setting.value()
              + " does not apply to "
              + settings.protocol().text());
    }
    return false;
  }

  private String underTheUsedName(PolicyKey key) {
    return "mail." + settings.protocol().text() + "." + key.suffix();
  }

  /** Without a minimum Angus goes its own way; nobody should believe that these still hold. */
  private void noteWhatHasNoEffect() {
    Stream.of(
            PolicyKey.TLS_START,
            PolicyKey.OLDEST_TLS,
            PolicyKey.KEY_EXCHANGE,
            PolicyKey.TRUST_ANCHORS,
            PolicyKey.PINS,
            PolicyKey.ACCOUNT_PIN,
            PolicyKey.TLS12_SAFEGUARDS,
            PolicyKey.AUTH_MECHANISMS,
            PolicyKey.TOKEN_SUPPLIER,
            PolicyKey.REVOCATION,
            PolicyKey.REVOCATION_CRLS,
            PolicyKey.REVOCATION_FETCH,
            PolicyKey.CLIENT_CERTIFICATE,
            PolicyKey.DANE_USAGES,
            PolicyKey.CONFIRMED_TARGETS)
        .flatMap(key -> settingsOf(key).stream())
        .forEach(setting -> notes.add(setting.key() + " has no effect with minimum-level=none"));
  }

  private void noteWhatHasNoEffect(SecurityPolicy given) {
    SecurityPolicy.Builder effective = SecurityPolicy.builder().dangerouslyWithoutMinimum();
    if (given.trust().dane() != null) {
      effective.dane(given.trust().dane());
    }
    settings
        .effective(PolicyKey.POLICY)
        .filter(setting -> !given.equals(effective.build()))
        .ifPresent(
            setting ->
                notes.add(
                    "only minimum level and DANE of "
                        + setting.key()
                        + " have an effect with the level none"));
  }

  /**
   * Any record forbids clear text then, whatever its usage; but nobody verifies the server, so that
   * none can be required.
   */
  private void readDaneWithoutMinimum(PolicyKey key, DanePolicy dane) {
    Optional<Setting> mode = settingsOf(key).stream().findFirst();
    if (mode.isPresent() && dane.mode() == DanePolicy.Mode.REQUIRE) {
      problem(
          mode.get().key(),
          "require asks for a verified server, and minimum-level=none for none",
          key == PolicyKey.DANE
              ? "set " + underTheUsedName(key) + "=prefer, or raise the level"
              : "let its DANE policy prefer, or raise the level");
    } else if (mode.isPresent()) {
      policy.dane(DanePolicy.of(dane.mode()));
    }
  }

  private @Nullable TlsStart readTlsStart() {
    Optional<Setting> setting = effective(PolicyKey.TLS_START);
    if (setting.isEmpty()) {
      return null;
    }
    for (TlsStart start : TlsStart.values()) {
      if (start.name().toLowerCase(Locale.ROOT).equals(word(setting.get()))) {
        policy.tlsStart(start);
        return start;
      }
    }
    notOneOf(setting.get(), PolicyKey.TLS_START);
    return null;
  }

  private void readPins() {
    effective(PolicyKey.PINS)
        .ifPresent(
            setting -> {
              try {
                policy.pins(pinsIn(setting.text().orElse("")));
              } catch (IllegalArgumentException e) {
                notOneOf(setting, PolicyKey.PINS);
              }
            });
  }

  private static Set<Pin> pinsIn(String text) {
    Set<Pin> pins = new LinkedHashSet<>();
    Arrays.stream(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .forEach(word -> pins.add(Pin.parse(word)));
    if (pins.isEmpty()) {
      throw new IllegalArgumentException("no pin");
    }
    return pins;
  }

  private void readTimeout(PolicyKey key, Consumer<Duration> into) {
    effective(key)
        .ifPresent(
            setting ->
                wholeNumber(setting)
                    .filter(millis -> millis >= 1 && millis <= 600_000)
                    .ifPresentOrElse(
                        millis -> into.accept(Duration.ofMillis(millis)),
                        () -> notOneOf(setting, key)));
  }

  private @Nullable SecurityListener readListener() {
    Optional<Setting> setting = effective(PolicyKey.LISTENER);
    if (setting.isPresent() && setting.get().value() instanceof SecurityListener listener) {
      return listener;
    }
    setting.ifPresent(s -> notOneOf(s, PolicyKey.LISTENER));
    return null;
  }

  /** They are read where something is told, by {@link SettingWords}. */
  private void checkSettingNames() {
    effective(PolicyKey.SETTING_NAMES)
        .filter(setting -> !(setting.value() instanceof SettingNames))
        .ifPresent(setting -> notOneOf(setting, PolicyKey.SETTING_NAMES));
  }

  private LoginRules readLogin() {
    Optional<Setting> supplier = effective(PolicyKey.TOKEN_SUPPLIER);
    TokenSupplier tokens =
        supplier.isPresent() && supplier.get().value() instanceof TokenSupplier t ? t : null;
    supplier.filter(s -> tokens == null).ifPresent(s -> notOneOf(s, PolicyKey.TOKEN_SUPPLIER));
    LoginProperties login =
        new LoginProperties(settings, effective(PolicyKey.AUTH_MECHANISMS), tokens);
    LoginRules rules = login.rules();
    problems.addAll(login.problems());
    notes.addAll(login.notes());
    return rules;
  }

  /**
   * The value that counts: of the used name, else of another name, else of the session; a
   * contradiction is noted.
   */
  private Optional<Setting> effective(PolicyKey key) {
    List<Setting> all = settingsOf(key);
    all.stream()
        .filter(
            s ->
                key != PolicyKey.LISTENER
                    && key != PolicyKey.ACCOUNT_STORE
                    && key != PolicyKey.RESOLVER
                    && key != PolicyKey.SETTING_NAMES
                    && !s.value().equals(all.get(0).value()))
        .findFirst()
        .ifPresent(s -> notes.add(all.get(0).key() + " counts; " + s.key() + " says otherwise"));
    return all.stream().findFirst();
  }

  private List<Setting> settingsOf(PolicyKey key) {
    List<Setting> all = new ArrayList<>(settings.findAll(key.suffix()));
    settings.get("mail." + key.suffix()).ifPresent(all::add);
    return all;
  }

  static String word(Setting setting) {
    return setting.text().orElse("").toLowerCase(Locale.ROOT);
  }

  static Optional<Integer> wholeNumber(Setting setting) {
    try {
      return setting.text().map(Integer::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void notOneOf(Setting setting, PolicyKey key) {
    problem(
        setting.key(),
        ShownValue.of(setting, key) + " is not valid here",
        "set it to: " + key.choices());
  }

  private void problem(String key, String problem, String remedy) {
    problems.add(new SettingProblem(key, problem, remedy));
  }
}
