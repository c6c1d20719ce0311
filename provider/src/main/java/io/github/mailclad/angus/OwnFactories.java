package io.github.mailclad.angus;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.internal.tls.JudgedSocketFactory;
import io.github.mailclad.internal.tls.PlannedSocketFactory;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket factories of an account without a minimum level, found as Angus finds them, and the
 * properties by which Angus finds a factory in their place whose sockets have a verdict. Every
 * version of Angus lays TLS over a socket by such a factory. For one thread.
 */
final class OwnFactories {
  static final String PLAIN = "socketFactory";
  static final String PLAIN_PORT = "socketFactory.port";
  static final String FALLBACK = "socketFactory.fallback";
  private static final String TLS = "ssl.socketFactory";
  private static final String TLS_PORT = "ssl.socketFactory.port";
  private static final String VERIFIER = "ssl.hostnameverifier";

  private final Settings settings;
  private final Server server;
  private final Judge judge;

  /** The verdicts on a judge. */
  interface Judge extends HostnameVerifier {
    /** Refuses the server of a TLS session by an exception. */
    void require(SSLSession session) throws IOException;

    /** Reports a refusal from within a call of Angus, and returns the exception for Angus. */
    IOException refuse(Refusal found);
  }

  OwnFactories(Settings settings, Server server, Judge judge) {
    this.settings = settings;
    this.server = server;
    this.judge = judge;
  }

  /**
   * A factory of the application.
   *
   * @param key the suffix of its property
   * @param factory the factory; null without the property, and for a class that cannot be loaded
   */
  record Own(String key, @Nullable SocketFactory factory, boolean isMissing) {
    boolean isSet() {
      return factory != null || isMissing;
    }

    boolean makesTls() {
      return factory instanceof SSLSocketFactory;
    }
  }

  /** Returns whether a property is about socket factories, or the verifier beside them. */
  static boolean isAbout(String suffix) {
    return suffix.startsWith(PLAIN) || suffix.startsWith(TLS) || suffix.equals(VERIFIER);
  }

  /** Returns whether the properties contain a factory whose sockets are verified. */
  static boolean isJudged(Map<String, Object> properties) {
    return properties.values().stream().anyMatch(JudgedSocketFactory.class::isInstance);
  }

  /** Returns the properties that refuse a connection before it is opened. */
  static Map<String, Object> refusing(IOException refusal) {
    return Map.of(PLAIN, PlannedSocketFactory.refusing(refusal), FALLBACK, "false");
  }

  Own plain() {
    return find(PLAIN);
  }

  /** Returns the properties by which Angus finds factories whose sockets have a verdict. */
  Map<String, Object> judged() {
    Map<String, Object> found = new HashMap<>();
    Own plain = plain();
    Own tls = find(TLS);
    if (server.service().tlsStart() == TlsStart.IMPLICIT) {
      return implicit(tls.isSet() ? tls : plain);
    }
    if (plain.factory() instanceof SSLSocketFactory fromTheStart) {
      found.put(PLAIN, judging(trusting().orElse(fromTheStart)));
    }
    // Angus itself reports a class that cannot be loaded
    if (tls.factory() instanceof SSLSocketFactory first) {
      found.put(TLS, judging(first));
    } else if (!tls.isMissing() && !plain.isMissing()) {
      SocketFactory second = plain.factory();
      found.put(
          TLS,
          judging(
              second instanceof SSLSocketFactory
                  ? second
                  : trusting().orElseGet(OwnFactories::platform)));
    }
    return found;
  }

  /** Returns the properties for implicit TLS, from which Angus falls back to no other factory. */
  private Map<String, Object> implicit(Own used) {
    if (used.isMissing() && own(FALLBACK).filter("false"::equals).isPresent()) {
      return Map.of();
    }
    if (used.factory() != null && !used.makesTls()) {
      return overOwnSockets(used);
    }
    SocketFactory under = used.factory() == null ? platform() : used.factory();
    return Map.of(
        TLS,
        judging(trusting().orElse(under)),
        // the port of a missing factory has no effect, and must not get any
        TLS_PORT,
        used.factory() == null ? "-1" : own(used.key() + ".port").orElse("-1"),
        FALLBACK,
        "false");
  }

  /**
   * Returns the properties for sockets of the application over which Angus itself lays TLS. Angus
   * has to ask a verifier then.
   */
  private Map<String, Object> overOwnSockets(Own used) {
    Optional<Object> verifier = own(VERIFIER).or(() -> own(VERIFIER + ".class"));
    if (MailLibrary.asksVerifier()
        && (verifier.isEmpty() || verifier.get() instanceof HostnameVerifier)) {
      return Map.of(VERIFIER, judge, FALLBACK, "false");
    }
    IOException refusal =
        judge.refuse(
            new SettingsRefusal.UnsafeSettings(
                List.of(
                    new SettingProblem(
                        prefix() + used.key(),
                        "makes sockets for TLS whose server Mailclad cannot verify with this mail library and ssl.hostnameverifier.class",
                        "remove it, or set a factory that extends javax.net.ssl.SSLSocketFactory"))));
    return Map.of(TLS, PlannedSocketFactory.refusing(refusal), FALLBACK, "false");
  }

  /** Returns the application's own verifier, if it is an object. */
  Optional<HostnameVerifier> verifier() {
    return own(VERIFIER)
        .filter(HostnameVerifier.class::isInstance)
        .map(HostnameVerifier.class::cast);
  }

  private SSLSocketFactory judging(SocketFactory under) {
    return new JudgedSocketFactory(
        (SSLSocketFactory) under,
        tls -> {
          requireTrusted(under, tls);
          judge.require(tls.getSession());
        });
  }

  /** Makes the check that Angus makes if it knows that a factory is of this class. */
  private void requireTrusted(SocketFactory under, SSLSocket tls) throws IOException {
    String host = server.endpoint().host().text();
    if (under instanceof MailSSLSocketFactory angus && !angus.isServerTrusted(host, tls)) {
      throw new IOException("Server is not trusted: " + host);
    }
  }

  /** Returns the factory that Angus makes for {@code ssl.trust}; empty if it is not set. */
  private Optional<SocketFactory> trusting() {
    return own("ssl.trust")
        .filter(String.class::isInstance)
        .map(
            hosts -> {
              try {
                MailSSLSocketFactory made = new MailSSLSocketFactory();
                if (hosts.equals("*")) {
                  made.setTrustAllHosts(true);
                } else {
                  made.setTrustedHosts(hosts.toString().split("\\s+", 0));
                }
                return made;
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no TLS for ssl.trust", e);
              }
            });
  }

  private static SocketFactory platform() {
    return SSLSocketFactory.getDefault();
  }

  private Own find(String key) {
    if (own(key).orElse(null) instanceof SocketFactory made) {
      return new Own(key, made, false);
    }
    Optional<String> className =
        own(key + ".class").map(Object::toString).filter(name -> !name.isEmpty());
    SocketFactory loaded = className.flatMap(OwnFactories::load).orElse(null);
    return new Own(key, loaded, className.isPresent() && loaded == null);
  }

  /** Returns the factory of a class, found as Angus finds it; empty where Angus would fail, too. */
  private static Optional<SocketFactory> load(String className) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          loader == null
              ? Class.forName(className)
              : Class.forName(className, /* initialize= */ true, loader);
      return Optional.ofNullable(type.getMethod("getDefault").invoke(null))
          .filter(SocketFactory.class::isInstance)
          .map(SocketFactory.class::cast);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Object> own(String suffix) {
    return settings.get(prefix() + suffix).map(Setting::value);
  }

  private String prefix() {
    return "mail." + settings.protocol().text() + ".";
  }
}
