package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailSenderDecorator;
import io.micrometer.observation.ObservationRegistry;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Makes an observation {@code mail.send} of every message that is sent, with the keys that
 * Micrometer's own instrumentation of mail has: {@code server.address}, {@code server.port} and
 * {@code network.protocol.name}, to which meters add {@code error}; in traces {@code
 * smtp.message.id}. Sender, recipients and subject, which Micrometer's own puts into traces, are
 * left out: they are personal data. Nothing is added to the message. Connecting is no part of it.
 *
 * <p>Only a plain {@link JavaMailSenderImpl} is replaced, by one with the same settings and the
 * same session. A subclass of it may do anything, and stays as it is.
 */
final class ObservedMailSenders implements MailSenderDecorator {
  private static final Log LOG = LogFactory.getLog(ObservedMailSenders.class);

  private final Supplier<ObservationRegistry> registry;

  /**
   * Creates a decorator whose registry is requested when a connection is about to be made, so that
   * a component of the registry may itself need a mail sender.
   */
  ObservedMailSenders(Supplier<ObservationRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public JavaMailSenderImpl decorate(String entry, JavaMailSenderImpl sender) {
    if (sender.getClass() != JavaMailSenderImpl.class) {
      LOG.debug(
          "mail sender \"%s\" is not observed, because its class is %s"
              .formatted(entry, sender.getClass().getName()));
      return sender;
    }
    return new ObservedMailSender(sender, registry);
  }

  private static final class ObservedMailSender extends JavaMailSenderImpl {
    private final Supplier<ObservationRegistry> registry;

    ObservedMailSender(JavaMailSenderImpl plain, Supplier<ObservationRegistry> registry) {
      this.registry = registry;
      setJavaMailProperties(plain.getJavaMailProperties());
      setSession(plain.getSession());
      setProtocol(plain.getProtocol());
      setHost(plain.getHost());
      setPort(plain.getPort());
      setUsername(plain.getUsername());
      setPassword(plain.getPassword());
      setDefaultEncoding(plain.getDefaultEncoding());
      setDefaultFileTypeMap(plain.getDefaultFileTypeMap());
    }

    @Override
    protected Transport getTransport(Session session) throws NoSuchProviderException {
      return new ObservedTransport(session, super.getTransport(session), registry.get());
    }
  }
}
