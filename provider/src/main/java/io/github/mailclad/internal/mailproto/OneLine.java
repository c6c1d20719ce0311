package io.github.mailclad.internal.mailproto;

import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;

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

  /** The encoding that Angus uses for a character of more than eight bits. */
  public enum Encoding {
    /** Angus takes the lower eight bits, which may be those of a line break. */
    TRUNCATED,
    /** Angus encodes the character. */
    UTF_8
  }

  /** Accepts a command of one line, and throws a {@link BrokenCommandException} for any other. */
  public static void require(String command, Encoding encoding) {
    boolean broken = command.chars().anyMatch(c -> isBreak(encoding, c));
    if (broken) {
      String verb = Ascii.upperCase(command.split("[^A-Za-z.]", 2)[0]);
      throw broken(verb);
    }
  }

  /** Returns the failure of a command. */
  public static BrokenCommandException broken(String verb) {
    return new BrokenCommandException(new SettingsRefusal.UnsafeCommand(PeerText.of(verb)));
  }

  private static boolean isBreak(Encoding encoding, int c) {
    int octet = encoding == Encoding.TRUNCATED ? c & 0xff : c;
    return octet == '\r' || octet == '\n' || octet == 0;
  }
}
