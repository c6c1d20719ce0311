package io.github.mailclad.signin;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.Key;
import io.github.mailclad.internal.config.LevelFloor;
import io.github.mailclad.internal.config.NetworkSettings;
import io.github.mailclad.internal.config.OAuthKeys;
import io.github.mailclad.internal.config.PolicyReader;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.config.SettingGroup;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.https.HttpsClients;
import io.github.mailclad.internal.net.ConnectThreads;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.oauth.DeviceFlow;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.oauth.TokenServerAccess;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * A sign-in with a browser on any device (RFC 8628). The person opens a page and enters a code
 * there; the refresh token gets into the file of {@code oauth-refresh-token-file}. Afterwards the
 * account logs in by the same properties. The token server is verified as for each token request.
 * For one thread; its text has no secret.
 *
 * <pre>{@code
 * DeviceSignIn signIn = DeviceSignIn.begin(session.getProperties(), "imaps").get();
 * System.out.println("Open " + signIn.page() + " and enter " + signIn.userCode());
 * signIn.complete();
 * }</pre>
 */
public final class DeviceSignIn {
  private final DeviceFlow flow;
  private final DeviceFlow.Codes codes;

  private DeviceSignIn(DeviceFlow flow, DeviceFlow.Codes codes) {
    this.flow = flow;
    this.codes = codes;
  }

  /**
   * Requests the code of a sign-in. Blocks for the time of two token requests at most.
   *
   * @param properties the session properties of the account, with its settings of OAuth
   * @param protocol the protocol name that the application uses, for example {@code imaps}
   * @return the sign-in; refused if the settings cannot be used, if there is no place for the
   *     refresh token, or if the token server gives no code
   * @throws IllegalArgumentException if the name is not a mail protocol
   */
  public static Outcome<DeviceSignIn> begin(Properties properties, String protocol) {
    return begin(new Settings(properties, name(protocol)), DeviceFlow::begin);
  }

  /**
   * Requests the code of a sign-in that ends with {@link #completeInMemory()}, and writes no file.
   * Needs no setting for a refresh token. Otherwise as {@link #begin}.
   *
   * @throws IllegalArgumentException if the name is not a mail protocol
   */
  public static Outcome<DeviceSignIn> beginInMemory(Properties properties, String protocol) {
    ProtocolName name = name(protocol);
    Settings given = new Settings(properties, name);
    if (!SettingGroup.OAUTH.isSetIn(given)
        || isSet(OAuthKeys.OAUTH_REFRESH_TOKEN, given)
        || isSet(OAuthKeys.OAUTH_REFRESH_TOKEN_FILE, given)) {
      return begin(given, DeviceFlow::beginInMemory);
    }
    Properties complete = (Properties) properties.clone();
    // without a refresh token, the settings would ask for what entitles the client itself
    complete.setProperty(given.key(OAuthKeys.OAUTH_REFRESH_TOKEN.suffix()), "a person signs in");
    return begin(new Settings(complete, name), DeviceFlow::beginInMemory);
  }

  private static boolean isSet(Key<?> key, Settings settings) {
    return settings.effective(key.suffix()).isPresent();
  }

  private static ProtocolName name(String protocol) {
    return ProtocolName.of(protocol)
        .orElseThrow(() -> new IllegalArgumentException("not a mail protocol: " + protocol));
  }

  private static Outcome<DeviceSignIn> begin(
      Settings settings, Function<DeviceFlow, Outcome<DeviceFlow.Codes>> beginning) {
    LevelFloor floor = LevelFloor.of(System.getProperty(LevelFloor.PROPERTY, ""));
    ConfigReading reading = PolicyReader.read(settings, floor);
    if (!reading.problems().isEmpty()) {
      return Outcome.refused(new SettingsRefusal.UnsafeSettings(reading.problems()));
    }
    OAuthRules rules = reading.config().login().oauth();
    if (rules == null) {
      return Outcome.refused(
          new TokenRequestImpossible(
              PeerText.of("the account has no settings of OAuth"), "oauth-issuer"));
    }
    DeviceFlow flow =
        new DeviceFlow(
            rules,
            access(rules, reading.config(), settings),
            Clock.systemUTC(),
            time -> Thread.sleep(time.toMillis()));
    return beginning.apply(flow).map(codes -> new DeviceSignIn(flow, codes));
  }

  private static TokenServerAccess access(
      OAuthRules rules, AccountConfig config, Settings settings) {
    Dialler dialler =
        new Dialler(
            host -> List.of(InetAddress.getAllByName(host)),
            ConnectThreads.executor(Runtime.version(), System.getLogger("io.github.mailclad")));
    return TokenServerAccess.of(
        new HttpsClients(new AnchorLoader(() -> "unchanged"), Clock.systemUTC()),
        rules,
        config.policy(),
        NetworkSettings.connector(settings, config.lookups(), dialler),
        news -> {});
  }

  /** Returns the code that the person enters. */
  public String userCode() {
    return codes.userCode();
  }

  /** Returns the page on which the person enters the code; it begins with {@code https:}. */
  public URI page() {
    return codes.page();
  }

  /** Returns the page with the code filled in, for a link; empty if the token server has none. */
  public Optional<URI> pageWithCode() {
    return Optional.ofNullable(codes.pageWithCode());
  }

  /** Returns the instant from which the code is not valid, within 15 minutes. */
  public Instant expiresAt() {
    return codes.end();
  }

  /**
   * Waits until the person has signed in, and writes the refresh token into its file, which only
   * the owner may read.
   *
   * @return the file; refused if the person declines, if the code expires, if the sign-in was begun
   *     without a file, or if the thread is interrupted, which it stays
   */
  public Outcome<Path> complete() {
    return flow.complete(codes);
  }

  /**
   * Waits until the person has signed in. The access token is in memory only; a refresh token that
   * comes with it is dropped.
   *
   * @return gives the token for {@code token-supplier}, to each server that asks, without renewal;
   *     refused as {@link #complete()}
   */
  public Outcome<OAuthTokenSupplier> completeInMemory() {
    return flow.completeInMemory(codes).map(token -> (user, endpoint) -> token);
  }

  @Override
  public String toString() {
    return codes.toString();
  }
}
