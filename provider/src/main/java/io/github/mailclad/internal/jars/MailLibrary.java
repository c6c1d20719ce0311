package io.github.mailclad.internal.jars;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The mail library that Mailclad extends: its classes, and its jars. The artifact {@code
 * mailclad-javax} is made from the source code of this one, with another text of this class and of
 * {@code ProviderSearch}.
 */
public final class MailLibrary {
  /** The jar with the stores and transports that Mailclad extends. */
  public static final String JAR =
      "angus-mail 2.0.1 or newer (or the all-in-one org.eclipse.angus:jakarta.mail)";

  /** The prefix of the names of its classes. */
  public static final String PREFIX = "org.eclipse.angus.";

  /** The classes without which it is incomplete, or too old. */
  static final List<String> NEEDED =
      List.of(
          "org.eclipse.angus.mail.imap.IMAPStore",
          "org.eclipse.angus.mail.pop3.POP3Store",
          "org.eclipse.angus.mail.smtp.SMTPTransport");

  /** The text in the class file of a session that asks the library's own providers last. */
  public static final String ASKED_LAST = "org.eclipse.angus.mail.util.DefaultProvider";

  /** The artifact of the API, as its label begins. */
  public static final String API = "jakarta.mail-api ";

  /** The problem of an API without {@link #ASKED_LAST}. */
  public static final String OLD_API =
      " is older than 2.1.4: the order of the class path decides which provider serves mail; use jakarta.mail-api 2.1.4 or newer";

  /** The text in the class file of a store of com.sun.mail 2.0, which is for jakarta.mail. */
  public static final String COM_SUN_2 = "jakarta/mail/Store";

  /** The session of the other API, which this artifact does not secure. */
  public static final String OTHER_SESSION = "javax.mail.Session";

  /** A class of the artifact that secures the other API. */
  public static final String OTHER_PROVIDERS = "io.github.mailclad.javax.Providers";

  /** The problem of a class path with the other API and without the other artifact. */
  public static final String OTHER_UNSECURED =
      " is on the class path: sessions of javax.mail are not secured by Mailclad, only those of jakarta.mail; add io.github.mailclad:mailclad-javax if the application uses both";

  /** The remedy where the library does not ask the verifier of {@code ssl.hostnameverifier}. */
  public static final String WITHOUT_VERIFIER = "use angus-mail 2.0.3 or newer";

  private static final String CONNECTING = "org/eclipse/angus/mail/util/SocketFetcher.class";

  private MailLibrary() {}

  /** Returns whether the library asks the verifier of {@code ssl.hostnameverifier}. */
  public static boolean asksVerifier() {
    return Verifier.IS_ASKED;
  }

  /** Found once. No member of the library differs, only the names in its class file. */
  private static final class Verifier {
    static final boolean IS_ASKED = find();

    private Verifier() {}

    private static boolean find() {
      ClassLoader loader = MailLibrary.class.getClassLoader();
      try (InputStream file =
          loader == null
              ? ClassLoader.getSystemResourceAsStream(CONNECTING)
              : loader.getResourceAsStream(CONNECTING)) {
        return file != null
            && new String(file.readAllBytes(), ISO_8859_1).contains("ssl.hostnameverifier");
      } catch (IOException e) {
        return false;
      }
    }
  }
}
