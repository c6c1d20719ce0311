package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SecuredService;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.ConnectionListener;
import jakarta.mail.event.TransportListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transport that creates an observation of each message. Everything else is left to the transport
 * behind it, including its exceptions and its lock.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class ObservedTransport extends Transport {
  private static final String UNKNOWN = "unknown";

  private final Transport transport;
  private final ObservationRegistry registry;
  private volatile @Nullable String host;
  private volatile int port = -1;

  ObservedTransport(Session session, Transport transport, ObservationRegistry registry) {
    super(session, transport.getURLName());
    this.transport = transport;
    this.registry = registry;
  }

  @Override
  public void connect(String host, int port, String user, String password)
      throws MessagingException {
    transport.connect(host, port, user, password);
    this.host = host;
    this.port = port;
    if (transport instanceof SecuredService secured) {
      // the actual server: servers may be discovered, and the port may be the default
      secured
          .connectionSecurity()
          .ifPresent(
              security -> {
                this.host = security.endpoint().host().text();
                this.port = security.endpoint().port();
              });
    }
  }

  @Override
  public void sendMessage(Message message, Address[] addresses) throws MessagingException {
    Observation observation =
        Observation.createNotStarted("mail.send", registry)
            .contextualName("mail send")
            .lowCardinalityKeyValue("server.address", orUnknown(host))
            .lowCardinalityKeyValue("server.port", port > 0 ? Integer.toString(port) : UNKNOWN)
            .lowCardinalityKeyValue("network.protocol.name", orUnknown(getURLName().getProtocol()))
            .start();
    try (Observation.Scope scope = observation.openScope()) {
      transport.sendMessage(message, addresses);
      observation.highCardinalityKeyValue("smtp.message.id", idOf(message));
    } catch (MessagingException | RuntimeException | Error e) {
      observation.error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }

  private static String orUnknown(@Nullable String value) {
    return value == null || value.isEmpty() ? UNKNOWN : value;
  }

  private static String idOf(Message message) {
    try {
      String[] ids = message.getHeader("Message-ID");
      return ids == null ? "" : String.join(", ", ids);
    } catch (MessagingException e) {
      // the message is sent: a failure of the observation must not turn that into a failure
      return UNKNOWN;
    }
  }

  @Override
  public boolean isConnected() {
    return transport.isConnected();
  }

  @Override
  public void close() throws MessagingException {
    host = null;
    port = -1;
    transport.close();
  }

  @Override
  public void addConnectionListener(ConnectionListener listener) {
    transport.addConnectionListener(listener);
  }

  @Override
  public void removeConnectionListener(ConnectionListener listener) {
    transport.removeConnectionListener(listener);
  }

  @Override
  public void addTransportListener(TransportListener listener) {
    transport.addTransportListener(listener);
  }

  @Override
  public void removeTransportListener(TransportListener listener) {
    transport.removeTransportListener(listener);
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElse(transport.toString(), UNKNOWN);
  }
}
