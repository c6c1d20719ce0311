package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code spring.mail.test-connection}: the application does not start without its server. */
class TestConnectionTest {

  @Test
  void aGoodServerIsLoggedInAtAndGetsNoMail() {
    try (SubmissionServer server = SubmissionServer.start();
        App app = App.start(tested(server))) {
      assertTrue(
          server.commands().stream().anyMatch(c -> c.startsWith("AUTH")),
          server.commands()::toString);
      assertEquals(List.of(), server.messages());
    }
  }

  @Test
  void aServerWithAnotherNameEndsTheStart() {
    Issued authority = CertificateBuilder.root("Private Authority");
    try (SubmissionServer server = SubmissionServer.named("mail.hoster.example", authority)) {
      String analysis = App.refusedStart(tested(server)).analysis();

      assertTrue(analysis.contains("[identity-mismatch]"), analysis);
      assertTrue(analysis.contains("localhost:" + server.port()), analysis);
      assertTrue(analysis.contains("mail.hoster.example"), analysis);
      assertEquals(List.of(), server.commands());
    }
  }

  @Test
  void aServerThatNobodyVouchesForEndsTheStart() {
    try (SubmissionServer server = SubmissionServer.start()) {
      String analysis =
          App.refusedStart(tested(server).trusting(CertificateBuilder.root("Another Authority")))
              .analysis();

      assertTrue(analysis.contains("[untrusted-issuer]"), analysis);
      assertEquals(List.of(), server.commands());
    }
  }

  @Test
  void aWrongPasswordEndsTheStart() {
    try (SubmissionServer server = SubmissionServer.start()) {
      String log =
          App.refusedStart(tested(server).with("spring.mail.password", "wrong-secret")).log();

      assertTrue(log.contains("Mail server is not available"), log);
      assertFalse(log.contains("wrong-secret"), log);
    }
  }

  private static Settings tested(SubmissionServer server) {
    return Settings.of(server).with("spring.mail.test-connection", true);
  }
}
