package io.github.mailclad.programs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The appender that mails a log at an error; its user sees the status of logback. */
class LogbackAppenderTest extends SendingProgram {
  private static final String CONFIGURATION =
      """
      <configuration>
        <appender name="mail" class="ch.qos.logback.classic.net.SMTPAppender">
          <smtpHost>%s</smtpHost>
          <smtpPort>%d</smtpPort>
          <SSL>true</SSL>
          <username>%s</username>
          <password>%s</password>
          <from>%s</from>
          <to>%s</to>
          <subject>%%m</subject>
          <asynchronousSending>false</asynchronousSending>
          <layout class="ch.qos.logback.classic.PatternLayout">
            <pattern>%%m%%n</pattern>
          </layout>
        </appender>
        <root level="INFO">
          <appender-ref ref="mail"/>
        </root>
      </configuration>
      """;

  @Override
  protected String send(Account account) throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try (SystemProperty anchors = SystemProperty.anchors(account)) {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(
          new ByteArrayInputStream(
              CONFIGURATION
                  .formatted(
                      account.host(), account.port(), account.user(), account.password(), FROM, TO)
                  .getBytes(StandardCharsets.UTF_8)));
      context.start();
      context.getLogger("application").error(MARK);
      return status(context);
    } finally {
      context.stop();
    }
  }

  private static String status(LoggerContext context) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    for (Status status : context.getStatusManager().getCopyOfStatusList()) {
      lines.println(status.getMessage());
      if (status.getThrowable() != null) {
        status.getThrowable().printStackTrace(lines);
      }
    }
    lines.flush();
    return text.toString();
  }
}
