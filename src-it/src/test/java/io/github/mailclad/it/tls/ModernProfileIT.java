package io.github.mailclad.it.tls;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.Mutant;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.bytebuddy.implementation.StubMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the profile {@code modern} and of its dry run, by what servers received. */
class ModernProfileIT {
  private static final int TLS_1_3 = 0x0304;

  private final World world = new World();
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  private final List<TlsVersion> connected = new CopyOnWriteArrayList<>();

  @AfterEach
  void useNoMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  private TlsFront tls12(String protocol) {
    return world.server(protocol).protocols("TLSv1.2").start();
  }

  private Properties with(String profile, String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail.security.profile", profile);
    properties.put(
        "mail.security.listener",
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            connected.add(Objects.requireNonNull(security.tls()).version());
          }

          @Override
          public void onSecurityEvent(SecurityEvent event) {
            events.add(event);
          }
        });
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "submissions", "smtp"})
  void modernRefusesTls12AndSendsNothing(String protocol) throws Exception {
    try (TlsFront server = tls12(protocol)) {
      String message =
          Refusals.refused(
                  "tls-alert",
                  world,
                  world.tryToConnect(protocol, with("modern", protocol, server)))
              .getMessage();
      assertEquals(true, Objects.requireNonNull(message).contains("protocol_version"), message);
      OnTheWire.assertNothingSent(world, server);
      assertEquals(List.of(TLS_1_3), hello(server).supportedVersions());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "smtps"})
  void modernReachesTls13(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      assertNull(world.tryToConnect(protocol, with("modern", protocol, server)));
      assertEquals(List.of(TlsVersion.TLS_1_3), connected);
      assertEquals(List.of(), events);
    }
  }

  /** The refusal above comes from the profile and from nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void withoutTheRequirementsOfTheProfileTheLoginLeaks(String protocol) throws Exception {
    Mutant mutant =
        Mutant.of(
            "ModernProfile.begin() requires nothing",
            "internal.config.ModernProfile",
            type -> type.method(named("begin")).intercept(StubMethod.INSTANCE));
    try (TlsFront server = tls12(protocol)) {
      Properties properties = with("modern", protocol, server);
      properties.remove("mail.security.listener");
      Thread.currentThread().setContextClassLoader(mutant.load());
      assertNull(world.tryToConnect(protocol, properties));
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "smtps"})
  void theDryRunReportsEachConnectionAndLogsTheServerOnce(String protocol) throws Exception {
    List<String> log = new ArrayList<>();
    Handler handler = collecting(log);
    Logger.getLogger("io.github.mailclad").addHandler(handler);
    try (TlsFront server = tls12(protocol)) {
      Properties properties = with("modern-dry-run", protocol, server);
      for (int i = 0; i < 3; i++) {
        assertNull(world.tryToConnect(protocol, properties));
      }
      assertEquals(
          List.of("profile-would-refuse", "profile-would-refuse", "profile-would-refuse"),
          events.stream().map(SecurityEvent::code).toList());
      SecurityEvent.ProfileObjection event = (SecurityEvent.ProfileObjection) events.get(0);
      assertEquals("tls-version", event.refusal().code());
      assertEquals(world.sentinels.user(), event.account());
      assertEquals(server.port(), event.endpoint().port());
      assertEquals(List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2, TlsVersion.TLS_1_2), connected);
      assertEquals(
          1, log.stream().filter(line -> line.contains("profile=modern")).count(), log::toString);
    } finally {
      Logger.getLogger("io.github.mailclad").removeHandler(handler);
    }
  }

  private static Handler collecting(List<String> log) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        log.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theDryRunOffersAndSendsTheSame(String protocol) throws Exception {
    try (TlsFront plain = world.server(protocol).start();
        TlsFront tried = world.server(protocol).start()) {
      assertNull(world.tryToConnect(protocol, with("rfc8314", protocol, plain)));
      assertNull(world.tryToConnect(protocol, with("modern-dry-run", protocol, tried)));

      assertEquals(hello(plain).supportedVersions(), hello(tried).supportedVersions());
      assertEquals(hello(plain).cipherSuites(), hello(tried).cipherSuites());
      assertEquals(hello(plain).extensionTypes(), hello(tried).extensionTypes());
      assertEquals(application(plain), application(tried));
      assertEquals(List.of(), events);
    }
  }

  private static ClientHello hello(TlsFront server) {
    return server.recorder().connections().get(0).clientHello().orElseThrow();
  }

  private static String application(TlsFront server) {
    server.recorder().awaitEnds(OnTheWire.PATIENCE);
    // the tags of IMAP commands count the connections of this JVM
    return new String(server.recorder().clientPlain(), StandardCharsets.ISO_8859_1)
        .replaceAll("(?m)^[A-Z]+\\d+ ", "");
  }

  /** An untrusted server stays refused: the dry run weakens nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "smtps"})
  void theDryRunRefusesWhatIsRefusedWithoutIt(String protocol) throws Exception {
    try (TlsFront server = tls12(protocol)) {
      Properties properties = with("modern-dry-run", protocol, server);
      properties.remove("mail.security.trust-anchors");
      Refusals.refused("untrusted-issuer", world, world.tryToConnect(protocol, properties));
      OnTheWire.assertNothingSent(world, server);
      assertEquals(List.of(), events);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "smtp"})
  void theDryRunNamesAnAccountWithoutAMinimum(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = with("modern", protocol, server);
      properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
      properties.setProperty("mail." + protocol + ".ssl.enable", "true");
      properties.setProperty("mail." + protocol + ".ssl.trust", "localhost");
      Refusals.refused("unsafe-settings", world, world.tryToConnect(protocol, properties));
      OnTheWire.assertNothingSent(world, server);

      properties.setProperty("mail.security.profile", "modern-dry-run");
      assertNull(world.tryToConnect(protocol, properties));
      assertEquals(
          List.of("unsafe-settings"),
          events.stream()
              .filter(SecurityEvent.ProfileObjection.class::isInstance)
              .map(event -> ((SecurityEvent.ProfileObjection) event).refusal().code())
              .toList());
    }
  }
}
