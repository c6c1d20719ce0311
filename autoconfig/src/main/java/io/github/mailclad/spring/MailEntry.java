package io.github.mailclad.spring;

import io.github.mailclad.MailProtocol;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account of {@code mailclad.accounts}, or a bean that is a {@code JavaMailSenderImpl}.
 * Immutable; the session's properties are live.
 *
 * @param name the name of the account, or of the bean
 * @param kind the kind, account or bean
 * @param user the name with which it logs in; empty for none
 * @param session the session in which its connections are made
 * @param services for each protocol the protocol name, host and port as they are configured:
 *     without a host the servers are discovered, and -1 is the service's own port. Never with a
 *     password
 * @param bundle the name of the SSL bundle whose trust anchors hold; null for none
 */
public record MailEntry(
    String name,
    Kind kind,
    String user,
    Session session,
    Map<MailProtocol, URLName> services,
    @Nullable String bundle) {
  public MailEntry {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  /** The kind of an entry. */
  public enum Kind {
    /** An account of {@code mailclad.accounts}. */
    ACCOUNT,
    /** A bean that is a {@code JavaMailSenderImpl}. */
    SENDER
  }

  /** Returns the name only, because a session knows passwords. */
  @Override
  public String toString() {
    return name;
  }
}
