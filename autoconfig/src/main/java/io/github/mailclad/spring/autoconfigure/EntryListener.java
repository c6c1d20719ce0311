package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Passes the events of one entry on to every {@link AccountListener} of the application. */
final class EntryListener implements SecurityListener {
  private static final Log LOG = LogFactory.getLog(EntryListener.class);

  private final String entry;
  private final ObjectProvider<AccountListener> beans;
  private final Map<AccountListener, SecurityListener> listeners = new ConcurrentHashMap<>();

  EntryListener(String entry, ObjectProvider<AccountListener> beans) {
    this.entry = entry;
    this.beans = beans;
  }

  @Override
  public void onConnected(ConnectionSecurity security) {
    each(listener -> listener.onConnected(security));
  }

  @Override
  public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
    each(listener -> listener.onRefused(service, endpoint, refusal));
  }

  @Override
  public void onSecurityEvent(SecurityEvent event) {
    each(listener -> listener.onSecurityEvent(event));
  }

  @Override
  public void onHandshakeEnded(HandshakeTimes times) {
    each(listener -> listener.onHandshakeEnded(times));
  }

  @Override
  public void onLoginEnded(LoginTimes times) {
    each(listener -> listener.onLoginEnded(times));
  }

  /**
   * Passes an event to each listener. A failing listener does not keep the event from the others.
   */
  private void each(Consumer<SecurityListener> event) {
    beans
        .orderedStream()
        .forEach(
            bean -> {
              try {
                event.accept(listeners.computeIfAbsent(bean, b -> b.of(entry)));
              } catch (RuntimeException e) {
                LOG.warn("a listener of mail connections failed", e);
              }
            });
  }
}
