package io.github.mailclad.internal.config;

import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE;
import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE_ALIAS;
import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE_ALSO_OVER;
import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE_FOR;
import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE_KEY;
import static io.github.mailclad.internal.config.ClientKeys.CLIENT_CERTIFICATE_PASSWORD;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.BoundAccount;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ClientIdentity.KeySource;
import io.github.mailclad.Host;
import io.github.mailclad.Location;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of client certificates.
 *
 * @param reading the reading of all settings
 */
record ClientSettings(SettingReader reading) {
  private static final List<Key<?>> ABOUT_IT =
      List.of(
          CLIENT_CERTIFICATE_KEY,
          CLIENT_CERTIFICATE_PASSWORD,
          CLIENT_CERTIFICATE_ALIAS,
          CLIENT_CERTIFICATE_FOR,
          CLIENT_CERTIFICATE_ALSO_OVER);

  /**
   * The format of a user and a server. The last {@code @} ends the user name; an IPv6 address
   * before a port is in brackets.
   */
  private static final Pattern FOR =
      Pattern.compile(
          "(.*)@(\\[[^]]+]|[^:@]+|[^:@]*:[^@]*:[^@]*?)(?::(\\d{1,5}))?", Pattern.DOTALL);

  /**
   * Returns the client certificate with its user and server. Empty if none is set, or if a setting
   * is wrong; a wrong setting is reported.
   *
   * @param start the TLS start; null for none
   */
  Optional<ClientIdentity> read(@Nullable TlsStart start) {
    Optional<Setting> certificate = reading.setting(CLIENT_CERTIFICATE);
    if (certificate.isEmpty()) {
      for (Key<?> key : ABOUT_IT) {
        Optional<Setting> setting = reading.setting(key);
        if (setting.isPresent()) {
          aboutNothing(setting.get());
        }
      }
      return Optional.empty();
    }
    if (settings().get(reading.underTheUsedName(PolicyKeys.ACCOUNT_PIN)).isPresent()) {
      reading.problem(
          certificate.get().key(),
          "is for a verified server, and not for one with an accepted certificate",
          "name that server's certificate in trust-anchors instead of account-pin");
    }
    Optional<KeySource> source = reading.find(CLIENT_CERTIFICATE).flatMap(this::source);
    Optional<BoundAccount> binding = binding(certificate.get(), start);
    Set<Exposure> alsoOver = reading.find(CLIENT_CERTIFICATE_ALSO_OVER).orElse(Set.of());
    return source.isEmpty() || binding.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClientIdentity(source.get(), binding.get(), alsoOver));
  }

  private void aboutNothing(Setting setting) {
    reading.problem(
        setting.key(),
        "is for a client certificate, and none is set",
        "set " + CLIENT_CERTIFICATE.suffix() + " too, or remove it");
  }

  private Optional<KeySource> source(Object value) {
    @Nullable String password = reading.find(CLIENT_CERTIFICATE_PASSWORD).orElse(null);
    @Nullable String alias = reading.find(CLIENT_CERTIFICATE_ALIAS).orElse(null);
    if (value instanceof KeyStore store) {
      needsNone(CLIENT_CERTIFICATE_KEY);
      return Optional.of(new KeySource.GivenKeyStore(store, password, alias));
    }
    if (value instanceof KeyStore.PrivateKeyEntry entry) {
      needsNone(CLIENT_CERTIFICATE_KEY, CLIENT_CERTIFICATE_PASSWORD, CLIENT_CERTIFICATE_ALIAS);
      return Optional.of(new KeySource.GivenKey(entry));
    }
    if (value instanceof X509ExtendedKeyManager manager) {
      needsNone(CLIENT_CERTIFICATE_KEY, CLIENT_CERTIFICATE_PASSWORD);
      return Optional.of(new KeySource.GivenKeyManager(manager, alias));
    }
    Optional<Location> key = reading.find(CLIENT_CERTIFICATE_KEY);
    return key.isEmpty() && reading.setting(CLIENT_CERTIFICATE_KEY).isPresent()
        ? Optional.empty()
        : Optional.of(new KeySource.KeyFile((Location) value, key.orElse(null), password, alias));
  }

  private void needsNone(Key<?>... keys) {
    Stream.of(keys)
        .flatMap(key -> reading.setting(key).stream())
        .forEach(
            setting ->
                reading.problem(
                    setting.key(),
                    "has no effect on the object in " + CLIENT_CERTIFICATE.suffix(),
                    "remove it"));
  }

  private Optional<BoundAccount> binding(Setting certificate, @Nullable TlsStart start) {
    Optional<Setting> written = reading.setting(CLIENT_CERTIFICATE_FOR);
    if (written.isPresent()) {
      Optional<BoundAccount> binding =
          written.flatMap(Setting::text).flatMap(t -> parsed(t, start));
      if (binding.isEmpty()) {
        reading.notValid(written.get(), CLIENT_CERTIFICATE_FOR);
      }
      return binding;
    }
    Optional<String> user = ofJakartaMail("user");
    Optional<String> host = ofJakartaMail("host");
    Optional<BoundAccount> binding =
        user.isEmpty() || host.isEmpty()
            ? Optional.empty()
            : bound(user.get(), host.get(), ownPort(start));
    if (binding.isEmpty()) {
      reading.problem(
          certificate.key(),
          "is not bound to an account and a server",
          "set "
              + reading.underTheUsedName(CLIENT_CERTIFICATE_FOR)
              + "=user@host, or both mail."
              + settings().protocol().text()
              + ".user and .host");
    }
    return binding;
  }

  private Optional<BoundAccount> parsed(String text, @Nullable TlsStart start) {
    Matcher parts = FOR.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = parts.group(3) == null ? ownPort(start) : Integer.parseInt(parts.group(3));
    return bound(parts.group(1), parts.group(2), port);
  }

  private static Optional<BoundAccount> bound(String user, String host, int port) {
    try {
      return Optional.of(new BoundAccount(user, Host.of(host), port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the port to which the account connects if the application names none. */
  private int ownPort(@Nullable TlsStart start) {
    return settings()
        .find("port")
        .flatMap(Setting::text)
        .filter(text -> text.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .orElseGet(() -> settings().registeredPort(start));
  }

  /** Returns the value that Jakarta Mail itself uses if the application passes none to connect. */
  private Optional<String> ofJakartaMail(String what) {
    return Stream.of(settings().key(what), "mail." + what)
        .flatMap(key -> settings().get(key).flatMap(Setting::text).stream())
        .findFirst();
  }

  private Settings settings() {
    return reading.settings();
  }
}
