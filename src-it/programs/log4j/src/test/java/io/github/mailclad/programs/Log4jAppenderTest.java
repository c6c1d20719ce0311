package io.github.mailclad.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.SmtpAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** The {@link SmtpAppender}; its user sees the status logger. */
class Log4jAppenderTest extends SendingProgram {
  @Override
  protected String send(Account account) {
    Statuses statuses = new Statuses();
    StatusLogger.getLogger().registerListener(statuses);
    try (SystemProperty anchors = SystemProperty.anchors(account);
        LoggerContext context = Configurator.initialize(configuration(account))) {
      context.getLogger("application").error(MARK);
    } finally {
      StatusLogger.getLogger().removeListener(statuses);
    }
    return statuses.text();
  }

  private static BuiltConfiguration configuration(Account account) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    return builder
        .add(
            builder
                .newAppender("mail", "SMTP")
                .addAttribute("smtpProtocol", "smtps")
                .addAttribute("smtpHost", account.host())
                .addAttribute("smtpPort", account.port())
                .addAttribute("smtpUsername", account.user())
                .addAttribute("smtpPassword", account.password())
                .addAttribute("from", FROM)
                .addAttribute("to", TO)
                .addAttribute("subject", MARK)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n")))
        .add(builder.newRootLogger(Level.ERROR).add(builder.newAppenderRef("mail")))
        .build(false);
  }

  /** The events of the status logger. */
  private static final class Statuses implements StatusListener {
    private final List<StatusData> seen = new ArrayList<>();

    @Override
    public void log(StatusData status) {
      seen.add(status);
    }

    @Override
    public Level getStatusLevel() {
      return Level.WARN;
    }

    @Override
    public void close() {}

    String text() {
      return seen.stream().map(StatusData::getFormattedStatus).collect(Collectors.joining("\n"));
    }
  }
}
