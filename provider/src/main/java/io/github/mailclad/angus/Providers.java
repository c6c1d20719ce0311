package io.github.mailclad.angus;

import jakarta.mail.Provider;

/**
 * The providers that Jakarta Mail finds by {@code ServiceLoader}, one for each protocol name.
 * Without Angus's annotation for defaults they come before Angus's own. Class names are strings, so
 * that listing the providers loads no other class. A session creates them even if it uses others;
 * {@link TakeoverNotice} reports that.
 */
public final class Providers {
  private static final String VENDOR = "Mailclad";

  private Providers() {}

  /** {@code imaps}. */
  public static final class Imaps extends Provider {
    /** For the service loader. */
    public Imaps() {
      super(Type.STORE, "imaps", TakeoverNotice.SHARED.store("IMAPSSLStore"), VENDOR, null);
    }
  }

  /** {@code imap}. */
  public static final class Imap extends Provider {
    /** For the service loader. */
    public Imap() {
      super(Type.STORE, "imap", TakeoverNotice.SHARED.store("IMAPStore"), VENDOR, null);
    }
  }

  /** {@code pop3s}. */
  public static final class Pop3s extends Provider {
    /** For the service loader. */
    public Pop3s() {
      super(Type.STORE, "pop3s", TakeoverNotice.SHARED.store("POP3SSLStore"), VENDOR, null);
    }
  }

  /** {@code pop3}. */
  public static final class Pop3 extends Provider {
    /** For the service loader. */
    public Pop3() {
      super(Type.STORE, "pop3", TakeoverNotice.SHARED.store("POP3Store"), VENDOR, null);
    }
  }

  /** {@code submissions}. */
  public static final class Submissions extends Provider {
    /** For the service loader. */
    public Submissions() {
      super(
          Type.TRANSPORT,
          "submissions",
          TakeoverNotice.SHARED.transport("SMTPSSLTransport"),
          VENDOR,
          null);
    }
  }

  /** {@code submission}. */
  public static final class Submission extends Provider {
    /** For the service loader. */
    public Submission() {
      super(
          Type.TRANSPORT,
          "submission",
          TakeoverNotice.SHARED.transport("SMTPTransport"),
          VENDOR,
          null);
    }
  }

  /** {@code smtps}. */
  public static final class Smtps extends Provider {
    /** For the service loader. */
    public Smtps() {
      super(
          Type.TRANSPORT,
          "smtps",
          TakeoverNotice.SHARED.transport("SMTPSSLTransport"),
          VENDOR,
          null);
    }
  }

  /** {@code smtp}. */
  public static final class Smtp extends Provider {
    /** For the service loader. */
    public Smtp() {
      super(Type.TRANSPORT, "smtp", TakeoverNotice.SHARED.transport("SMTPTransport"), VENDOR, null);
    }
  }
}
