package io.github.mailclad.internal.probe;

import io.github.mailclad.MailService;
import io.github.mailclad.internal.starttls.Greeting;
import io.github.mailclad.internal.starttls.SubmissionReply;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a server what it can do, by CAPABILITY (RFC 9051, section 6.1.1), CAPA (RFC 2449) or EHLO
 * (RFC 5321), and nothing else. For one use; whoever hands in the lines bounds them in time and
 * length.
 */
public final class Interview {
  /** More than any server can do. */
  private static final int MOST_WORDS = 1000;

  private static final String TAG = "P1";

  private final MailService service;
  private final Lines lines;

  private Interview(MailService service, Lines lines) {
    this.service = service;
    this.lines = lines;
  }

  /** Lines from and to a server, without their ends. */
  public interface Lines {
    /** The next line of the server. */
    String read() throws IOException;

    /** Sends a line. */
    void send(String line) throws IOException;
  }

  /** What a server says of itself. */
  public sealed interface Answer {
    /**
     * What it can do.
     *
     * @param capabilities the words of its list, or the lines, in its order; none where it has no
     *     list
     * @param greeting how it greeted
     */
    record Able(List<String> capabilities, Greeting greeting) implements Answer {
      /** Copies the list. */
      public Able {
        capabilities = List.copyOf(capabilities);
      }
    }

    /**
     * It is not ready, or no server of this service.
     *
     * @param problem why, in words for people
     */
    record Unready(String problem) implements Answer {}
  }

  /**
   * Listens to the greeting and asks.
   *
   * @throws IOException if the connection ends before an answer came
   */
  public static Answer of(MailService service, Lines lines) throws IOException {
    try {
      return new Interview(service, lines).run();
    } catch (ProtocolException e) {
      return new Answer.Unready("the server's answer cannot be understood: " + e.getMessage());
    }
  }

  private Answer run() throws IOException {
    String first = lines.read();
    Greeting greeting = Greeting.of(service, first);
    if (greeting instanceof Greeting.Other other) {
      return new Answer.Unready(
          "the server speaks " + other.spoken() + " instead of " + other.expected());
    }
    if (greeting instanceof Greeting.TurnedAway away) {
      return new Answer.Unready("the server turned the connection away: " + away.status());
    }
    return switch (service.protocol()) {
      case IMAP -> new Answer.Able(imap(), greeting);
      case POP3 -> new Answer.Able(pop3(), greeting);
      case SUBMISSION -> submission(first, greeting);
    };
  }

  private List<String> imap() throws IOException {
    lines.send(TAG + " CAPABILITY");
    List<String> words = new ArrayList<>();
    String line = lines.read();
    while (!line.startsWith(TAG + " ")) {
      List<String> said = Arrays.asList(line.split(" "));
      if (Ascii.upperCase(line).startsWith("* CAPABILITY ")) {
        words.addAll(said.subList(2, said.size()));
      } else if (Ascii.upperCase(line).startsWith("* BYE")) {
        throw new ProtocolException("it ends the connection instead of an answer");
      }
      line = lines.read();
    }
    return bounded(words);
  }

  private List<String> pop3() throws IOException {
    lines.send("CAPA");
    List<String> said = new ArrayList<>();
    if (lines.read().startsWith("+OK")) {
      for (String line = lines.read(); !line.equals("."); line = lines.read()) {
        said.add(line.startsWith(".") ? line.substring(1) : line);
      }
    }
    return bounded(said);
  }

  private Answer submission(String first, Greeting greeting) throws IOException {
    SubmissionReply.beginning(first, lines::read);
    // an address literal tells nothing that the connection does not
    lines.send("EHLO [127.0.0.1]");
    SubmissionReply extensions = SubmissionReply.next(lines::read);
    return extensions.says("250")
        // the first line is the server's name
        ? new Answer.Able(bounded(extensions.texts().stream().skip(1).toList()), greeting)
        : new Answer.Unready("the server does not take EHLO: " + extensions.status());
  }

  private static List<String> bounded(List<String> words) throws ProtocolException {
    if (words.size() > MOST_WORDS) {
      throw new ProtocolException("more than " + MOST_WORDS + " capabilities");
    }
    return words;
  }

  /** Says goodbye and waits for the reply. */
  public static void end(MailService service, Lines lines) throws IOException {
    switch (service.protocol()) {
      case IMAP -> {
        lines.send(TAG + "9 LOGOUT");
        String line = lines.read();
        while (line.startsWith("* ")) {
          line = lines.read();
        }
      }
      case POP3, SUBMISSION -> {
        lines.send("QUIT");
        lines.read();
      }
    }
  }
}
