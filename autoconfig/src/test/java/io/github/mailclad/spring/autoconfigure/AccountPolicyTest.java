package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.PASSWORD;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Pin;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.spring.ConfiguredAccounts;
import jakarta.mail.Store;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;

/** An account takes a policy as an object. */
class AccountPolicyTest {
  private static final String ACCOUNT = "mailclad.accounts.work.";

  private final Applications applications = new Applications();
  private final SecurityPolicy policy =
      SecurityPolicy.builder()
          .anchors(new AnchorSource.GivenAnchors(List.of(applications.root.certificate())))
          .versions(Set.of(TlsVersion.TLS_1_3))
          .build();

  private ApplicationContextRunner account(SecurityPolicy policy, String... properties) {
    return applications
        .with(ACCOUNT + "address=alice@example.org", ACCOUNT + "policy=ours")
        .withPropertyValues(properties)
        .withBean("ours", SecurityPolicy.class, () -> policy);
  }

  private TlsFront.Builder front() {
    return TlsFront.builder().certificate(applications.certificate);
  }

  @Test
  void startTlsAndTokensWorkUnderIt() {
    SmtpDialogue outbox =
        new SmtpDialogue()
            .requiringLogin()
            .mechanisms("OAUTHBEARER")
            .accepting("alice@example.org", "access-token");
    ImapDialogue mailbox =
        new ImapDialogue().mechanisms("OAUTHBEARER").accepting("alice@example.org", "access-token");
    try (TlsFront submission = front().mischief(Mischief.EXPECT_STARTTLS).dialogue(outbox).start();
        TlsFront access = front().dialogue(mailbox).start()) {
      account(
              policy,
              ACCOUNT + "token-supplier=tokens",
              ACCOUNT + "submission.host=localhost",
              ACCOUNT + "submission.port=" + submission.port(),
              ACCOUNT + "submission.tls-start=starttls",
              ACCOUNT + "access.host=localhost",
              ACCOUNT + "access.port=" + access.port())
          .withBean("tokens", OAuthTokenSupplier.class, () -> (user, endpoint) -> "access-token")
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(1, outbox.messages().size());
                    try (Store store =
                        context.getBean(ConfiguredAccounts.class).openStore("work")) {
                      assertTrue(store.isConnected());
                    }
                    assertTrue(mailbox.isLoginCompleted());
                  }));
    }
  }

  @Test
  void itsRequirementsAreEnforced() {
    SmtpDialogue outbox = new SmtpDialogue();
    try (TlsFront submission = front().dialogue(outbox).start()) {
      String[] server = {
        ACCOUNT + "password=" + PASSWORD,
        ACCOUNT + "submission.host=localhost",
        ACCOUNT + "submission.port=" + submission.port(),
        ACCOUNT + "access.host=localhost"
      };
      account(
              policy.toBuilder().pins(Set.of(Pin.parse("sha256/" + "A".repeat(43) + "="))).build(),
              server)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    MailSendException refused =
                        assertThrows(MailSendException.class, () -> sender.send(message()));
                    String report = Reports.ofConnection(refused.getMessageExceptions()[0]);
                    assertTrue(report.contains("[pin-mismatch]"), report);
                    assertFalse(report.contains("mail.submissions."), report);
                    assertEquals(0, submission.recorder().clientPlain().length);
                  }));
    }
  }
}
