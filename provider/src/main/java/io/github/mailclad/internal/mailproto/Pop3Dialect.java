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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POP3 (RFC 1939), where each reply begins with its status. */
final class Pop3Dialect implements Dialect {
  /** The status of a failure, with the response code if there is one (RFC 2449, section 8). */
  private static final Pattern STATUS = Pattern.compile("-ERR(?: \\[([A-Z/]{1,24})].*)?(?: .*)?");

  @Override
  public Greeting greeting(String line) {
    if (says("-ERR", line)) {
      return Greeting.unavailable(status(line));
    }
    return says("+OK", line) ? Greeting.READY : Greeting.ofOtherProtocol("POP3", line);
  }

  /** Returns the machine-readable part of a failure; the free text after it is never shown. */
  private static String status(String failure) {
    Matcher status = STATUS.matcher(failure);
    if (!status.matches()) {
      return "";
    }
    return status.group(1) == null ? "-ERR" : "-ERR [" + status.group(1) + "]";
  }

  private static boolean says(String status, String line) {
    return line.equals(status) || line.startsWith(status + " ");
  }

  /** Starts TLS by STLS (RFC 2595, section 4). */
  @Override
  public Outcome<String> startTls(ClearLines lines) throws IOException {
    Optional<Refusal> unwelcome = greeting(lines.read()).refusalBeforeTls();
    if (unwelcome.isPresent()) {
      return Outcome.refused(unwelcome.get());
    }
    lines.sendInTurn("STLS");
    String reply = lines.read();
    if (says("-ERR", reply)) {
      return Outcome.refused(new TlsStartRefusal.StarttlsUnavailable(PeerText.of(status(reply))));
    }
    if (!says("+OK", reply)) {
      throw new ProtocolException("a reply that begins with neither +OK nor -ERR");
    }
    return Outcome.of("+OK TLS started");
  }

  @Override
  public ClearCommand clearCommand(String line) {
    return switch (line) {
      case "STLS" -> ClearCommand.STARTTLS;
      case "CAPA" -> ClearCommand.CAPABILITIES;
      case "QUIT" -> ClearCommand.LOGOUT;
      default -> ClearCommand.OTHER;
    };
  }

  @Override
  public ServerCapabilities capabilities(String first, Greeting greeting, Lines lines)
      throws IOException {
    return ServerCapabilities.of(capa(lines, ServerCapabilities.MOST_WORDS + 1), greeting);
  }

  /**
   * Asks for the capabilities by CAPA (RFC 2449). A server that does not know the command has no
   * capabilities.
   *
   * @param most the number of lines that are read at most
   */
  static List<String> capa(Lines lines, int most) throws IOException {
    lines.send("CAPA");
    return capabilities(lines, most);
  }

  /** Reads the answer to CAPA. */
  static List<String> capabilities(Lines lines, int most) throws IOException {
    List<String> capabilities = new ArrayList<>();
    if (!lines.read().startsWith("+OK")) {
      return capabilities;
    }
    for (String line = lines.read();
        !line.equals(".") && capabilities.size() < most;
        line = lines.read()) {
      capabilities.add(line.startsWith(".") ? line.substring(1) : line);
    }
    return capabilities;
  }

  /**
   * Returns the mechanisms that the capability SASL lists (RFC 5034, section 3). USER and PASS
   * count as offered unless the server lists SASL mechanisms and not USER: servers without CAPA
   * have nothing else, and some list neither.
   */
  @Override
  public LoginOffer loginOffer(List<String> capabilities) {
    List<String> mechanisms = new ArrayList<>();
    boolean user = false;
    for (String capability : capabilities) {
      List<String> words = Arrays.asList(Ascii.upperCase(capability.trim()).split("\\s+"));
      user |= words.get(0).equals("USER");
      if (words.get(0).equals("SASL")) {
        mechanisms.addAll(words.subList(1, words.size()));
      }
    }
    return new LoginOffer(
        mechanisms,
        user || mechanisms.isEmpty() ? PasswordCommand.OFFERED : PasswordCommand.NOT_OFFERED);
  }
}
