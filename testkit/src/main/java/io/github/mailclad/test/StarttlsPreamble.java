package io.github.mailclad.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a server says before TLS where TLS starts by STARTTLS (RFC 3207, RFC 9051, RFC 2595). */
enum StarttlsPreamble {
  IMAP("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready") {
    @Override
    String answer(String line) {
      String tag = line.split(" ", 2)[0];
      String command = line.substring(Math.min(line.length(), tag.length() + 1));
      return switch (command) {
        case "CAPABILITY" ->
            "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n" + tag + " OK completed";
        case STARTTLS -> tag + " OK begin TLS";
        case "NOOP" -> tag + " OK completed";
        case "LOGOUT" -> "* BYE\r\n" + tag + " OK completed";
        default -> tag + " NO begin TLS first";
      };
    }

    @Override
    boolean starts(String line) {
      return line.endsWith(" " + STARTTLS);
    }
  },
  POP3("+OK ready") {
    @Override
    String answer(String line) {
      return switch (line) {
        case "CAPA" -> "+OK\r\nSTLS\r\n.";
        case "STLS", "QUIT" -> "+OK";
        default -> "-ERR begin TLS first";
      };
    }

    @Override
    boolean starts(String line) {
      return line.equals("STLS");
    }
  },
  SUBMISSION("220 localhost ESMTP ready") {
    @Override
    String answer(String line) {
      return switch (line.split(" ", 2)[0]) {
        case "EHLO" -> "250-localhost\r\n250 STARTTLS";
        case STARTTLS -> "220 begin TLS";
        case "QUIT" -> "221 bye";
        default -> "530 5.7.0 Must issue a STARTTLS command first";
      };
    }

    @Override
    boolean starts(String line) {
      return line.equals(STARTTLS);
    }
  };

  private static final String STARTTLS = "STARTTLS";
  private static final int MOST_LINES = 20;

  private final String greeting;

  StarttlsPreamble(String greeting) {
    this.greeting = greeting;
  }

  /** Returns the answer to a line, which is in upper case. */
  abstract String answer(String line);

  /** Returns whether TLS starts behind the answer to that line. */
  abstract boolean starts(String line);

  /** Talks until TLS starts. Returns false if the client left before. */
  boolean talk(InputStream in, OutputStream out, ClientLines seen) throws IOException {
    send(out, greeting);
    for (int i = 0; i < MOST_LINES; i++) {
      String line = Pipe.readLine(in);
      if (line == null) {
        return false;
      }
      seen.add(line);
      String asked = line.toUpperCase(Locale.ROOT);
      send(out, answer(asked));
      if (starts(asked)) {
        return true;
      }
    }
    return false;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
