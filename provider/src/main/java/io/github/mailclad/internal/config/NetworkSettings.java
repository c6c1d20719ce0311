package io.github.mailclad.internal.config;

import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.https.DirectConnector;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.net.Dialling;
import io.github.mailclad.internal.net.Dialling.Backing;
import io.github.mailclad.internal.net.Route;
import io.github.mailclad.internal.net.WriteTimeout;
import io.github.mailclad.resolver.ValidatingResolver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The properties of Angus for the network path and the write timeout of a connection, read as Angus
 * reads them. They are applied here and hidden from Angus, which would connect in its own way.
 */
public final class NetworkSettings {
  private static final int HTTP_PORT = 80;
  private static final int SOCKS_PORT = 1080;
  private static final long WRITE_MILLIS = 60_000;

  private final Settings settings;
  private final boolean usedNameOnly;

  private NetworkSettings(Settings settings, boolean usedNameOnly) {
    this.settings = settings;
    this.usedNameOnly = usedNameOnly;
  }

  /** Returns the network path according to the present properties, which must be readable. */
  public static Dialling dialling(Settings settings) {
    return new NetworkSettings(settings, /* usedNameOnly= */ false).dialling();
  }

  /**
   * Returns the way to token servers and web servers: through the proxy of the mail connections,
   * which gets the name. Without a proxy, a resolver of the application is the only source of
   * addresses, else the platform is (docs/decisions/0051).
   */
  public static TcpConnector connector(Settings settings, LookupRules lookups, Dialler dialler) {
    boolean direct = dialling(settings).route() instanceof Route.Direct;
    return direct
            && lookups.source() instanceof DnsSource.OwnResolver own
            && !(own.resolver() instanceof ValidatingResolver)
        ? DirectConnector.of(own.resolver())
        : (server, limit) ->
            dialler.dial(
                server.host().text(),
                server.port(),
                /* known= */ List.of(),
                dialling(settings).with(/* address= */ null, Optional.of(limit)));
  }

  /**
   * Returns the write timeout according to the present properties, which must be readable.
   *
   * @param shared the executor that supervises writes if the application names none
   */
  public static WriteTimeout writeTimeout(Settings settings, ScheduledExecutorService shared) {
    NetworkSettings network = new NetworkSettings(settings, /* usedNameOnly= */ false);
    return new WriteTimeout(network.writeTimeout(), network.writeExecutor(shared));
  }

  /**
   * Returns the settings by which Angus itself would connect. Angus reads only the used name and
   * binds by itself. The properties must be readable.
   */
  public static Dialling diallingOfAngus(Settings settings) {
    return new NetworkSettings(settings, /* usedNameOnly= */ true).dialling();
  }

  private Dialling dialling() {
    return new Dialling(route(), backing(), /* local= */ null, /* limit= */ Optional.empty());
  }

  private Backing backing() {
    return "true".equalsIgnoreCase(text("usesocketchannels").orElse(""))
        ? Backing.CHANNEL
        : Backing.STREAM;
  }

  private Route route() {
    Optional<String> http = text("proxy.host");
    if (http.isPresent()) {
      return new Route.HttpProxy(
          host(http.get()),
          port("proxy.port", http.get(), HTTP_PORT),
          text("proxy.user").orElse(null),
          text("proxy.password").orElse(null));
    }
    Optional<String> socks = text("socks.host");
    return socks.isPresent()
        ? new Route.SocksProxy(host(socks.get()), port("socks.port", socks.get(), SOCKS_PORT))
        : new Route.Direct();
  }

  private static String host(String hostAndPort) {
    int colon = hostAndPort.indexOf(':');
    return colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
  }

  private int port(String suffix, String hostAndPort, int usual) {
    int colon = hostAndPort.indexOf(':');
    int ofHost = colon < 0 ? usual : Integer.parseInt(hostAndPort.substring(colon + 1));
    Optional<String> port = text(suffix);
    return port.isPresent() ? Integer.parseInt(port.get()) : ofHost;
  }

  private Duration writeTimeout() {
    Optional<String> millis = text("writetimeout");
    return Duration.ofMillis(millis.isPresent() ? Integer.decode(millis.get()) : WRITE_MILLIS);
  }

  private ScheduledExecutorService writeExecutor(ScheduledExecutorService shared) {
    Optional<Setting> named = find("executor.writetimeout");
    return named.isPresent() && named.get().value() instanceof ScheduledExecutorService own
        ? own
        : shared;
  }

  private Optional<Setting> find(String suffix) {
    return usedNameOnly ? settings.get(settings.key(suffix)) : settings.find(suffix);
  }

  private Optional<String> text(String suffix) {
    Optional<Setting> setting = find(suffix);
    return setting.isPresent() ? setting.get().text() : Optional.empty();
  }
}
