package io.github.mailclad.internal.config;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.PolicyKeys.Profile;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.config.TlsKeys.Safeguards;
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
  private final boolean ofPolicy;
  private final Optional<SecurityPolicy> given;
  private final SecurityPolicy.Builder policy;
  private Pins pins = Pins.AS_SET;

  private PolicyReader(Settings settings, LevelFloor floor) {
    this.settings = settings;
    this.floor = floor;
    this.reading = new SettingReader(settings);
    reading.problems(new MistypedKeys(settings).problems());
    this.ofPolicy = isSet(SettingGroup.POLICY);
    this.given = ofPolicy ? new PolicyObject(reading).read() : Optional.empty();
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
    @Nullable ModernProfile dryRun = ofPolicy ? beginProfile() : null;
    boolean lowered = ofPolicy && readLevel();
    floor.check(reading, given);
    if (given.isPresent()) {
      new PolicyObject(reading).check(given.get(), pins);
    }
    @Nullable TlsStart start = ofPolicy ? start() : null;
    if (start != null) {
      policy.tlsStart(start);
    }
    readRequirements();
    if (isSet(SettingGroup.TRUST)) {
      readTrust();
    }
    SpeedRules speed = SpeedRules.read(settings, reading);
    Optional<DanePolicy> dane = Optional.empty();
    LookupRules lookups = LookupRules.byDefault();
    if (isSet(SettingGroup.LOOKUP)) {
      LookupSettings set = new LookupSettings(reading);
      dane = set.dane();
      lookups = set.rules();
    }
    @Nullable ConfiguredStore store = null;
    @Nullable SecurityListener listener = null;
    if (isSet(SettingGroup.APPLICATION)) {
      store = reading.find(ApplicationKeys.ACCOUNT_STORE).orElse(null);
      listener = reading.find(ApplicationKeys.LISTENER).orElse(null);
      // SettingWords uses it when something is reported
      reading.find(ApplicationKeys.SETTING_NAMES);
    }
    reading.problems(AngusProperties.misunderstood(settings));
    LoginRules login = LoginRules.byDefault();
    if (lowered) {
      if (isSet(SettingGroup.OAUTH)) {
        new OAuthSettings(reading).refuseWithoutMinimum();
      }
      readWithoutMinimum(dane);
    } else {
      if (dane.isPresent()) {
        policy.dane(dane.get());
      }
      login = readLogin();
      readClientIdentity(start);
      narrow(new AngusProperties(settings, start));
    }
    boolean good = reading.problems().isEmpty();
    return new ConfigReading(
        new AccountConfig(
            good ? policy.build() : draft(lowered, start),
            login,
            lookups,
            new AccountRules(store, pins),
            speed,
            listener,
            dryRun,
            reading.notes()),
        reading.problems());
  }

  private boolean isSet(SettingGroup group) {
    return group.isSetIn(settings);
  }

  /** Begins the policy with the profile; returns a profile that is only compared, or null. */
  private @Nullable ModernProfile beginProfile() {
    Profile profile = reading.get(PolicyKeys.PROFILE);
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

  private boolean readLevel() {
    LevelSettings level = new LevelSettings(reading);
    boolean lowered = level.read(given, policy);
    pins = level.pins();
    return lowered;
  }

  /** Reads the settings that a policy as an object decides, too; beside one they are a problem. */
  private void readRequirements() {
    if (given.isPresent()) {
      return;
    }
    if (isSet(SettingGroup.TLS)) {
      readTls();
    }
    if (isSet(SettingGroup.TRUST)) {
      policy.pins(reading.find(TrustKeys.PINS).orElse(Set.of()));
    }
    if (isSet(SettingGroup.LOGIN)) {
      policy.loginTimeout(reading.get(LoginKeys.LOGIN_TIMEOUT));
    }
    if (isSet(SettingGroup.REVOCATION)) {
      policy.revocation(
          new RevocationPolicy(
              reading.get(RevocationKeys.REVOCATION),
              reading.get(RevocationKeys.REVOCATION_CRLS),
              reading.get(RevocationKeys.REVOCATION_FETCH),
              reading.get(RevocationKeys.REVOCATION_TIMEOUT)));
    }
  }

  private void readTls() {
    Optional<TlsVersion> oldest = reading.find(TlsKeys.OLDEST_TLS);
    if (oldest.isPresent()) {
      policy.versions(EnumSet.range(oldest.get(), TlsVersion.TLS_1_3));
    }
    policy.keyExchange(reading.get(TlsKeys.KEY_EXCHANGE));
    Optional<TlsProvider> provider = reading.find(TlsKeys.TLS_PROVIDER);
    if (provider.isPresent()) {
      policy.tlsProvider(provider.get());
    }
    Optional<Safeguards> safeguards = reading.find(TlsKeys.TLS12_SAFEGUARDS);
    if (safeguards.isPresent()) {
      policy.requiredSafeguards(safeguards.get().required);
    }
    policy.handshakeTimeout(reading.get(TlsKeys.HANDSHAKE_TIMEOUT));
  }

  private @Nullable TlsStart start() {
    TlsStart decided = given.isPresent() ? given.get().tlsStart() : null;
    return decided == null ? reading.find(PolicyKeys.TLS_START).orElse(null) : decided;
  }

  private static SecurityPolicy draft(boolean lowered, @Nullable TlsStart start) {
    SecurityPolicy.Builder draft = SecurityPolicy.builder();
    if (lowered) {
      draft.dangerouslyWithoutMinimum();
    }
    return start == null ? draft.build() : draft.tlsStart(start).build();
  }

  private void readTrust() {
    Optional<AnchorSource> anchors = reading.find(TrustKeys.TRUST_ANCHORS);
    Optional<String> password = reading.find(TrustKeys.TRUST_ANCHORS_PASSWORD);
    if (anchors.isEmpty() && reading.setting(TrustKeys.TRUST_ANCHORS).isPresent()) {
      return;
    }
    if (password.isPresent() && anchors.orElse(null) instanceof AnchorFile file) {
      policy.anchors(new AnchorFile(file.location(), password.get()));
      return;
    }
    if (anchors.isPresent()) {
      policy.anchors(anchors.get());
    }
    Optional<Setting> setting = reading.setting(TrustKeys.TRUST_ANCHORS_PASSWORD);
    // a session-wide password may be for a file of another protocol
    if (password.isPresent()
        && setting.isPresent()
        && !setting.get().key().equals("mail." + TrustKeys.TRUST_ANCHORS_PASSWORD.suffix())) {
      boolean isObject = anchors.isPresent() && !(anchors.get() instanceof PlatformAnchors);
      reading.problem(
          setting.get().key(),
          "is for a file in "
              + TrustKeys.TRUST_ANCHORS.suffix()
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
    SettingGroup.allKeys().stream()
        .filter(Key::needsMinimum)
        .flatMap(key -> reading.settings(key).stream())
        .forEach(s -> reading.note(s.key() + " has no effect with minimum-level=none"));
    given.ifPresent(new PolicyObject(reading)::noteWhatHasNoEffect);
    Optional<DanePolicy> ofObject = given.map(object -> object.trust().dane());
    Key<?> key = ofObject.isPresent() ? PolicyKeys.POLICY : LookupKeys.DANE;
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
          key == LookupKeys.DANE
              ? "set " + reading.underTheUsedName(key) + "=prefer, or raise the level"
              : "set its DANE mode to PREFER, or raise the level");
    } else if (mode.isPresent()) {
      policy.dane(DanePolicy.of(dane.mode()));
    }
  }

  private void readClientIdentity(@Nullable TlsStart start) {
    Optional<ClientIdentity> client =
        isSet(SettingGroup.CLIENT) ? new ClientSettings(reading).read(start) : Optional.empty();
    if (client.isPresent()) {
      policy.clientIdentity(client.get());
    }
  }

  private LoginRules readLogin() {
    boolean ofLogin = isSet(SettingGroup.LOGIN);
    Optional<Setting> supplier =
        ofLogin ? reading.setting(LoginKeys.TOKEN_SUPPLIER) : Optional.empty();
    Optional<OAuthSettings> oauth =
        isSet(SettingGroup.OAUTH) ? Optional.of(new OAuthSettings(reading)) : Optional.empty();
    if (supplier.isPresent() && oauth.isPresent()) {
      reading.problem(
          supplier.get().key(),
          "contradicts " + oauth.get().first().key(),
          "remove one of them: tokens have one source");
      return LoginRules.byDefault();
    }
    LoginProperties login =
        new LoginProperties(
            settings,
            ofLogin ? reading.setting(LoginKeys.AUTH_MECHANISMS) : Optional.empty(),
            ofLogin ? reading.find(LoginKeys.TOKEN_SUPPLIER).orElse(null) : null,
            oauth.isPresent() ? oauth.get().read().orElse(null) : null);
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
