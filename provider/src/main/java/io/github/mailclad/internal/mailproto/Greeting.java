package io.github.mailclad.internal.mailproto;

import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import io.github.mailclad.refusal.TlsStartRefusal.OtherProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meaning of a server's first line; the same in the clear and in TLS. Immutable. */
public final class Greeting {
  /** The server waits for commands. */
  static final Greeting READY = new Greeting(null, null);

  /** The server says that the user is logged in already (RFC 9051, section 7.1.4). */
  static final Greeting PREAUTHENTICATED =
      new Greeting(new TlsStartRefusal.PreauthBeforeTls(), null);

  private static final String UNKNOWN_PROTOCOL = "something else";

  /** The first lines of protocols that are recognised, to report a mistaken port. */
  private static final List<Map.Entry<String, Pattern>> FIRST_LINES =
      List.of(
          Map.entry("IMAP", Pattern.compile("\\* (?:OK|PREAUTH|BYE)\\b.*")),
          Map.entry("POP3", Pattern.compile("(?:\\+OK|-ERR)\\b.*")),
          Map.entry("SMTP", Pattern.compile("(?:220|421|554)(?:[ -].*)?")),
          Map.entry("SSH", Pattern.compile("SSH-.*")),
          Map.entry("HTTP", Pattern.compile("HTTP/.*")),
          Map.entry("ManageSieve", Pattern.compile("\"(?:IMPLEMENTATION|SIEVE|VERSION)\".*")));

  private final @Nullable Refusal refusalBeforeTls;
  private final @Nullable String problem;

  private Greeting(@Nullable Refusal refusalBeforeTls, @Nullable String problem) {
    this.refusalBeforeTls = refusalBeforeTls;
    this.problem = problem;
  }

  /**
   * Returns the greeting of a server that does not want the connection.
   *
   * @param status the machine-readable part of its reply
   */
  static Greeting unavailable(String status) {
    return new Greeting(
        new TlsStartRefusal.TurnedAway(PeerText.of(status)),
        "the server turned the connection away: " + status);
  }

  /**
   * Returns the greeting of a server that does not greet as a server of the expected protocol does.
   *
   * @param expected the name of the expected protocol
   */
  static Greeting ofOtherProtocol(String expected, String line) {
    String spoken =
        FIRST_LINES.stream()
            .filter(known -> known.getValue().matcher(line).matches())
            .map(Map.Entry::getKey)
            .filter(name -> !name.equals(expected))
            .findFirst()
            .orElse(UNKNOWN_PROTOCOL);
    return new Greeting(
        new OtherProtocol(expected, spoken),
        "the server speaks " + spoken + " instead of " + expected);
  }

  /** Returns why a client that has to start TLS ends the connection; empty if it goes on. */
  public Optional<Refusal> refusalBeforeTls() {
    return Optional.ofNullable(refusalBeforeTls);
  }

  /**
   * Returns why there are no capabilities to ask for, in words for people; empty if the server can
   * be asked.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns whether the server says that the user is logged in already. */
  public boolean isPreauthenticated() {
    return equals(PREAUTHENTICATED);
  }

  /** Returns the refusal of a server that speaks another known protocol; empty for any other. */
  public Optional<Refusal> knownOtherProtocol() {
    return refusalBeforeTls instanceof OtherProtocol other
            && !other.spoken().equals(UNKNOWN_PROTOCOL)
        ? Optional.of(other)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return refusalBeforeTls == null ? "ready" : refusalBeforeTls.code();
  }
}
