package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.TrustAll;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around a verified connection that a property of Angus opens. */
class SocketFactoryTrapsIT {
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"X-1", "D-5-5", "D-5.2-6", "D-5.3-1"},
      heldBy = {"AngusProperties", "GuardedProperties"})
  void aRejectingFactoryIsNotFollowedByTheDefaultFactory(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel =
          Duel.of(world, protocol, server)
              .with(
                  "ssl.socketFactory",
                  DefaultTls.context(new DefaultTls.Nothing()).getSocketFactory());

      Refusals.refused("unsafe-settings", world, duel.mailclad());
      OnTheWire.assertNeverConnected(server);

      assertNull(duel.plainAngus(), "Angus connects although the factory trusts nobody");
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"X-2", "D-5.2-6", "D-5.1-8"},
      heldBy = {"AngusProperties", "GuardedProperties"})
  void aFailedHandshakeIsNotFollowedByCleartext(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.PLAINTEXT).start()) {
      Duel duel =
          Duel.of(world, protocol, server)
              .with("socketFactory", DefaultTls.contextTrusting(world.root).getSocketFactory());

      Refusals.refused("unsafe-settings", world, duel.mailclad());
      OnTheWire.assertNeverConnected(server);

      duel.plainAngus();
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"X-3", "D-5-5", "D-5.3-1"},
      heldBy = {"AngusProperties", "GuardedProperties"})
  void sslTrustDoesNotReplaceTheVerdict(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Duel duel =
          Duel.of(world, protocol, server)
              .with("ssl.trust", "*")
              .with("socketFactory.fallback", "false")
              .with(
                  "ssl.socketFactory",
                  DefaultTls.context(new DefaultTls.Nothing()).getSocketFactory());

      String told =
          Refusals.refused("unsafe-settings", world, duel.mailclad())
              .refusal()
              .details()
              .toString();
      assertTrue(told.contains("mail." + protocol + ".ssl.trust"), told);
      OnTheWire.assertNeverConnected(server);

      assertNull(duel.plainAngus(), "Angus never asks the configured factory");
      OnTheWire.assertLeaked(world, server);
    }
  }

  @Test
  @Requirement(
      value = {"X-15", "R9325-7.1-1"},
      heldBy = {"JudgingTrustManager", "PeerVerifier"})
  void anExtendedTrustManagerIsTheOnlyOneWhoLooksAtTheName() throws Exception {
    try (TlsFront server = otherServer().start()) {
      Duel duel = Duel.of(world, "imaps", server);
      Refusals.refused("identity-mismatch", world, duel.mailclad());
      OnTheWire.assertNothingSent(world, server);

      duel.with(
          "ssl.socketFactory", DefaultTls.context(new DefaultTls.Everything()).getSocketFactory());
      assertNull(duel.plainAngus(), "although checkserveridentity is on by default");
      OnTheWire.assertLeaked(world, server);
    }
  }

  /** Properties each of which alone makes Angus log in to a server that is not the one meant. */
  record Weakening(String key, Object value) {
    @Override
    public String toString() {
      return key + "=" + (value instanceof String ? value : value.getClass().getSimpleName());
    }
  }

  static List<Weakening> weakenings() throws GeneralSecurityException {
    MailSSLSocketFactory trustAll = new MailSSLSocketFactory();
    trustAll.setTrustAllHosts(true);
    return List.of(
        new Weakening("ssl.trust", "*"),
        new Weakening("ssl.trust", "localhost"),
        new Weakening("ssl.socketFactory", trustAll),
        new Weakening(
            "ssl.socketFactory",
            DefaultTls.context(new DefaultTls.Everything()).getSocketFactory()),
        new Weakening("ssl.socketFactory.class", TrustAll.Factory.class.getName()));
  }

  @ParameterizedTest
  @MethodSource("weakenings")
  @Requirement(
      value = {"X-3", "D-5-5", "D-5.2-7"},
      heldBy = {"AngusProperties"})
  void aPropertyThatTrustsAnybodyIsRefusedByName(Weakening weakening) throws Exception {
    World stranger = new World();
    try (TlsFront server = stranger.server("imaps").start()) {
      Duel duel = Duel.of(world, "imaps", server).with(weakening.key(), weakening.value());

      refusedByName(duel, Map.of(weakening.key(), weakening.value()));
      OnTheWire.assertNeverConnected(server);

      assertNull(duel.plainAngus());
      OnTheWire.assertLeaked(world, server);
    }
  }

  @Test
  @Requirement(
      value = {"X-3", "D-5-5", "R9325-7.1-1"},
      heldBy = {"AngusProperties"})
  void theNameCheckCannotBeSwitchedOff() throws Exception {
    try (TlsFront server = otherServer().start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, "imaps", server).with("ssl.checkserveridentity", "false");

      refusedByName(duel, Map.of("ssl.checkserveridentity", "false"));
      OnTheWire.assertNeverConnected(server);

      assertNull(duel.plainAngus());
      OnTheWire.assertLeaked(world, server);
    }
  }

  @Test
  @Requirement(
      value = {"X-1", "D-5.2-7"},
      heldBy = {"AngusProperties"})
  void aFallbackThatIsAskedForIsRefusedByName() throws Exception {
    try (TlsFront server = world.server("imaps").mischief(Mischief.PLAINTEXT).start()) {
      Duel duel =
          Duel.of(world, "imap", server)
              .with("socketFactory.class", "javax.net.ssl.SSLSocketFactory")
              .with("socketFactory.fallback", "true");

      refusedByName(duel, Map.of("socketFactory.fallback", "true"));
      OnTheWire.assertNeverConnected(server);

      duel.plainAngus();
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"D-5-5", "D-5.3-1"},
      heldBy = {"TlsContexts"})
  void aTrustAllDefaultContextOfTheApplicationDoesNotReachUs(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        DefaultTls unused = DefaultTls.trustingEverything()) {
      Duel duel = Duel.of(world, protocol, server);
      duel.properties().remove("mail.security.trust-anchors");

      Refusals.refused("untrusted-issuer", world, duel.mailclad());
      OnTheWire.assertNothingSent(world, server);

      assertNull(duel.plainAngus());
      OnTheWire.assertLeaked(world, server);
    }
  }

  private TlsFront.Builder otherServer() {
    return world
        .server("imaps")
        .certificate(CertificateBuilder.server().dns("other.example").issuedBy(world.root));
  }

  private void refusedByName(Duel duel, Map<String, Object> keys) throws IOException {
    String told =
        Refusals.refused("unsafe-settings", world, duel.mailclad()).refusal().details().toString();
    keys.keySet()
        .forEach(key -> assertTrue(told.contains("mail." + duel.protocol() + "." + key), told));
  }
}
