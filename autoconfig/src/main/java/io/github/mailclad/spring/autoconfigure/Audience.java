package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Tells every listener of the application what became of the connections of one entry. */
record Audience(String entry, ObjectProvider<AccountListener> listeners)
    implements SecurityListener {
  private static final Log LOG = LogFactory.getLog(Audience.class);

  @Override
  public void connected(ConnectionSecurity security) {
    tell(l -> l.connected(entry, security));
  }

  @Override
  public void refused(Endpoint endpoint, Refusal refusal) {
    tell(l -> l.refused(entry, endpoint, refusal));
  }

  @Override
  public void happened(SecurityEvent event) {
    tell(l -> l.happened(entry, event));
  }

  @Override
  public void timed(HandshakeTimes times) {
    tell(l -> l.timed(entry, times));
  }

  /** One that fails does not keep the others from being told. */
  private void tell(Consumer<AccountListener> news) {
    listeners
        .orderedStream()
        .forEach(
            listener -> {
              try {
                news.accept(listener);
              } catch (RuntimeException e) {
                LOG.warn("a listener of mail connections failed", e);
              }
            });
  }
}
