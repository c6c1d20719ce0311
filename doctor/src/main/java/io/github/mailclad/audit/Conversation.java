package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.wire.MailConnection;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.audit.wire.TlsSession;
import io.github.mailclad.audit.wire.TurnedAwayException;
import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One whole connection to a server, from TCP to the logout, without a login. Holds what was seen up
 * to the stage that failed. For one use; not thread-safe.
 */
final class Conversation {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final MailService service;
  private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);
  private Stage stage = Stage.TCP;
  private String clearGreeting = "";
  private List<String> clearCapabilities = List.of();
  private String startTlsReply = "";
  private @Nullable TlsSession session;
  private String greeting = "";
  private List<String> capabilities = List.of();
  private boolean endsByCloseNotify;
  private String lastRecord = "";
  private @Nullable IOException failure;

  private Conversation(MailService service) {
    this.service = service;
  }

  /**
   * Holds the conversation.
   *
   * @param serverName the server name to send; null for none
   */
  static Conversation hold(
      Network network,
      InetAddress address,
      int port,
      MailService service,
      @Nullable String serverName) {
    Conversation held = new Conversation(service);
    long begin = System.nanoTime();
    try (MailConnection connection =
        new MailConnection(network.open(address, port, LIMIT), service.protocol())) {
      held.ended(Stage.TCP, begin);
      held.talk(connection, serverName);
    } catch (IOException e) {
      held.failure = e;
    }
    return held;
  }

  private void talk(MailConnection connection, @Nullable String serverName) throws IOException {
    if (service.tlsStart() == TlsStart.STARTTLS) {
      long begin = System.nanoTime();
      stage = Stage.GREETING;
      clearGreeting = connection.greeting();
      clearCapabilities = connection.capabilities();
      stage = Stage.STARTTLS;
      if (!offersStartTls() || isPreauthenticated(clearGreeting)) {
        return;
      }
      startTlsReply = connection.startTls();
      ended(Stage.STARTTLS, begin);
      if (!connection.isPositive(startTlsReply)) {
        return;
      }
    }
    stage = Stage.TLS;
    long begin = System.nanoTime();
    session = connection.secure(serverName);
    ended(Stage.TLS, begin);
    stage = Stage.CAPABILITIES;
    begin = System.nanoTime();
    greeting = service.tlsStart() == TlsStart.IMPLICIT ? connection.greeting() : clearGreeting;
    capabilities = connection.capabilities();
    ended(Stage.CAPABILITIES, begin);
    stage = Stage.LOGOUT;
    endsByCloseNotify = connection.logout();
    lastRecord = connection.lastRecord();
  }

  private void ended(Stage ended, long begin) {
    times.put(ended, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Returns the duration of each stage that ended; STARTTLS includes the greeting. */
  Map<Stage, Duration> times() {
    return Map.copyOf(times);
  }

  /** Returns the last stage that began. */
  Stage stage() {
    return stage;
  }

  /** Returns whether nothing listens at the port. */
  boolean isClosed() {
    return failure instanceof ConnectException && stage == Stage.TCP;
  }

  /** Returns whether the server turned the connection away. */
  boolean isTurnedAway() {
    return failure instanceof TurnedAwayException;
  }

  /** Returns whether the server was silent for too long. */
  boolean isSilent() {
    return failure instanceof SocketTimeoutException;
  }

  /** Returns the failure in words, escaped; empty for none. */
  String problem() {
    IOException e = failure;
    if (e == null) {
      return "";
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return "during " + stage.name().toLowerCase(Locale.ROOT) + ": " + Escaped.text(message);
  }

  @Nullable TlsSession session() {
    return session;
  }

  /** Returns the greeting in the clear; empty for implicit TLS. */
  String clearGreeting() {
    return clearGreeting;
  }

  List<String> clearCapabilities() {
    return clearCapabilities;
  }

  String startTlsReply() {
    return startTlsReply;
  }

  /** Returns the first line of the server. */
  String greeting() {
    return greeting.isEmpty() ? clearGreeting : greeting;
  }

  /** Returns the capabilities in TLS. */
  List<String> capabilities() {
    return capabilities;
  }

  /** Returns the type and length of the last TLS record. */
  String lastRecord() {
    return lastRecord;
  }

  boolean endsByCloseNotify() {
    return endsByCloseNotify;
  }

  /** Returns whether the capabilities in the clear offer STARTTLS or STLS. */
  boolean offersStartTls() {
    String word = service.protocol() == MailProtocol.POP3 ? "STLS" : "STARTTLS";
    return clearCapabilities.stream().anyMatch(word::equalsIgnoreCase);
  }

  static boolean isPreauthenticated(String greeting) {
    return greeting.toUpperCase(Locale.ROOT).startsWith("* PREAUTH");
  }
}
