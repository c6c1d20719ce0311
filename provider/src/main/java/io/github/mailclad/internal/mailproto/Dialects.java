package io.github.mailclad.internal.mailproto;

import io.github.mailclad.MailProtocol;

/** The dialect of each protocol. */
public final class Dialects {
  private static final Dialect IMAP = new ImapDialect();
  private static final Dialect POP3 = new Pop3Dialect();
  private static final Dialect SUBMISSION = new SubmissionDialect();

  private Dialects() {}

  /** Returns the dialect of a protocol. */
  public static Dialect of(MailProtocol protocol) {
    return switch (protocol) {
      case IMAP -> IMAP;
      case POP3 -> POP3;
      case SUBMISSION -> SUBMISSION;
    };
  }
}
