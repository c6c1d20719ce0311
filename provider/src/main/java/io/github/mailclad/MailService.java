package io.github.mailclad;

/**
 * A mail service with the way its TLS starts. {@link #srvLabel()} is both the label of its SRV
 * record (RFC 6186; RFC 8314, section 5.1) and the service part of its SRV-ID (RFC 7817, section
 * 3).
 */
public enum MailService {
  /** IMAP over implicit TLS. */
  IMAPS("imaps", 993, TlsStart.IMPLICIT),
  /** IMAP with STARTTLS. */
  IMAP("imap", 143, TlsStart.STARTTLS),
  /** POP3 over implicit TLS. */
  POP3S("pop3s", 995, TlsStart.IMPLICIT),
  /** POP3 with STLS. */
  POP3("pop3", 110, TlsStart.STARTTLS),
  /** Message submission over implicit TLS. */
  SUBMISSIONS("submissions", 465, TlsStart.IMPLICIT),
  /** Message submission with STARTTLS. */
  SUBMISSION("submission", 587, TlsStart.STARTTLS);

  private final String srvLabel;
  private final int defaultPort;
  private final TlsStart tlsStart;

  MailService(String srvLabel, int defaultPort, TlsStart tlsStart) {
    this.srvLabel = srvLabel;
    this.defaultPort = defaultPort;
    this.tlsStart = tlsStart;
  }

  /** The registered service name without the underscore, for example {@code imaps}. */
  public String srvLabel() {
    return srvLabel;
  }

  /** The registered port (RFC 8314, section 7). */
  public int defaultPort() {
    return defaultPort;
  }

  /** How TLS starts on this service. */
  public TlsStart tlsStart() {
    return tlsStart;
  }

  /** The same kind of service with TLS started the given way. */
  public MailService with(TlsStart start) {
    return switch (this) {
      case IMAPS, IMAP -> start == TlsStart.IMPLICIT ? IMAPS : IMAP;
      case POP3S, POP3 -> start == TlsStart.IMPLICIT ? POP3S : POP3;
      case SUBMISSIONS, SUBMISSION -> start == TlsStart.IMPLICIT ? SUBMISSIONS : SUBMISSION;
    };
  }
}
