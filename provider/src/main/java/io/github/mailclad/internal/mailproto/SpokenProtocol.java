package io.github.mailclad.internal.mailproto;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A protocol that is recognised by its first line, to report a mistaken port.
 *
 * @param name the usual name of the protocol
 * @param greeting the pattern of its first line
 */
record SpokenProtocol(String name, Pattern greeting) {
  private static final List<SpokenProtocol> KNOWN =
      List.of(
          new SpokenProtocol("IMAP", Pattern.compile("\\* (?:OK|PREAUTH|BYE)\\b.*")),
          new SpokenProtocol("POP3", Pattern.compile("(?:\\+OK|-ERR)\\b.*")),
          new SpokenProtocol("SMTP", Pattern.compile("(?:220|421|554)(?:[ -].*)?")),
          new SpokenProtocol("SSH", Pattern.compile("SSH-.*")),
          new SpokenProtocol("HTTP", Pattern.compile("HTTP/.*")),
          new SpokenProtocol(
              "ManageSieve", Pattern.compile("\"(?:IMPLEMENTATION|SIEVE|VERSION)\".*")));

  /** Returns the greeting of a server that does not greet as the expected protocol does. */
  static Greeting.Other insteadOf(String expected, String greeting) {
    return new Greeting.Other(
        expected,
        KNOWN.stream()
            .filter(known -> known.greeting().matcher(greeting).matches())
            .map(SpokenProtocol::name)
            .filter(name -> !name.equals(expected))
            .findFirst()
            .orElse(Greeting.Other.UNKNOWN));
  }
}
