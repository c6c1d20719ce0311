package io.github.mailclad.javax.internal.jars;

import java.util.List;

/**
 * The mail library that Mailclad extends: its classes and its jar. The other classes of this
 * artifact are made from the source code of {@code mailclad}.
 */
public final class MailLibrary {
  /** The jar with the stores and transports that Mailclad extends. */
  public static final String JAR = "com.sun.mail:jakarta.mail 1.6.7 or newer, before 2.0";

  /** The prefix of the names of its classes. */
  public static final String PREFIX = "com.sun.mail.";

  /** The classes without which it is incomplete, or too old: the last one came in 1.6.4. */
  static final List<String> NEEDED =
      List.of(
          "com.sun.mail.imap.IMAPStore",
          "com.sun.mail.pop3.POP3Store",
          "com.sun.mail.smtp.SMTPTransport",
          "com.sun.mail.pop3.Protocol$OAuth2Authenticator");

  /** The text in the class file of a session that asks the library's own providers last. */
  public static final String ASKED_LAST = "com/sun/mail/util/DefaultProvider";

  /** The artifact of the API, as its label begins. */
  public static final String API = "com.sun.mail.jakarta.mail ";

  /** The problem of an API without {@link #ASKED_LAST}. */
  public static final String OLD_API =
      " is older than 1.6: the order of the class path decides which provider serves mail; use com.sun.mail:jakarta.mail 1.6.8";

  /** The text in the class file of a store of com.sun.mail 2.0, which is for jakarta.mail. */
  public static final String COM_SUN_2 = "jakarta/mail/Store";

  /** The session of the other API, which this artifact does not secure. */
  public static final String OTHER_SESSION = "jakarta.mail.Session";

  /** A class of the artifact that secures the other API. */
  public static final String OTHER_PROVIDERS = "io.github.mailclad.angus.Providers";

  /** The problem of a class path with the other API and without the other artifact. */
  public static final String OTHER_UNSECURED =
      " is on the class path: sessions of jakarta.mail are not secured by mailclad-javax, only those of javax.mail; add io.github.mailclad:mailclad if the application uses both";

  /** The remedy where the library does not ask the verifier of {@code ssl.hostnameverifier}. */
  public static final String WITHOUT_VERIFIER = "only angus-mail 2.0.3 and newer ask it";

  private MailLibrary() {}

  /** Returns whether the library asks the verifier of {@code ssl.hostnameverifier}: never. */
  public static boolean asksVerifier() {
    return false;
  }
}
