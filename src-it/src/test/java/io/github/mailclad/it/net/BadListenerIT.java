package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that no exception and no delay of an application's object changes a decision. */
class BadListenerIT {
  private final World world = new World();

  /** A listener that throws the given exception, declared or not. */
  record Thrower(Throwable thrown) implements SecurityListener, OAuthTokenSupplier {
    @Override
    public void onConnected(ConnectionSecurity security) {
      sneak(thrown);
    }

    @Override
    public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
      sneak(thrown);
    }

    @Override
    public void onHandshakeEnded(HandshakeTimes times) {
      sneak(thrown);
    }

    @Override
    public void onLoginEnded(LoginTimes times) {
      sneak(thrown);
    }

    @Override
    public String token(String user, Endpoint endpoint) {
      sneak(thrown);
      return "";
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  private static Throwable[] thrown() {
    return new Throwable[] {
      new AssertionError("an error"), new IOException("not declared"), new NoClassDefFoundError("x")
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void whatAListenerThrowsReplacesNoRefusalAndNoSuccess(String protocol) throws Exception {
    for (Throwable each : thrown()) {
      try (TlsFront wrong =
              world
                  .server(protocol)
                  .certificate(
                      CertificateBuilder.server().dns("other.example").issuedBy(world.root))
                  .start();
          TlsFront right = world.server(protocol).start()) {
        Refusals.refused(
            "identity-mismatch",
            world,
            Duel.of(world, protocol, wrong)
                .with("security.listener", new Thrower(each))
                .mailclad());
        assertNull(
            Duel.of(world, protocol, right)
                .with("security.listener", new Thrower(each))
                .mailclad());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void whatATokenSupplierThrowsIsARefusal(String protocol) throws Exception {
    for (Throwable each : thrown()) {
      ScriptedServer<?> dialogue =
          ((ScriptedServer<?>) World.dialogue(protocol)).mechanisms("XOAUTH2");
      try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
        Refusals.refused(
            "token-unavailable",
            world,
            Duel.of(world, protocol, server)
                .with("security.auth-mechanisms", "XOAUTH2")
                .with("security.token-supplier", new Thrower(each))
                .mailclad());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void howLongAListenerTakesIsNoTimeOfTheLogin(String protocol) throws Exception {
    SecurityListener slow =
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
          }
        };
    ScriptedServer<?> dialogue = (ScriptedServer<?>) World.dialogue(protocol);
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      assertNull(
          Duel.of(world, protocol, server)
              .with("security.login-timeout", "1000")
              .with("security.listener", slow)
              .mailclad());
    }
    assertEquals(1, dialogue.logins().size());
  }
}
