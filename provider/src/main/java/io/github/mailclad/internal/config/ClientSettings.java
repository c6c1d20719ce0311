package io.github.mailclad.internal.config;

import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE;
import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE_ALIAS;
import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE_ALSO_OVER;
import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE_FOR;
import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE_KEY;
import static io.github.mailclad.internal.config.PolicyKey.CLIENT_CERTIFICATE_PASSWORD;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Binding;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ClientIdentity.Source;
import io.github.mailclad.Host;
import io.github.mailclad.Location;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.EnumSet;
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
 * @param settings all settings
 * @param values reads each of them
 */
record ClientSettings(Settings settings, SettingValues values) {
  private static final List<PolicyKey> ABOUT_IT =
      List.of(
          CLIENT_CERTIFICATE_KEY,
          CLIENT_CERTIFICATE_PASSWORD,
          CLIENT_CERTIFICATE_ALIAS,
          CLIENT_CERTIFICATE_FOR,
          CLIENT_CERTIFICATE_ALSO_OVER);

  /** The last {@code @} ends the user name; an IPv6 address before a port is in brackets. */
  private static final Pattern FOR =
      Pattern.compile(
          "(.*)@(\\[[^]]+]|[^:@]+|[^:@]*:[^@]*:[^@]*?)(?::(\\d{1,5}))?", Pattern.DOTALL);

  /**
   * The client certificate and whose it is; empty for none, and where something is wrong, which was
   * told.
   *
   * @param start how TLS starts
   */
  Optional<ClientIdentity> read(@Nullable TlsStart start) {
    Optional<Setting> certificate = effective(CLIENT_CERTIFICATE);
    if (certificate.isEmpty()) {
      ABOUT_IT.stream().flatMap(key -> effective(key).stream()).forEach(this::aboutNothing);
      return Optional.empty();
    }
    if (settings.get(underTheUsedName(PolicyKey.ACCOUNT_PIN)).isPresent()) {
      tell(
          certificate.get().key(),
          "is for a server that somebody vouches for, and not for one with an accepted certificate",
          "name that server's certificate in trust-anchors instead of account-pin");
    }
    Optional<Source> source = source(certificate.get());
    Optional<Binding> binding = binding(certificate.get(), start);
    Set<Exposure> alsoOver = alsoOver();
    return source.isEmpty() || binding.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClientIdentity(source.get(), binding.get(), alsoOver));
  }

  private void aboutNothing(Setting setting) {
    tell(
        setting.key(),
        "is about a client certificate, and there is none",
        "set " + CLIENT_CERTIFICATE.suffix() + " too, or remove it");
  }

  private Optional<Source> source(Setting certificate) {
    @Nullable String password = text(CLIENT_CERTIFICATE_PASSWORD).orElse(null);
    @Nullable String alias = text(CLIENT_CERTIFICATE_ALIAS).orElse(null);
    Object value = certificate.value();
    if (value instanceof String) {
      return file(certificate, password, alias);
    }
    if (value instanceof KeyStore store) {
      needsNone(CLIENT_CERTIFICATE_KEY);
      return Optional.of(new Source.GivenKeyStore(store, password, alias));
    }
    if (value instanceof KeyStore.PrivateKeyEntry entry) {
      needsNone(CLIENT_CERTIFICATE_KEY, CLIENT_CERTIFICATE_PASSWORD, CLIENT_CERTIFICATE_ALIAS);
      return Optional.of(new Source.GivenKey(entry));
    }
    if (value instanceof X509ExtendedKeyManager manager) {
      needsNone(CLIENT_CERTIFICATE_KEY, CLIENT_CERTIFICATE_PASSWORD);
      return Optional.of(new Source.GivenKeyManager(manager, alias));
    }
    notOneOf(certificate, CLIENT_CERTIFICATE);
    return Optional.empty();
  }

  private Optional<Source> file(
      Setting certificate, @Nullable String password, @Nullable String alias) {
    Optional<Location> location = values.location(certificate, CLIENT_CERTIFICATE);
    Optional<Setting> key = effective(CLIENT_CERTIFICATE_KEY);
    if (key.isEmpty()) {
      return location.map(at -> new Source.KeyFile(at, null, password, alias));
    }
    Optional<Location> keyLocation = values.location(key.get(), CLIENT_CERTIFICATE_KEY);
    return location.flatMap(
        at -> keyLocation.map(keyAt -> new Source.KeyFile(at, keyAt, password, alias)));
  }

  private Optional<Setting> effective(PolicyKey key) {
    return values.effective().apply(key);
  }

  private void notOneOf(Setting setting, PolicyKey key) {
    values.notOneOf().accept(setting, key);
  }

  private Optional<String> text(PolicyKey key) {
    Optional<Setting> setting = effective(key);
    setting.filter(s -> s.text().isEmpty()).ifPresent(s -> notOneOf(s, key));
    return setting.flatMap(Setting::text);
  }

  private void needsNone(PolicyKey... keys) {
    Stream.of(keys)
        .flatMap(key -> effective(key).stream())
        .forEach(
            setting ->
                tell(
                    setting.key(),
                    "has no effect on the object in " + CLIENT_CERTIFICATE.suffix(),
                    "remove it"));
  }

  private Optional<Binding> binding(Setting certificate, @Nullable TlsStart start) {
    Optional<Setting> written = effective(CLIENT_CERTIFICATE_FOR);
    if (written.isPresent()) {
      Optional<Binding> binding = written.flatMap(Setting::text).flatMap(t -> parsed(t, start));
      if (binding.isEmpty()) {
        notOneOf(written.get(), CLIENT_CERTIFICATE_FOR);
      }
      return binding;
    }
    Optional<String> user = ofJakartaMail("user");
    Optional<String> host = ofJakartaMail("host");
    Optional<Binding> binding =
        user.isEmpty() || host.isEmpty()
            ? Optional.empty()
            : bound(user.get(), host.get(), ownPort(start));
    if (binding.isEmpty()) {
      tell(
          certificate.key(),
          "does not say whose certificate it is, and for which server",
          "set "
              + underTheUsedName(CLIENT_CERTIFICATE_FOR)
              + "=user@host, or both mail."
              + settings.protocol().text()
              + ".user and .host");
    }
    return binding;
  }

  private Optional<Binding> parsed(String text, @Nullable TlsStart start) {
    Matcher parts = FOR.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = parts.group(3) == null ? ownPort(start) : Integer.parseInt(parts.group(3));
    return bound(parts.group(1), parts.group(2), port);
  }

  private static Optional<Binding> bound(String user, String host, int port) {
    try {
      return Optional.of(new Binding(user, Host.of(host), port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The port to which the account connects where the application names none. */
  private int ownPort(@Nullable TlsStart start) {
    return settings
        .find("port")
        .flatMap(PolicyReader::wholeNumber)
        .orElse(
            settings
                .protocol()
                .implicitService()
                .with(start == null ? TlsStart.IMPLICIT : start)
                .defaultPort());
  }

  /** Where Jakarta Mail itself looks for what an application does not say at connect. */
  private Optional<String> ofJakartaMail(String what) {
    return Stream.of("mail." + settings.protocol().text() + "." + what, "mail." + what)
        .flatMap(key -> settings.get(key).flatMap(Setting::text).stream())
        .findFirst();
  }

  private Set<Exposure> alsoOver() {
    Set<Exposure> read = EnumSet.noneOf(Exposure.class);
    Optional<Setting> setting = effective(CLIENT_CERTIFICATE_ALSO_OVER);
    if (setting.isEmpty()) {
      return read;
    }
    List<String> words =
        Arrays.stream(setting.get().text().orElse("?").split("[,\\s]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    for (String word : words) {
      Optional<Exposure> exposure =
          Arrays.stream(Exposure.values())
              .filter(e -> e.toString().equalsIgnoreCase(word))
              .findFirst();
      exposure.ifPresentOrElse(
          read::add, () -> notOneOf(setting.get(), CLIENT_CERTIFICATE_ALSO_OVER));
    }
    return read;
  }

  private String underTheUsedName(PolicyKey key) {
    return "mail." + settings.protocol().text() + "." + key.suffix();
  }

  private void tell(String key, String what, String remedy) {
    values.problem().accept(new SettingProblem(key, what, remedy));
  }
}
