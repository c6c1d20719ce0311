package io.github.mailclad.it.reachability;

import io.github.mailclad.SecuredService;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.Properties;
import java.util.function.BiFunction;

/**
 * An application that connects with a protocol name and properties, among them {@code user} and
 * {@code password}. {@link ClosedWorld} loads it anew, and it is called by types of the platform.
 */
public final class MailProgram implements BiFunction<String, Properties, String> {
  /** Returns the class that connected and the security of its connection, or the failure. */
  @Override
  public String apply(String protocol, Properties properties) {
    try {
      Session session = Session.getInstance(properties);
      try (Service service =
          protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
        service.connect(properties.getProperty("user"), properties.getProperty("password"));
        return service.getClass().getName()
            + " "
            + ((SecuredService) service).connectionSecurity().map(String::valueOf).orElse("");
      }
    } catch (MessagingException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
