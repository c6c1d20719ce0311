package io.github.mailclad.internal.mailproto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.nio.charset.Charset;

/**
 * The rule that a command is one line. Text of the application with a line break in it would become
 * a second command. Angus before 2.0.4 sends it in SMTP (CVE-2025-7962), and every version does in
 * IMAP.
 */
public final class OneLine {
  private OneLine() {}

  /** A command that would be more than one line. Nothing of it was sent. */
  public static final class BrokenCommandException extends IllegalArgumentException
      implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;
    private final Refusal refusal;

    private BrokenCommandException(Refusal refusal) {
      super(refusal.summary() + " [" + refusal.code() + "]");
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Accepts a command of one line, and throws a {@link BrokenCommandException} for any other.
   *
   * @param charset UTF-8 if Angus encodes characters of more than eight bits. With any other
   *     charset it sends their lower eight bits, which may be those of a line break
   */
  public static void require(String command, Charset charset) {
    for (int i = 0; i < command.length(); i++) {
      if (isBreak(charset, command.charAt(i))) {
        throw broken(Ascii.upperCase(command.split("[^A-Za-z.]", 2)[0]));
      }
    }
  }

  /** Returns the failure of a command. */
  public static BrokenCommandException broken(String verb) {
    return new BrokenCommandException(new SettingsRefusal.UnsafeCommand(PeerText.of(verb)));
  }

  private static boolean isBreak(Charset charset, int c) {
    int octet = charset.equals(UTF_8) ? c : c & 0xff;
    return octet == '\r' || octet == '\n' || octet == 0;
  }
}
