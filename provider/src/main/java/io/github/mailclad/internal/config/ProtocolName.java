package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList(), which is unmodifiable
  private final List<String> propertyNames;

  ProtocolName(String text, String... aliases) {
    this.text = text;
    this.protocol = MailProtocol.named(text).orElseThrow();
    this.propertyNames = Stream.concat(Stream.of(text), Arrays.stream(aliases)).toList();
  }

  /** The name as an application writes it. */
  public String text() {
    return text;
  }

  /** The protocol that is spoken under this name. */
  public MailProtocol protocol() {
    return protocol;
  }

  /** The service with implicit TLS, which every name means unless STARTTLS is asked for. */
  public MailService implicitService() {
    return MailService.of(protocol, TlsStart.IMPLICIT);
  }

  /** The names under which properties are read, the used one first. */
  public List<String> propertyNames() {
    return propertyNames;
  }

  /** Whether TLS from the first octet is what this name means to Jakarta Mail itself. */
  public boolean meansTlsToJakartaMail() {
    return text.endsWith("s");
  }

  /** The protocol of that name; names are case-sensitive in Jakarta Mail. */
  public static Optional<ProtocolName> of(String text) {
    return Arrays.stream(values()).filter(p -> p.text.equals(text)).findFirst();
  }
}
