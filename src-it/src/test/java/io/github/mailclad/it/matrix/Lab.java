package io.github.mailclad.it.matrix;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder.Connection;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.HostileProperty.Setting;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One server of each kind for each family of protocols, started when it is first needed and kept
 * for the whole run, and a client that tries attempts. One thread for each family: a server's
 * connections belong to the attempt that is being made.
 */
final class Lab implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final World world = new World();
  private final Oracle oracle = new Oracle(world.sentinels);
  private final Map<String, TlsFront> servers = new ConcurrentHashMap<>();
  private final Duration handshakeTimeout;

  Lab() {
    this(Duration.ofSeconds(5));
  }

  Lab(Duration handshakeTimeout) {
    this.handshakeTimeout = handshakeTimeout;
  }

  /** The result of an attempt, and its leaks. */
  record Verdict(Attempt attempt, Outcome outcome, List<String> leaks) {
    @Override
    public String toString() {
      return attempt + ": " + outcome + "; leaks: " + leaks;
    }
  }

  /** The family of a protocol name: all its names meet the same servers. */
  static String family(String protocol) {
    return protocol.substring(0, 2).equals("su") ? "sm" : protocol.substring(0, 2);
  }

  /** A good server with a dialogue of the test's own, which closes it. */
  TlsFront goodServer(MailDialogue dialogue) {
    return HostileServer.GOOD.start(world, dialogue);
  }

  /** A server of the attempt's kind at a port, where 0 is a free one; the test closes it. */
  TlsFront serverAt(int port, Attempt attempt) {
    return attempt.server().start(world, World.dialogue(attempt.protocol()), port);
  }

  /** Tries to connect, submits a message if it is a transport, and judges. */
  Verdict attempt(Attempt attempt) {
    return attempt(attempt, server(attempt.server(), family(attempt.protocol())));
  }

  /** The same, to a server of the test's own. */
  Verdict attempt(Attempt attempt, TlsFront server) {
    TlsFront trap = trap(family(attempt.protocol()));
    int seen = server.recorder().connections().size();
    int trapped = trap.recorder().connections().size();
    Outcome outcome = connect(attempt, properties(attempt, server, trap));
    return new Verdict(
        attempt,
        outcome,
        oracle.leaks(attempt, outcome, endedSince(server, seen), endedSince(trap, trapped)));
  }

  /** Returns the leaks that hostile servers and traps saw in the whole run, of any attempt. */
  List<String> leaksOfTheWholeRun() {
    List<String> leaks = new ArrayList<>();
    servers.forEach(
        (name, server) -> {
          server.recorder().awaitEnds(PATIENCE);
          if (!name.startsWith(HostileServer.GOOD.name())) {
            server.recorder().connections().forEach(c -> oracle.anything(name + " ", c, leaks));
          }
        });
    return leaks;
  }

  private static List<Connection> endedSince(TlsFront server, int before) {
    List<Connection> all = server.recorder().connections();
    List<Connection> since = all.subList(before, all.size());
    since.forEach(connection -> connection.awaitEnd(PATIENCE));
    return since;
  }

  private TlsFront server(HostileServer kind, String family) {
    return servers.computeIfAbsent(
        kind + " " + family, key -> kind.start(world, World.dialogue(family)));
  }

  /** A plain server beside the real one, for properties that lead to another port. */
  private TlsFront trap(String family) {
    return servers.computeIfAbsent(
        "trap " + family, key -> HostileServer.PLAIN_TEXT.start(world, World.dialogue(family)));
  }

  private Properties properties(Attempt attempt, TlsFront server, TlsFront trap) {
    Properties properties = world.trusting(attempt.protocol(), server);
    properties.setProperty(
        "mail.security.handshake-timeout", Long.toString(handshakeTimeout.toMillis()));
    for (Setting setting : attempt.settings()) {
      properties.put(key(attempt.protocol(), setting), setting.value().make().apply(trap.port()));
    }
    return properties;
  }

  private static String key(String protocol, Setting setting) {
    return setting.suffix().startsWith("mail.")
        ? setting.suffix()
        : "mail." + protocol + "." + setting.suffix();
  }

  private Outcome connect(Attempt attempt, Properties properties) {
    Session session = Session.getInstance(properties);
    Service service;
    try {
      service =
          family(attempt.protocol()).equals("sm")
              ? session.getTransport(attempt.protocol())
              : session.getStore(attempt.protocol());
    } catch (MessagingException e) {
      throw new AssertionError("no service for " + attempt, e);
    }
    @Nullable Throwable failure = use(service, session);
    return Outcome.of(failure == null, service, failure);
  }

  private @Nullable Throwable use(Service service, Session session) {
    try (service) {
      service.connect(world.sentinels.user(), world.sentinels.password());
      if (service instanceof Transport transport) {
        transport.sendMessage(message(session), InternetAddress.parse("you@example.org"));
      }
      return null;
    } catch (MessagingException | RuntimeException e) {
      return e;
    }
  }

  private Message message(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom("me@example.org");
    message.setSubject("matrix");
    message.setText(world.sentinels.body());
    message.saveChanges();
    return message;
  }

  @Override
  public void close() {
    servers.values().forEach(TlsFront::close);
  }
}
