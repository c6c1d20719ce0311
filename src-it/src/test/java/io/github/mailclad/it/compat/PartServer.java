package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IMAP server with two messages of one large part, and its own way to answer partial fetches.
 */
final class PartServer implements MailDialogue {
  private static final Pattern PARTIAL =
      Pattern.compile("FETCH (\\d+) \\(?BODY(?:\\.PEEK)?\\[TEXT]<(\\d+)\\.(\\d+)>\\)?");

  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final String content;
  private final Manner manner;

  PartServer(int size, Manner manner) {
    this.content = content(size);
    this.manner = manner;
  }

  /** A partial fetch. */
  record Request(String tag, int message, int start, int length, String content) {
    /** The answer that RFC 9051 asks for. */
    String honest() {
      return octets(message, "TEXT", "<" + start + ">", window()) + ok();
    }

    /** The octets that are asked for. */
    String window() {
      int from = Math.min(start, content.length());
      return content.substring(from, Math.min(from + length, content.length()));
    }

    String octets(int number, String section, String origin, String octets) {
      return "* %d FETCH (BODY[%s]%s {%d}\r\n%s)\r\n"
          .formatted(number, section, origin, octets.length(), octets);
    }

    String ok() {
      return tag + " OK done\r\n";
    }

    /** Returns whether it is a window, and not a slice of Angus's. */
    boolean isWindow() {
      return length > 16_384;
    }
  }

  /** The answer of the server. */
  @FunctionalInterface
  interface Manner {
    Manner HONEST = Request::honest;

    /** Returns the answer; an empty one ends the connection. */
    String answer(Request request);
  }

  private static String content(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    return new String(octets, ISO_8859_1);
  }

  byte[] octets() {
    return content.getBytes(ISO_8859_1);
  }

  /** Returns the partial fetches as they were sent, without tags. */
  List<String> fetches() {
    return commands.stream().filter(line -> PARTIAL.matcher(line).matches()).toList();
  }

  List<String> commands() {
    return commands;
  }

  @Override
  public void serve(Lines io) throws IOException {
    io.send("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN IDLE UNSELECT] ready");
    for (String line = io.readLine(); line != null; line = io.readLine()) {
      String tag = line.substring(0, line.indexOf(' '));
      String command = line.substring(tag.length() + 1);
      commands.add(command.replaceFirst("(AUTHENTICATE PLAIN|LOGIN) .*", "$1"));
      Matcher partial = PARTIAL.matcher(command);
      String answer =
          partial.matches()
              ? manner.answer(
                  new Request(
                      tag,
                      Integer.parseInt(partial.group(1)),
                      Integer.parseInt(partial.group(2)),
                      Integer.parseInt(partial.group(3)),
                      content))
              : answer(tag, command, io);
      if (answer.isEmpty()) {
        return;
      }
      io.sendRaw(answer);
      if (!answer.endsWith("\r\n") || answer.startsWith("* BYE")) {
        return;
      }
    }
  }

  private String answer(String tag, String command, Lines io) throws IOException {
    List<String> lines = new ArrayList<>();
    if (command.startsWith("SELECT") || command.startsWith("EXAMINE")) {
      lines.add("* FLAGS (\\Seen \\Deleted)");
      lines.add("* 2 EXISTS");
      lines.add("* OK [UIDVALIDITY 1] ok");
      lines.add("* OK [UIDNEXT 3] ok");
    } else if (command.startsWith("FETCH") && command.contains("BODYSTRUCTURE")) {
      lines.add(
          "* %s FETCH (BODYSTRUCTURE (\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"8BIT\" %d))"
              .formatted(command.split(" ", 3)[1], content.length()));
    } else if (command.startsWith("FETCH")) {
      lines.add("* %s FETCH (FLAGS (\\Seen))".formatted(command.split(" ", 3)[1]));
    } else if (command.startsWith("LIST")) {
      lines.add("* LIST () \"/\" INBOX");
    } else if (command.equals("IDLE")) {
      io.send("+ idling");
      io.readLine();
    }
    lines.add(tag + " OK done");
    return String.join("\r\n", lines) + "\r\n";
  }
}
