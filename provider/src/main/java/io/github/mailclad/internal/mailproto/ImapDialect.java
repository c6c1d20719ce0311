package io.github.mailclad.internal.mailproto;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.LoginOffer.PasswordCommand;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IMAP (RFC 9051). */
final class ImapDialect implements Dialect {
  private static final Pattern GREETING = words("\\* (OK|PREAUTH|BYE)");
  private static final Pattern BYE = words("\\* BYE");
  private static final Pattern UNTAGGED = Pattern.compile("\\* \\S.*");
  private static final Pattern LITERAL = Pattern.compile(".*\\{\\d+\\+?}");

  private static final String START_TAG = "S1";
  private static final Pattern STARTED = words(START_TAG + " (OK|NO|BAD)");
  private static final String ASK_TAG = "P1";
  private static final String LOGOUT_TAG = "P19";

  private static final Pattern COMMAND =
      Pattern.compile("[A-Za-z0-9]{1,16} (CAPABILITY|STARTTLS|LOGOUT)");

  /** The tag and status of a reply, with the name of the response code if there is one. */
  private static final Pattern STATUS =
      Pattern.compile("(\\S{1,4} [A-Za-z]{2,7})(?: \\[([A-Za-z]{1,24})[ \\]].*)?(?: .*)?");

  /** A greeting with the code CAPABILITY (section 7.1). */
  private static final Pattern GREETING_CODE =
      Pattern.compile("\\* OK \\[CAPABILITY ([^\\]]*)].*", Pattern.CASE_INSENSITIVE);

  private static Pattern words(String words) {
    return Pattern.compile(words + "(?: .*)?", Pattern.CASE_INSENSITIVE);
  }

  @Override
  public Greeting greeting(String line) {
    Matcher status = GREETING.matcher(line);
    if (!status.matches()) {
      return Greeting.ofOtherProtocol("IMAP", line);
    }
    return switch (Ascii.upperCase(status.group(1))) {
      case "OK" -> Greeting.READY;
      case "PREAUTH" -> Greeting.PREAUTHENTICATED;
      default -> Greeting.unavailable(status(line));
    };
  }

  /**
   * Starts TLS by STARTTLS (section 6.2.1). Untagged data in between is ignored (sections 11.1 and
   * 11.3), and so are the capabilities that a greeting carries.
   */
  @Override
  public Outcome<String> startTls(ClearLines lines) throws IOException {
    String greeting = lines.read();
    Optional<Refusal> unwelcome = greeting(greeting).refusalBeforeTls();
    if (unwelcome.isPresent()) {
      return Outcome.refused(unwelcome.get());
    }
    requireNoLiteral(greeting);
    lines.send(START_TAG + " STARTTLS");
    String reply = lines.read();
    while (UNTAGGED.matcher(reply).matches()) {
      if (BYE.matcher(reply).matches()) {
        return Outcome.refused(new TlsStartRefusal.TurnedAway(PeerText.of(status(reply))));
      }
      requireNoLiteral(reply);
      reply = lines.read();
    }
    Matcher tagged = STARTED.matcher(reply);
    if (!tagged.matches()) {
      throw new ProtocolException("neither untagged data nor a reply with the command's tag");
    }
    return Ascii.equalsIgnoringCase(tagged.group(1), "OK")
        ? Outcome.of("* OK TLS started")
        : Outcome.refused(new TlsStartRefusal.StarttlsUnavailable(PeerText.of(status(reply))));
  }

  private static void requireNoLiteral(String line) throws ProtocolException {
    if (LITERAL.matcher(line).matches()) {
      throw new ProtocolException("a literal before TLS");
    }
  }

  /**
   * Returns the machine-readable part of a reply. The free text after it came in the clear. An
   * attacker could have put an alert, an address or a telephone number there, so it is never shown
   * (section 11.3).
   */
  private static String status(String reply) {
    Matcher status = STATUS.matcher(reply);
    if (!status.matches()) {
      return "";
    }
    return status.group(2) == null
        ? status.group(1)
        : status.group(1) + " [" + status.group(2) + "]";
  }

  @Override
  public ClearCommand clearCommand(String line) {
    Matcher command = COMMAND.matcher(line);
    if (!command.matches()) {
      return ClearCommand.OTHER;
    }
    return switch (command.group(1)) {
      case "STARTTLS" -> ClearCommand.STARTTLS;
      case "LOGOUT" -> ClearCommand.LOGOUT;
      default -> ClearCommand.CAPABILITIES;
    };
  }

  @Override
  public ServerCapabilities capabilities(String first, Greeting greeting, Lines lines)
      throws IOException {
    lines.send(ASK_TAG + " CAPABILITY");
    List<String> words = new ArrayList<>();
    String line = lines.read();
    while (!line.startsWith(ASK_TAG + " ")) {
      List<String> said = Arrays.asList(line.split(" "));
      if (Ascii.upperCase(line).startsWith("* CAPABILITY ")) {
        words.addAll(said.subList(2, said.size()));
      } else if (Ascii.upperCase(line).startsWith("* BYE")) {
        throw new ProtocolException("it ends the connection instead of an answer");
      }
      line = lines.read();
    }
    return ServerCapabilities.of(words, greeting);
  }

  /** Returns the capabilities that a greeting lists, in upper case; empty if it has no list. */
  static List<String> capabilitiesIn(String greeting) {
    Matcher code = GREETING_CODE.matcher(greeting);
    return code.matches()
        ? List.of(Ascii.upperCase(code.group(1)).trim().split(" +", -1))
        : List.of();
  }

  @Override
  public boolean requiresCapabilities() {
    return true;
  }

  @Override
  public LoginOffer loginOffer(List<String> capabilities) {
    List<String> mechanisms = new ArrayList<>();
    PasswordCommand command = PasswordCommand.OFFERED;
    for (String capability : capabilities) {
      String word = Ascii.upperCase(capability);
      if (word.startsWith("AUTH=")) {
        mechanisms.add(word.substring("AUTH=".length()));
      } else if (word.equals("LOGINDISABLED")) {
        command = PasswordCommand.NOT_OFFERED;
      }
    }
    Collections.sort(mechanisms);
    return new LoginOffer(mechanisms, command);
  }

  @Override
  public boolean hasLiterals() {
    return true;
  }

  @Override
  public void logout(Lines lines) throws IOException {
    lines.send(LOGOUT_TAG + " LOGOUT");
    String line = lines.read();
    while (line.startsWith("* ")) {
      line = lines.read();
    }
  }
}
