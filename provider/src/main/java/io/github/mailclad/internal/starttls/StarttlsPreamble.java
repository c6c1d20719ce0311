package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;
import io.github.mailclad.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks a server to start TLS (RFC 9051, section 6.2.1; RFC 2595, section 4; RFC 3207). Sends {@code
 * STARTTLS} or {@code STLS}, and to a submission server {@code EHLO} before it; reads whole replies
 * of bounded length. What it learned is forgotten: the mail protocol begins anew inside TLS, with a
 * greeting that {@link #start} makes up.
 */
public final class StarttlsPreamble {
  private static final int LONGEST_LINE = 2048;
  private static final int MOST_LINES = 100;

  private final MailService service;
  private final InputStream in;
  private final OutputStream out;
  private int lines;

  private StarttlsPreamble(MailService service, InputStream in, OutputStream out) {
    this.service = service;
    this.in = in;
    this.out = out;
  }

  /** A refusal in the clear. */
  private static final class RefusedStartException extends IOException implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    RefusedStartException(Refusal refusal) {
      super(refusal.summary());
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Brings a connection to the point where TLS begins.
   *
   * @return the greeting with which the protocol begins anew inside TLS
   * @throws IOException if the server does not start TLS; a {@link Refusal.Carrier} where there is
   *     a reason
   */
  public static byte[] start(MailService service, InputStream in, OutputStream out)
      throws IOException {
    String greeting = new StarttlsPreamble(service, in, out).run();
    if (in.available() > 0) {
      throw new RefusedStartException(new Refusal.StarttlsInjection());
    }
    return (greeting + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private String run() throws IOException {
    return switch (service) {
      case IMAP, IMAPS -> imap();
      case POP3, POP3S -> pop3();
      case SUBMISSION, SUBMISSIONS -> submission();
    };
  }

  private String imap() throws IOException {
    String greeting = line();
    if (startsWithWord(greeting, "* PREAUTH")) {
      throw new RefusedStartException(new Refusal.PreauthBeforeTls());
    }
    require(greeting, "* OK");
    send("S1 STARTTLS");
    String reply = line();
    while (reply.startsWith("* ")) {
      reply = line();
    }
    require(reply, "S1 OK");
    return "* OK TLS started";
  }

  private String pop3() throws IOException {
    require(line(), "+OK");
    send("STLS");
    require(line(), "+OK");
    return "+OK TLS started";
  }

  private String submission() throws IOException {
    reply("220");
    // an address literal tells nothing that the connection does not
    send("EHLO [127.0.0.1]");
    if (!reply("250").contains("\nSTARTTLS\n")) {
      throw new RefusedStartException(
          new Refusal.StarttlsUnavailable("no STARTTLS among the extensions"));
    }
    send("STARTTLS");
    reply("220");
    return "220 TLS started";
  }

  /** A whole reply of SMTP, the texts of its lines in upper case, each between line feeds. */
  private String reply(String code) throws IOException {
    StringBuilder texts = new StringBuilder("\n");
    String line;
    do {
      line = line();
      if (!line.startsWith(code)
          || (line.length() > 3 && line.charAt(3) != '-' && line.charAt(3) != ' ')) {
        throw new RefusedStartException(new Refusal.StarttlsUnavailable(line));
      }
      texts
          .append(line.substring(Math.min(4, line.length())).trim().toUpperCase(Locale.ROOT))
          .append('\n');
    } while (line.length() > 3 && line.charAt(3) == '-');
    return texts.toString();
  }

  private static void require(String line, String words) throws IOException {
    if (!startsWithWord(line, words)) {
      throw new RefusedStartException(new Refusal.StarttlsUnavailable(line));
    }
  }

  private static boolean startsWithWord(String line, String words) {
    return line.regionMatches(true, 0, words, 0, words.length())
        && (line.length() == words.length() || line.charAt(words.length()) == ' ');
  }

  private void send(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** One line without its CRLF; no other control character is let through. */
  private String line() throws IOException {
    if (++lines > MOST_LINES) {
      throw new RefusedStartException(
          new Refusal.StarttlsUnavailable("more than " + MOST_LINES + " lines"));
    }
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new RefusedStartException(
            new Refusal.StarttlsUnavailable("the end of the connection"));
      }
      if (text.length() == LONGEST_LINE || c == '\n' || c == 0) {
        throw new RefusedStartException(new Refusal.StarttlsUnavailable(text.toString()));
      }
      text.append((char) c);
    }
    if (in.read() != '\n') {
      throw new RefusedStartException(new Refusal.StarttlsUnavailable(text.toString()));
    }
    return text.toString();
  }
}
