package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.Observation.Renegotiation;
import io.github.mailclad.audit.Observation.Reuse;
import io.github.mailclad.audit.wire.ClientOffer;
import io.github.mailclad.audit.wire.MailConnection;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.audit.wire.PlatformTls;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.ServerAnswer.Declined;
import io.github.mailclad.audit.wire.Suites;
import io.github.mailclad.audit.wire.TlsSession;
import io.github.mailclad.audit.wire.TurnedAwayException;
import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks one port at a time, a connection for each question, at the pace of the audit. No login is
 * tried.
 */
final class EndpointObserver {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The time in which a reply to an injected command arrives. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** The number of hellos for the suites of one kind. */
  private static final int MOST_OFFERS = 40;

  private final AuditSettings settings;
  private final String domain;
  private final Network network;
  private final SecureRandom random = new SecureRandom();

  EndpointObserver(AuditSettings settings, String domain) {
    this.settings = settings;
    this.domain = domain;
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
    Observation observed = new Observation(endpoint, held, hellos, extras, null);
    boolean answers = observed.isOpen() && !held.isTurnedAway() && !held.isSilent();
    if (answers && startsTls(endpoint, held)) {
      for (HelloProbe probe : HelloProbe.values()) {
        hellos.put(probe, answer(endpoint, probe.offer(endpoint.host(), domain)));
      }
      suites(endpoint, hellos, extras);
      if (held.session() != null) {
        ask(endpoint, extras);
        return observed.with(reuse(endpoint));
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

  /**
   * Finds all suites of each kind, a connection for each. A server that fails at its own choice,
   * for example without parameters for DHE, is asked for each half of the rest.
   */
  private void suites(
      AuditedEndpoint endpoint, Map<HelloProbe, ServerAnswer> hellos, Map<Check, String> extras) {
    for (HelloProbe probe : HelloProbe.values()) {
      Check kind = probe.kindOfSuite();
      if (kind == null) {
        continue;
      }
      List<Agreed> accepted = new ArrayList<>();
      Deque<ClientOffer> offers = new ArrayDeque<>(List.of(probe.offer(endpoint.host(), domain)));
      ServerAnswer answer = Objects.requireNonNull(hellos.get(probe));
      for (int asked = 0; !offers.isEmpty() && asked < MOST_OFFERS; asked++) {
        ClientOffer offer = offers.remove();
        answer = asked == 0 ? answer : answer(endpoint, offer);
        Agreed agreed = answer.agreed();
        if (agreed != null) {
          accepted.add(agreed);
          List<Integer> rest =
              offer.suites().stream().filter(suite -> suite != agreed.suite()).toList();
          offers.addAll(rest.isEmpty() ? List.of() : List.of(offer.withSuites(rest)));
        } else if (answer instanceof Declined) {
          offers.addAll(withoutFiniteField(offer));
        }
      }
      if (!accepted.isEmpty()) {
        hellos.put(probe, accepted.get(0));
        String names =
            accepted.stream()
                .map(agreed -> Suites.name(agreed.suite()))
                .collect(Collectors.joining(", "));
        extras.merge(kind, names, (one, other) -> one + ", " + other);
      }
    }
  }

  /** Returns the offer without DHE; nothing if it has no DHE, or nothing else. */
  private static List<ClientOffer> withoutFiniteField(ClientOffer offer) {
    List<Integer> rest =
        offer.suites().stream().filter(suite -> !Suites.isFiniteField(suite)).toList();
    return rest.isEmpty() || rest.size() == offer.suites().size()
        ? List.of()
        : List.of(offer.withSuites(rest));
  }

  private ServerAnswer answer(AuditedEndpoint endpoint, ClientOffer offer) {
    try (MailConnection connection = connection(endpoint)) {
      return HelloProbe.answer(connection, endpoint.service(), offer, random);
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

  /**
   * Connects twice with TLS 1.2, to see a ticket, a resumption, and a renegotiation; returns null
   * if the platform has no TLS 1.2 with this server.
   */
  private @Nullable Reuse reuse(AuditedEndpoint endpoint) {
    PlatformTls platform = PlatformTls.resumingTls12();
    Duration lifetime;
    try (MailConnection first = connection(endpoint)) {
      lifetime = secured(first, endpoint, platform).ticketLifetime();
      first.logout();
    } catch (IOException withoutTls12) {
      return null;
    }
    boolean resumed = false;
    Renegotiation renegotiation = Renegotiation.UNCLEAR;
    try (MailConnection second = connection(endpoint)) {
      resumed = secured(second, endpoint, platform).isResumed();
      renegotiation = second.renegotiates(SHORT) ? Renegotiation.ACCEPTED : Renegotiation.REFUSED;
    } catch (IOException unclear) {
      // the result says so
    }
    return new Reuse(lifetime, resumed, renegotiation);
  }

  /** Brings a connection into TLS, up to its greeting. */
  private static TlsSession secured(
      MailConnection connection, AuditedEndpoint endpoint, PlatformTls platform)
      throws IOException {
    boolean implicit = endpoint.service().tlsStart() == TlsStart.IMPLICIT;
    if (!implicit) {
      connection.greeting();
      if (endpoint.service().protocol() == MailProtocol.SUBMISSION) {
        connection.capabilities();
      }
      connection.startTls();
    }
    TlsSession session = connection.secure(platform, endpoint.host());
    if (implicit) {
      connection.greeting();
    }
    return session;
  }

  /** Returns the reply to STAT before a login. */
  private String stat(AuditedEndpoint endpoint) {
    try (MailConnection connection = connection(endpoint)) {
      secured(connection, endpoint, PlatformTls.ofAllVersions());
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
