package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.springMail;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.spring.MailInventory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;

/** {@code mailclad.enabled=false} is no way to weaken a connection. */
@ExtendWith(OutputCaptureExtension.class)
class SwitchedOffTest {
  private final Applications applications = new Applications();

  private ApplicationContextRunner runner(String... properties) {
    return applications
        .runner()
        .withConfiguration(
            AutoConfigurations.of(
                MailcladDisabledAutoConfiguration.class,
                MailcladObservabilityAutoConfiguration.class,
                MailcladHealthAutoConfiguration.class,
                MailcladEndpointAutoConfiguration.class))
        .withPropertyValues(properties);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "off", "FALSE"})
  void theStarterDoesNothingAndWarns(String no, CapturedOutput output) {
    runner("mailclad.enabled=" + no, "spring.mail.host=localhost", "spring.mail.port=587")
        .run(
            started(
                context -> {
                  assertEquals(0, context.getBeansOfType(MailInventory.class).size());
                  assertEquals(1, context.getBeansOfType(JavaMailSender.class).size());
                  assertTrue(
                      output.getAll().contains("still secures mail connections"), output.getAll());
                }));
  }

  @Test
  void byDefaultItDoesItsWork(CapturedOutput output) {
    runner("spring.mail.host=localhost")
        .run(
            started(
                context -> {
                  assertEquals(1, context.getBeansOfType(MailInventory.class).size());
                  assertFalse(output.getAll().contains("mailclad.enabled"), output.getAll());
                }));
  }

  @Test
  void anotherWordEndsTheStartByTheName() {
    List<String> properties = List.of("mailclad.enabled=flase");
    runner(properties.toArray(String[]::new))
        .run(
            context ->
                assertTrue(
                    Reports.ofStart(context.getStartupFailure(), properties)
                        .contains("mailclad.enabled")));
  }

  @Test
  void aSettingThatTheStarterRefusesIsAlsoRefusedAtTheConnection() {
    SmtpDialogue outbox = new SmtpDialogue();
    try (TlsFront server =
        TlsFront.builder()
            .certificate(
                CertificateBuilder.server()
                    .dns("localhost")
                    .issuedBy(CertificateBuilder.root("Other Root")))
            .dialogue(outbox)
            .start()) {
      for (String weaker :
          List.of(
              "spring.mail.ssl.verify-hostname=false",
              "spring.mail.ssl.bundle=ours",
              "spring.mail.properties.mail.smtp.ssl.trust=*")) {
        runner(
                all(
                    springMail(server, weaker),
                    bundle("ours", applications.root),
                    "mailclad.enabled=false"))
            .run(
                started(
                    context -> {
                      JavaMailSender sender = context.getBean(JavaMailSender.class);
                      assertThrows(MailException.class, () -> sender.send(message()));
                    }));
      }
      assertTrue(outbox.messages().isEmpty());
      assertEquals(0, server.recorder().clientPlain().length);
    }
  }
}
