package io.github.mailclad.spring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Conditional;

/** The starter with {@code mailclad.enabled=false}: a warning that connections stay secured. */
@AutoConfiguration
@Conditional(Enabled.Not.class)
public final class MailcladDisabledAutoConfiguration {
  private static final Log LOG = LogFactory.getLog(MailcladDisabledAutoConfiguration.class);

  MailcladDisabledAutoConfiguration() {
    LOG.warn(
        "mailclad.enabled=false: mailclad.* has no other effect, mail settings are not checked at start, and SSL bundles are not enforced for mail. Mail connections are secured all the same, by Mailclad's mail provider on the class path, and those that it cannot secure are refused");
  }
}
