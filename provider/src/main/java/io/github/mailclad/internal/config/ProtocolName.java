package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A protocol name that a Jakarta Mail application can ask for, with the names under which its
 * properties are read: the one that the application used first, then the service's other names.
 */
public enum ProtocolName {
  IMAPS("imaps", "imap"),
  IMAP("imap", "imaps"),
  POP3S("pop3s", "pop3"),
  POP3("pop3", "pop3s"),
  SUBMISSIONS("submissions", "smtps", "smtp", "submission"),
  SUBMISSION("submission", "smtp", "smtps", "submissions"),
  SMTPS("smtps", "submissions", "smtp", "submission"),
  SMTP("smtp", "smtps", "submissions", "submission");

  private final String text;
  private final MailProtocol protocol;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf()
  private final List<String> propertyNames;

  ProtocolName(String text, String... aliases) {
    this.text = text;
    this.protocol = MailProtocol.named(text).orElseThrow();
    List<String> names = new ArrayList<>();
    names.add(text);
    names.addAll(Arrays.asList(aliases));
    this.propertyNames = List.copyOf(names);
  }

  /** Returns the name as an application writes it. */
  public String text() {
    return text;
  }

  /** Returns the protocol of this name. */
  public MailProtocol protocol() {
    return protocol;
  }

  /** Returns the service with implicit TLS; every name means it unless STARTTLS is requested. */
  public MailService implicitService() {
    return MailService.of(protocol, TlsStart.IMPLICIT);
  }

  /** Returns the names under which properties are read, the used one first. */
  public List<String> propertyNames() {
    return propertyNames;
  }

  /** Returns whether Jakarta Mail itself uses implicit TLS for this name. */
  public boolean meansTlsToJakartaMail() {
    return text.endsWith("s");
  }

  /** Returns the protocol of that name; names are case-sensitive in Jakarta Mail. */
  public static Optional<ProtocolName> of(String text) {
    for (ProtocolName name : values()) {
      if (name.text.equals(text)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
