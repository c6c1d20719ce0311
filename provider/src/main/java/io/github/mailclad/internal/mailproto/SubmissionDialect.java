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
import java.util.regex.Pattern;

/** SMTP as a submission server speaks it (RFC 5321, RFC 6409). HELO is never tried. */
final class SubmissionDialect implements Dialect {
  /** An EHLO with an address literal, which reveals nothing that the connection does not. */
  private static final String EHLO = "EHLO [127.0.0.1]";

  private static final Pattern ANY_EHLO = Pattern.compile("EHLO [!-~]{1,255}");

  @Override
  public Greeting greeting(String line) {
    Optional<SmtpReply.Line> reply = SmtpReply.Line.of(line);
    if (reply.isEmpty()) {
      return Greeting.ofOtherProtocol("SMTP", line);
    }
    return reply.get().code().equals("220")
        ? Greeting.READY
        : Greeting.unavailable(reply.get().status());
  }

  /**
   * Starts TLS by STARTTLS (RFC 3207), after the EHLO with which a session begins (RFC 5321,
   * section 4.1.1.1).
   */
  @Override
  public Outcome<String> startTls(ClearLines lines) throws IOException {
    String first = lines.read();
    Greeting greeting = greeting(first);
    if (SmtpReply.Line.of(first).isPresent()) {
      SmtpReply.beginning(first, lines);
    }
    Optional<Refusal> unwelcome = greeting.refusalBeforeTls();
    if (unwelcome.isPresent()) {
      return Outcome.refused(unwelcome.get());
    }
    lines.sendInTurn(EHLO);
    Optional<Refusal> notOffered = objection(SmtpReply.read(lines));
    if (notOffered.isPresent()) {
      return Outcome.refused(notOffered.get());
    }
    lines.sendInTurn("STARTTLS");
    SmtpReply reply = SmtpReply.read(lines);
    if (reply.closes()) {
      return Outcome.refused(new TlsStartRefusal.TurnedAway(PeerText.of(reply.status())));
    }
    return reply.says("220")
        ? Outcome.of("220 TLS started")
        : Outcome.refused(new TlsStartRefusal.StarttlsUnavailable(PeerText.of(reply.status())));
  }

  /** Returns why STARTTLS is not sent after a reply to EHLO; empty if it is sent. */
  private static Optional<Refusal> objection(SmtpReply reply) {
    if (reply.closes()) {
      return Optional.of(new TlsStartRefusal.TurnedAway(PeerText.of(reply.status())));
    }
    if (!reply.says("250")) {
      return Optional.of(new TlsStartRefusal.EhloRefused(PeerText.of(reply.status())));
    }
    for (String text : reply.extensions()) {
      if (Ascii.equalsIgnoringCase(text.split(" ", 2)[0], "STARTTLS")) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new TlsStartRefusal.StarttlsUnavailable(PeerText.of("no STARTTLS among the extensions")));
  }

  @Override
  public ClearCommand clearCommand(String line) {
    return switch (line) {
      case "STARTTLS" -> ClearCommand.STARTTLS;
      case "QUIT" -> ClearCommand.LOGOUT;
      default -> ANY_EHLO.matcher(line).matches() ? ClearCommand.CAPABILITIES : ClearCommand.OTHER;
    };
  }

  @Override
  public ServerCapabilities capabilities(String first, Greeting greeting, Lines lines)
      throws IOException {
    SmtpReply.beginning(first, lines);
    lines.send(EHLO);
    SmtpReply reply = SmtpReply.read(lines);
    if (!reply.says("250")) {
      throw new ProtocolException("its reply to EHLO is " + reply.status());
    }
    return ServerCapabilities.of(reply.extensions(), greeting);
  }

  /**
   * Returns the mechanisms that AUTH lists (RFC 4954); {@code AUTH=LOGIN} is an older form of it.
   */
  @Override
  public LoginOffer loginOffer(List<String> capabilities) {
    List<String> mechanisms = new ArrayList<>();
    for (String capability : capabilities) {
      List<String> words = Arrays.asList(Ascii.upperCase(capability.trim()).split("\\s+"));
      if (words.get(0).equals("AUTH=LOGIN")) {
        mechanisms.add("LOGIN");
      }
      if (words.get(0).equals("AUTH=LOGIN") || words.get(0).equals("AUTH")) {
        mechanisms.addAll(words.subList(1, words.size()));
      }
    }
    return new LoginOffer(mechanisms, PasswordCommand.NOT_OFFERED);
  }
}
