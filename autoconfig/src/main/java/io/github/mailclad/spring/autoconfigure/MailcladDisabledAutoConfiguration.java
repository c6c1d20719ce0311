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
        "mailclad.enabled=false: the starter is off. Mail settings are not checked at start, and SSL bundles are not enforced for mail. Mailclad's mail provider on the class path still secures mail connections, and refuses those that it cannot verify");
  }
}
