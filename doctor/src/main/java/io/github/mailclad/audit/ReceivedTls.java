package io.github.mailclad.audit;

import io.github.mailclad.internal.text.Escaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The {@code tls} clause of a Received field, in which a server records the cipher suite of a
 * submission (RFC 8314, section 4.3).
 *
 * @param form the form of the clause
 * @param cipher the cipher suite as it was written, escaped; empty without a clause
 */
public record ReceivedTls(Form form, String cipher) {
  private static final int LONGEST = 10_000;
  private static final Pattern NAME = Pattern.compile("TLS_[A-Za-z0-9]+(_[A-Za-z0-9]+)+");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9A-Fa-f]{4}");

  /** A form of the clause. */
  public enum Form {
    /** A name as in the registry of cipher suites. */
    NAME,
    /** The number of a cipher suite, in four hexadecimal digits. */
    NUMBER,
    /** Neither, for example a name of OpenSSL. */
    NONCONFORMANT,
    /** There is no clause. */
    ABSENT
  }

  /**
   * Reads a field.
   *
   * @param field the body of a Received field, folded or not; at most 10,000 characters of it count
   */
  public static ReceivedTls parse(String field) {
    List<String> words = words(field.substring(0, Math.min(field.length(), LONGEST)));
    // the clause follows the others, so it is never the first word
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i).toLowerCase(Locale.ROOT).equals("tls")) {
        return of(i + 1 < words.size() ? words.get(i + 1) : "");
      }
    }
    return new ReceivedTls(Form.ABSENT, "");
  }

  private static ReceivedTls of(String cipher) {
    Form form =
        NAME.matcher(cipher).matches()
            ? Form.NAME
            : NUMBER.matcher(cipher).matches() ? Form.NUMBER : Form.NONCONFORMANT;
    return new ReceivedTls(form, Escaped.text(cipher));
  }

  /** Returns the words before the date, without comments, which may be nested, and strings. */
  private static List<String> words(String field) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && (quoted || depth > 0)) {
        i++;
      } else if (c == '"' && depth == 0) {
        quoted = !quoted;
      } else if (c == '(' && !quoted) {
        depth++;
        end(word, words);
      } else if (c == ')' && !quoted && depth > 0) {
        depth--;
      } else if (c == ';' && !quoted && depth == 0) {
        break;
      } else if (depth == 0 && (quoted || !Character.isWhitespace(c))) {
        word.append(c);
      } else {
        end(word, words);
      }
    }
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** Returns whether the field follows the standard. */
  public boolean conforms() {
    return form == Form.NAME || form == Form.NUMBER;
  }
}
