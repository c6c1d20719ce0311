package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.Lab.Verdict;
import jakarta.mail.AuthenticationFailedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications answer a failed login by asking for the password; that must be the reason then. */
@Requirement(
    value = "D-5.2-7",
    heldBy = {"LoginChoice", "Pop3Connector", "SmtpConnector", "LoginIMAPProtocol"})
class UnavailableMechanismIT {
  private final Lab lab = new Lab();

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  @AfterEach
  void tidyUp() {
    lab.close();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aConfiguredMechanismThatIsNotOfferedIsRefusedAndNoFailedLogin(String protocol) {
    Verdict verdict = connect(protocol, (ScriptedServer<?>) World.dialogue(protocol), "XOAUTH2");
    assertEquals("mechanism-unavailable", verdict.outcome().code(), verdict::toString);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aWrongPasswordIsAFailedLoginAndNoRefusal(String protocol) {
    ScriptedServer<?> refusing = ((ScriptedServer<?>) World.dialogue(protocol)).refusingLogin();
    for (String offered : List.of("LOGIN", "SCRAM-SHA-256 PLAIN")) {
      Verdict verdict = connect(protocol, refusing, offered);
      assertInstanceOf(
          AuthenticationFailedException.class, verdict.outcome().failure(), verdict::toString);
    }
  }

  private Verdict connect(String protocol, ScriptedServer<?> dialogue, String mechanisms) {
    try (TlsFront server = lab.goodServer(dialogue)) {
      Verdict verdict =
          lab.attempt(
              new Attempt(
                  protocol,
                  HostileServer.GOOD,
                  List.of(HostileProperty.setting("auth.mechanisms", mechanisms))),
              server);
      assertEquals(List.of(), verdict.leaks(), verdict::toString);
      assertFalse(verdict.outcome().connected(), verdict::toString);
      return verdict;
    }
  }
}
