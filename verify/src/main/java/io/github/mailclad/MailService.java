package io.github.mailclad;

/**
 * A mail service: a protocol and the way its TLS starts. {@link #srvLabel()} is both the label of
 * its SRV record (RFC 6186; RFC 8314, section 5.1) and the service part of its SRV-ID (RFC 7817,
 * section 3).
 */
public enum MailService {
  /** IMAP over implicit TLS. */
  IMAPS(MailProtocol.IMAP, TlsStart.IMPLICIT, "imaps", 993),
  /** IMAP with STARTTLS. */
  IMAP(MailProtocol.IMAP, TlsStart.STARTTLS, "imap", 143),
  /** POP3 over implicit TLS. */
  POP3S(MailProtocol.POP3, TlsStart.IMPLICIT, "pop3s", 995),
  /** POP3 with STLS. */
  POP3(MailProtocol.POP3, TlsStart.STARTTLS, "pop3", 110),
  /** Message submission over implicit TLS. */
  SUBMISSIONS(MailProtocol.SUBMISSION, TlsStart.IMPLICIT, "submissions", 465),
  /** Message submission with STARTTLS. */
  SUBMISSION(MailProtocol.SUBMISSION, TlsStart.STARTTLS, "submission", 587);

  private final MailProtocol protocol;
  private final TlsStart tlsStart;
  private final String srvLabel;
  private final int defaultPort;

  MailService(MailProtocol protocol, TlsStart tlsStart, String srvLabel, int defaultPort) {
    this.protocol = protocol;
    this.tlsStart = tlsStart;
    this.srvLabel = srvLabel;
    this.defaultPort = defaultPort;
  }

  /** Returns the service of a protocol whose TLS starts that way. */
  public static MailService of(MailProtocol protocol, TlsStart start) {
    for (MailService service : values()) {
      if (service.protocol == protocol && service.tlsStart == start) {
        return service;
      }
    }
    throw new IllegalStateException("no service of " + protocol + " with " + start);
  }

  /** Returns the protocol that is spoken inside TLS. */
  public MailProtocol protocol() {
    return protocol;
  }

  /** Returns the way in which TLS starts on this service. */
  public TlsStart tlsStart() {
    return tlsStart;
  }

  /** Returns the registered service name without the underscore, for example {@code imaps}. */
  public String srvLabel() {
    return srvLabel;
  }

  /** Returns the registered port (RFC 8314, section 7). */
  public int defaultPort() {
    return defaultPort;
  }

  /** Returns the service of the same protocol with TLS started that way. */
  public MailService with(TlsStart start) {
    return start == tlsStart ? this : of(protocol, start);
  }
}
