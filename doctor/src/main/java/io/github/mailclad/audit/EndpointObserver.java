package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.wire.MailConnection;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.TurnedAwayException;
import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks one port at a time, a connection for each question, at the pace of the audit. No login is
 * tried.
 */
final class EndpointObserver {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The time in which a reply to an injected command arrives. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final AuditSettings settings;
  private final Network network;
  private final SecureRandom random = new SecureRandom();

  EndpointObserver(AuditSettings settings) {
    this.settings = settings;
    this.network = this::opened;
  }

  private Socket opened(InetAddress address, int port, Duration limit) throws IOException {
    settings.pace().await(address);
    return settings.network().open(address, port, limit);
  }

  Observation observe(AuditedEndpoint endpoint) {
    settings.progress().accept("asking " + endpoint.where());
    Conversation held =
        Conversation.hold(
            network, endpoint.address(), endpoint.port(), endpoint.service(), endpoint.host());
    if (held.isTurnedAway()) {
      settings.pace().turnedAway(endpoint.address());
    }
    Map<HelloProbe, ServerAnswer> hellos = new EnumMap<>(HelloProbe.class);
    Map<Check, String> extras = new HashMap<>();
    Observation observed = new Observation(endpoint, held, hellos, extras);
    boolean answers = observed.isOpen() && !held.isTurnedAway() && !held.isSilent();
    if (answers && startsTls(endpoint, held)) {
      for (HelloProbe probe : HelloProbe.values()) {
        hellos.put(probe, answer(endpoint, probe));
      }
      if (held.session() != null) {
        ask(endpoint, extras);
      }
    }
    return observed;
  }

  /** Returns the capabilities of port 25 in the clear; empty if nothing greets there. */
  List<String> portTwentyFive(InetAddress address) {
    try (MailConnection connection =
        new MailConnection(network.open(address, 25, LIMIT), MailProtocol.SUBMISSION)) {
      connection.greeting();
      return connection.capabilities();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean startsTls(AuditedEndpoint endpoint, Conversation held) {
    return endpoint.service().tlsStart() == TlsStart.IMPLICIT || held.offersStartTls();
  }

  private ServerAnswer answer(AuditedEndpoint endpoint, HelloProbe probe) {
    try (MailConnection connection = connection(endpoint)) {
      return HelloProbe.answer(
          connection, endpoint.service(), probe.offer(endpoint.host()), random);
    } catch (TurnedAwayException e) {
      settings.pace().turnedAway(endpoint.address());
      return new ServerAnswer.Unclear(Escaped.text(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new ServerAnswer.Unclear(Escaped.text(String.valueOf(e.getMessage())));
    }
  }

  private void ask(AuditedEndpoint endpoint, Map<Check, String> extras) {
    if (endpoint.service().protocol() == MailProtocol.POP3) {
      extras.put(Catalogue.POP_STATE, stat(endpoint));
    }
    if (endpoint.service().tlsStart() == TlsStart.STARTTLS
        && settings.injection() == Injection.TESTED) {
      extras.put(Catalogue.INJECTION, injected(endpoint));
    }
  }

  /** Returns the reply to STAT before a login. */
  private String stat(AuditedEndpoint endpoint) {
    try (MailConnection connection = connection(endpoint)) {
      if (endpoint.service().tlsStart() == TlsStart.STARTTLS) {
        connection.greeting();
        connection.startTls();
      }
      connection.secure(endpoint.host());
      if (endpoint.service().tlsStart() == TlsStart.IMPLICIT) {
        connection.greeting();
      }
      return connection.command("STAT").get(0);
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the first line that arrives in TLS without a question; empty for none. */
  private String injected(AuditedEndpoint endpoint) {
    try (Socket socket = network.open(endpoint.address(), endpoint.port(), LIMIT);
        MailConnection connection = new MailConnection(socket, endpoint.service().protocol())) {
      connection.greeting();
      if (endpoint.service().protocol() == MailProtocol.SUBMISSION) {
        connection.capabilities();
      }
      switch (endpoint.service().protocol()) {
        case IMAP -> connection.sendTogether("a1 STARTTLS", "a2 NOOP");
        case POP3 -> connection.sendTogether("STLS", "CAPA");
        case SUBMISSION -> connection.sendTogether("STARTTLS", "NOOP");
      }
      connection.line();
      connection.secure(endpoint.host());
      socket.setSoTimeout((int) SHORT.toMillis());
      return connection.line();
    } catch (SocketTimeoutException silent) {
      return "";
    } catch (IOException ended) {
      // the server ended the connection or the handshake failed: nothing was carried into TLS
      return "";
    }
  }

  private MailConnection connection(AuditedEndpoint endpoint) throws IOException {
    return new MailConnection(
        network.open(endpoint.address(), endpoint.port(), LIMIT), endpoint.service().protocol());
  }
}
