package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.Keys.Profile;
import io.github.mailclad.internal.config.Keys.Safeguards;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one account's configuration from the session's properties; use one object for each reading.
 */
public final class PolicyReader {
  private final Settings settings;
  private final LevelFloor floor;
  private final SettingReader reading;
  private final Optional<SecurityPolicy> given;
  private final SecurityPolicy.Builder policy;
  private Pins pins = Pins.AS_SET;

  private PolicyReader(Settings settings, LevelFloor floor) {
    this.settings = settings;
    this.floor = floor;
    this.reading = new SettingReader(settings);
    reading.problems(new MistypedKeys(settings).problems());
    this.given = new PolicyObject(reading).read();
    this.policy = given.isPresent() ? given.get().toBuilder() : SecurityPolicy.builder();
  }

  /**
   * Reads the properties and collects all problems.
   *
   * @param floor the level below which no setting of the session may go
   */
  public static ConfigReading read(Settings settings, LevelFloor floor) {
    return new PolicyReader(settings, floor).read();
  }

  private ConfigReading read() {
    @Nullable ModernProfile dryRun = beginProfile();
    boolean lowered = readMinimumLevel();
    floor.check(reading, given);
    if (given.isPresent()) {
      new PolicyObject(reading).check(given.get(), pins);
    }
    @Nullable TlsStart start = start();
    if (start != null) {
      policy.tlsStart(start);
    }
    if (given.isEmpty()) {
      readTls();
      readTimeouts();
    }
    readAnchors();
    if (given.isEmpty()) {
      policy.revocation(
          new RevocationPolicy(
              reading.get(Keys.REVOCATION),
              reading.get(Keys.REVOCATION_CRLS),
              reading.get(Keys.REVOCATION_FETCH),
              reading.get(Keys.REVOCATION_TIMEOUT)));
    }
    SpeedRules speed = SpeedRules.read(settings, reading);
    LookupSettings lookups = new LookupSettings(reading);
    Optional<DanePolicy> dane = lookups.dane();
    LookupRules lookupRules = lookups.rules();
    AccountRules account = new AccountRules(reading.find(Keys.ACCOUNT_STORE).orElse(null), pins);
    @Nullable SecurityListener listener = reading.find(Keys.LISTENER).orElse(null);
    // SettingWords uses it when something is reported
    reading.find(Keys.SETTING_NAMES);
    reading.problems(AngusProperties.misunderstood(settings));
    LoginRules login = LoginRules.byDefault();
    if (lowered) {
      new OAuthSettings(reading).refuseWithoutMinimum();
      readWithoutMinimum(dane);
    } else {
      if (dane.isPresent()) {
        policy.dane(dane.get());
      }
      login = readLogin();
      Optional<ClientIdentity> client = new ClientSettings(reading).read(start);
      if (client.isPresent()) {
        policy.clientIdentity(client.get());
      }
      narrow(new AngusProperties(settings, start));
    }
    boolean good = reading.problems().isEmpty();
    return new ConfigReading(
        new AccountConfig(
            good ? policy.build() : draft(lowered, start),
            login,
            lookupRules,
            account,
            speed,
            listener,
            dryRun,
            reading.notes()),
        reading.problems());
  }

  /** Begins the policy with the profile; returns a profile that is only compared, or null. */
  private @Nullable ModernProfile beginProfile() {
    Profile profile = reading.get(Keys.PROFILE);
    if (profile == Profile.RFC8314) {
      return null;
    }
    ModernProfile modern = ModernProfile.comparedWith(reading, given);
    if (profile == Profile.MODERN_DRY_RUN) {
      return modern;
    }
    reading.problems(modern.contradictions());
    if (given.isEmpty()) {
      ModernProfile.begin(policy);
    }
    return null;
  }

  private void readTls() {
    Optional<TlsVersion> oldest = reading.find(Keys.OLDEST_TLS);
    if (oldest.isPresent()) {
      policy.versions(EnumSet.range(oldest.get(), TlsVersion.TLS_1_3));
    }
    policy.keyExchange(reading.get(Keys.KEY_EXCHANGE));
    Optional<TlsProvider> provider = reading.find(Keys.TLS_PROVIDER);
    if (provider.isPresent()) {
      policy.tlsProvider(provider.get());
    }
    policy.pins(reading.find(Keys.PINS).orElse(Set.of()));
    Optional<Safeguards> safeguards = reading.find(Keys.TLS12_SAFEGUARDS);
    if (safeguards.isPresent()) {
      policy.requiredSafeguards(safeguards.get().required);
    }
  }

  private void readTimeouts() {
    policy.handshakeTimeout(reading.get(Keys.HANDSHAKE_TIMEOUT));
    policy.loginTimeout(reading.get(Keys.LOGIN_TIMEOUT));
  }

  private @Nullable TlsStart start() {
    TlsStart decided = given.isPresent() ? given.get().tlsStart() : null;
    return decided == null ? reading.find(Keys.TLS_START).orElse(null) : decided;
  }

  private static SecurityPolicy draft(boolean lowered, @Nullable TlsStart start) {
    SecurityPolicy.Builder draft = SecurityPolicy.builder();
    if (lowered) {
      draft.dangerouslyWithoutMinimum();
    }
    return start == null ? draft.build() : draft.tlsStart(start).build();
  }

  /**
   * Reads the minimum level. A setting that lowers the level is read only under the used name, so
   * that one account's exception does not affect another.
   */
  private boolean readMinimumLevel() {
    Optional<AccountPin> pin = readAccountPin();
    boolean encrypted = false;
    boolean lowered = false;
    for (Setting setting : reading.settings(Keys.MINIMUM_LEVEL)) {
      Optional<ConfidentialityLevel> level = reading.parse(setting, Keys.MINIMUM_LEVEL);
      if (level.isPresent() && level.get() != ConfidentialityLevel.AUTHENTICATED) {
        boolean lowers = lowers(setting, Keys.MINIMUM_LEVEL);
        encrypted |= lowers && level.get() == ConfidentialityLevel.ENCRYPTED;
        lowered |= lowers && level.get() == ConfidentialityLevel.NONE;
      }
    }
    if (given.isPresent()) {
      return given.get().minimumLevel() == ConfidentialityLevel.NONE;
    }
    if (lowered) {
      policy.dangerouslyWithoutMinimum();
    } else if (encrypted && pins == Pins.STORED) {
      // if the account has no such certificate, the default level is required
      return false;
    } else if (encrypted && pin.isPresent()) {
      policy.dangerouslyAccepting(pin.get());
    } else if (encrypted || pin.isPresent() || pins == Pins.STORED) {
      String level = reading.underTheUsedName(Keys.MINIMUM_LEVEL);
      String certificate = reading.underTheUsedName(Keys.ACCOUNT_PIN);
      reading.problem(
          encrypted ? level : certificate,
          "an account pin and the minimum level encrypted need each other",
          "set both " + certificate + " and " + level + "=encrypted, or neither");
    }
    return lowered;
  }

  private Optional<AccountPin> readAccountPin() {
    Optional<AccountPin> pin = Optional.empty();
    for (Setting setting : reading.settings(Keys.ACCOUNT_PIN)) {
      Optional<Optional<AccountPin>> read = reading.parse(setting, Keys.ACCOUNT_PIN);
      if (read.isPresent() && lowers(setting, Keys.ACCOUNT_PIN)) {
        pin = read.get();
        pins = read.get().isEmpty() ? Pins.STORED : pins;
      }
    }
    return pin;
  }

  /** Returns whether a setting that lowers the level is set under the used name. */
  private boolean lowers(Setting setting, Key<?> key) {
    if (setting.key().equals(reading.underTheUsedName(key))) {
      return true;
    }
    if (setting.key().equals("mail." + key.suffix())) {
      reading.problem(
          setting.key(),
          "would lower every account of the session",
          "set it for the one protocol that needs it: " + reading.underTheUsedName(key));
    } else {
      reading.note(
          setting.key()
              + "="
              + (setting.value() instanceof Enum<?> level ? Parser.wordOf(level) : setting.value())
              + " does not apply to "
              + settings.protocol().text());
    }
    return false;
  }

  private void readAnchors() {
    Optional<AnchorSource> anchors = reading.find(Keys.TRUST_ANCHORS);
    Optional<String> password = reading.find(Keys.TRUST_ANCHORS_PASSWORD);
    if (anchors.isEmpty() && reading.setting(Keys.TRUST_ANCHORS).isPresent()) {
      return;
    }
    if (password.isPresent() && anchors.orElse(null) instanceof AnchorFile file) {
      policy.anchors(new AnchorFile(file.location(), password.get()));
      return;
    }
    if (anchors.isPresent()) {
      policy.anchors(anchors.get());
    }
    Optional<Setting> setting = reading.setting(Keys.TRUST_ANCHORS_PASSWORD);
    // a session-wide password may be for a file of another protocol
    if (password.isPresent()
        && setting.isPresent()
        && !setting.get().key().equals("mail." + Keys.TRUST_ANCHORS_PASSWORD.suffix())) {
      boolean isObject = anchors.isPresent() && !(anchors.get() instanceof PlatformAnchors);
      reading.problem(
          setting.get().key(),
          "is for a file in "
              + Keys.TRUST_ANCHORS.suffix()
              + (isObject ? ", which is an object" : ", which is not set"),
          "remove it");
    }
  }

  /**
   * Reads the settings without a minimum. Angus then works as usual, and settings without effect
   * are noted, so that they are not relied on.
   */
  private void readWithoutMinimum(Optional<DanePolicy> dane) {
    if (given.isEmpty()) {
      TlsRules defaults = TlsRules.defaults();
      policy.tls(unused -> defaults);
    }
    Keys.all().stream()
        .filter(Key::needsMinimum)
        .flatMap(key -> reading.settings(key).stream())
        .forEach(s -> reading.note(s.key() + " has no effect with minimum-level=none"));
    given.ifPresent(new PolicyObject(reading)::noteWhatHasNoEffect);
    Optional<DanePolicy> ofObject = given.map(object -> object.trust().dane());
    Key<?> key = ofObject.isPresent() ? Keys.POLICY : Keys.DANE;
    ofObject.or(() -> dane).ifPresent(asked -> readDaneWithoutMinimum(key, asked));
  }

  /**
   * Reads the DANE mode without a minimum. Any record, regardless of its usage, then forbids
   * cleartext. The server is not verified, so DANE cannot be required.
   */
  private void readDaneWithoutMinimum(Key<?> key, DanePolicy dane) {
    Optional<Setting> mode = reading.settings(key).stream().findFirst();
    if (mode.isPresent() && dane.mode() == DanePolicy.Mode.REQUIRE) {
      reading.problem(
          mode.get().key(),
          "require needs a verified server, and minimum-level=none verifies none",
          key == Keys.DANE
              ? "set " + reading.underTheUsedName(key) + "=prefer, or raise the level"
              : "set its DANE mode to PREFER, or raise the level");
    } else if (mode.isPresent()) {
      policy.dane(DanePolicy.of(dane.mode()));
    }
  }

  private LoginRules readLogin() {
    OAuthSettings oauth = new OAuthSettings(reading);
    Optional<Setting> supplier = reading.setting(Keys.TOKEN_SUPPLIER);
    if (supplier.isPresent() && oauth.first().isPresent()) {
      reading.problem(
          supplier.get().key(),
          "contradicts " + oauth.first().get().key(),
          "remove one of them: tokens have one source");
      return LoginRules.byDefault();
    }
    LoginProperties login =
        new LoginProperties(
            settings,
            reading.setting(Keys.AUTH_MECHANISMS),
            reading.find(Keys.TOKEN_SUPPLIER).orElse(null),
            oauth.read().orElse(null));
    LoginRules rules = login.rules();
    reading.problems(login.problems());
    for (String note : login.notes()) {
      reading.note(note);
    }
    return rules;
  }

  /** Narrows the policy by Angus's own properties. */
  private void narrow(AngusProperties angus) {
    policy.tls(
        tls ->
            tls.withVersions(angus.narrowedVersions(tls.versions()))
                .withCipherSuites(angus.narrowedSuites(tls.cipherSuites())));
    reading.problems(angus.problems());
    for (String note : angus.notes()) {
      reading.note(note);
    }
  }
}
