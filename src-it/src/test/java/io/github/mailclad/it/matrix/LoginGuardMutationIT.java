package io.github.mailclad.it.matrix;

import static io.github.mailclad.it.matrix.HostileProperty.setting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.HostileProperty.Setting;
import io.github.mailclad.it.matrix.Lab.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guards of the login, of the destination and of resumption, each switched off against the good
 * server: what they refuse would succeed.
 */
@Requirement(
    value = {"D-5.2-7", "D-3.3-6", "R9325-3.4-1"},
    heldBy = {"SmtpConnector", "LoginProperties", "ConnectionPlan", "TlsContexts"})
class LoginGuardMutationIT {
  private static final Lab LAB = new Lab();

  private static final List<Setting> EXTERNAL_ONLY =
      List.of(setting("sasl.enable", "true"), setting("sasl.mechanisms", "EXTERNAL"));
  private static final List<Setting> TOKEN_ONLY = List.of(setting("auth.mechanisms", "XOAUTH2"));

  /** A login that must be refused, with that code, before a password is sent. */
  record Case(
      Mutant mutant,
      List<String> protocols,
      Function<String, ScriptedServer<?>> server,
      List<Setting> settings,
      String code) {
    @Override
    public String toString() {
      return mutant + ": " + settings;
    }
  }

  static Stream<Case> logins() {
    List<String> smtp = List.of("submissions", "submission", "smtps", "smtp");
    return Stream.of(
        new Case(
            Mutants.ANY_SMTP_SERVER,
            smtp,
            protocol -> new SmtpDialogue().capabilities("8BITMIME"),
            List.of(),
            "auth-not-offered"),
        new Case(
            Mutants.ANY_MECHANISM,
            World.PROTOCOLS,
            LoginGuardMutationIT::usual,
            EXTERNAL_ONLY,
            "mechanism-unavailable"),
        new Case(
            Mutants.ANY_MECHANISM,
            World.PROTOCOLS,
            LoginGuardMutationIT::usual,
            TOKEN_ONLY,
            "mechanism-unavailable"));
  }

  private static ScriptedServer<?> usual(String protocol) {
    return (ScriptedServer<?>) World.dialogue(protocol);
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  @AfterAll
  static void tidyUp() {
    LAB.close();
  }

  @ParameterizedTest
  @MethodSource("logins")
  void theLoginIsRefusedWithTheGuardAndGoesThroughWithoutIt(Case login) {
    for (String protocol : login.protocols()) {
      ScriptedServer<?> dialogue = login.server().apply(protocol);
      try (TlsFront server = LAB.goodServer(dialogue)) {
        Attempt attempt = new Attempt(protocol, HostileServer.GOOD, login.settings());
        Verdict guarded = under(Mutants.NONE, attempt, server);
        assertEquals(login.code(), guarded.outcome().code(), guarded::toString);
        assertEquals(List.of(), guarded.leaks(), guarded::toString);
        assertFalse(dialogue.isLoginCompleted(), guarded::toString);

        Verdict mutated = under(login.mutant(), attempt, server);
        assertTrue(mutated.outcome().connected(), mutated::toString);
        assertTrue(dialogue.isLoginCompleted() || !mutated.leaks().isEmpty(), mutated::toString);
      }
    }
  }

  static Stream<Attempt> cleartextPorts() {
    return Stream.of("imap 143", "imaps 143", "pop3 110", "smtp 25", "submission 587")
        .map(text -> text.split(" ", 2))
        .map(w -> new Attempt(w[0], HostileServer.GOOD, List.of(setting("port", w[1]))));
  }

  /** Behind this guard stands the handshake: TLS is asked for on any port. */
  @ParameterizedTest
  @MethodSource("cleartextPorts")
  void cleartextPortsAreRefusedBeforeConnectingAndLeakNothingEvenWithoutThat(Attempt attempt) {
    Verdict guarded = under(Mutants.NONE, attempt);
    assertEquals("cleartext-port", guarded.outcome().code(), guarded::toString);
    Verdict mutated = under(Mutants.PORTS_UNCHECKED, attempt);
    assertNotEquals("cleartext-port", mutated.outcome().code(), mutated::toString);
    assertFalse(mutated.outcome().connected(), mutated::toString);
    assertEquals(List.of(), mutated.leaks(), mutated::toString);
  }

  @Test
  void aSessionOfOtherTrustAnchorsIsNotResumed() {
    Attempt trusting = new Attempt("imaps", HostileServer.GOOD, List.of());
    Attempt distrusting =
        trusting.with(
            setting(
                "security.trust-anchors",
                "another root",
                CertificateBuilder.root("CN=Another Root").certificate()));
    for (Mutant mutant : List.of(Mutants.NONE, Mutants.ONE_SCOPE)) {
      Thread.currentThread().setContextClassLoader(mutant.load());
      assertTrue(LAB.attempt(trusting).outcome().connected());
      Verdict second = LAB.attempt(distrusting);
      assertEquals(
          mutant.equals(Mutants.ONE_SCOPE), second.outcome().connected(), second::toString);
    }
  }

  private static Verdict under(Mutant mutant, Attempt attempt, TlsFront server) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    return LAB.attempt(attempt, server);
  }

  private static Verdict under(Mutant mutant, Attempt attempt) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    return LAB.attempt(attempt);
  }
}
