package io.github.mailclad.audit;

import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.wire.ClientOffer;
import io.github.mailclad.audit.wire.MailConnection;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.Suites;
import io.github.mailclad.audit.wire.TlsSession;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.signin.DeviceSignIn;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Explains one connection: the verdict of the provider that serves the session, and what the server
 * showed on a second connection, which was only looked at. Credentials are sent only by {@link
 * #explainLogin}. Immutable and thread-safe.
 */
public final class ConnectionExplainer {
  private final AddressLookup addresses;
  private final Network network;
  private final Properties properties;
  private final Clock clock;

  /**
   * Creates an explainer.
   *
   * @param addresses finds the addresses of a host
   * @param network the way to the server for the second connection
   * @param properties the properties of the session that connects
   * @param clock the clock of the report
   */
  public ConnectionExplainer(
      AddressLookup addresses, Network network, Properties properties, Clock clock) {
    this.addresses = addresses;
    this.network = network;
    this.properties = (Properties) properties.clone();
    this.clock = clock;
  }

  /** Finds the addresses of a host. */
  @FunctionalInterface
  public interface AddressLookup {
    /** Returns the addresses; throws an exception if there are none. */
    List<InetAddress> addresses(Host host) throws IOException;
  }

  /** Connects and explains; never throws for anything that a server does. */
  public AuditReport explain(MailService service, Host host, int port) {
    return explain(service, host, port, /* login= */ (SignedInLogin) null);
  }

  /**
   * Does the same, and then logs in with a token for which a person signs in (RFC 8628). There is
   * no sign-in for a server that is refused. The token is in memory only.
   *
   * @param user the user of the login
   * @param prompt shows the person the page and the code
   */
  public AuditReport explainLogin(
      MailService service, Host host, int port, String user, Consumer<DeviceSignIn> prompt) {
    return explain(service, host, port, new SignedInLogin(service, user, prompt));
  }

  private AuditReport explain(
      MailService service, Host host, int port, @Nullable SignedInLogin login) {
    FindingList findings = new FindingList();
    ServerAddress server =
        new ServerAddress(host.text(), /* address= */ null, port, service.srvLabel());
    long begin = System.nanoTime();
    List<InetAddress> found = addressesOf(host, server, findings);
    Duration lookup = Duration.ofNanos(System.nanoTime() - begin);
    List<ServerAddress> contacted = new ArrayList<>();
    for (InetAddress address : found) {
      ServerAddress place = at(server, address);
      contacted.add(place);
      Conversation held = Conversation.hold(network, address, port, service, name(host));
      describe(service, place, held, lookup, findings);
      if (!held.isClosed()) {
        group(service, address, port, host, place, findings);
        break;
      }
    }
    Properties session = ProviderVerdict.at(properties, service, host, port);
    if (login == null) {
      ProviderVerdict.add(session, service, server, findings);
    } else {
      login.add(session, server, findings);
    }
    return report(server, findings, contacted);
  }

  /** Explains what a Java client of that age would get, without the provider. */
  public AuditReport explain(MailService service, Host host, int port, ClientProfile client) {
    FindingList findings = new FindingList();
    ServerAddress server =
        new ServerAddress(host.text(), /* address= */ null, port, service.srvLabel());
    List<ServerAddress> contacted = new ArrayList<>();
    if (client == ClientProfile.ANGUS_DEFAULTS && service.tlsStart() == TlsStart.STARTTLS) {
      findings.add(
          Catalogue.CONNECT_CLIENT,
          Status.FAIL,
          server,
          client.label() + " does not start TLS here: a login sends the password in the clear");
      return report(server, findings, contacted);
    }
    for (InetAddress address : addressesOf(host, server, findings)) {
      ServerAddress place = at(server, address);
      contacted.add(place);
      ServerAnswer answer = answer(service, address, port, client.offer(name(host)));
      Agreed agreed = answer.agreed();
      findings.add(
          Catalogue.CONNECT_CLIENT,
          agreed != null ? Status.PASS : unclear(answer),
          place,
          client.label()
              + (agreed != null
                  ? " gets " + described(agreed)
                  : " does not connect: " + reason(answer)),
          Map.of("remark", client.remark()));
    }
    return report(server, findings, contacted);
  }

  private AuditReport report(
      ServerAddress server, FindingList findings, List<ServerAddress> contacted) {
    return new AuditReport(
        server.toString(), clock.instant(), Profile.RFC8314, findings.list(), contacted);
  }

  private static Status unclear(ServerAnswer answer) {
    return answer instanceof ServerAnswer.Unclear ? Status.ERROR : Status.FAIL;
  }

  static String described(Agreed agreed) {
    return Suites.version(agreed.version())
        + " "
        + Suites.name(agreed.suite())
        + (agreed.group() == 0 ? "" : " " + Suites.group(agreed.group()));
  }

  static String reason(ServerAnswer answer) {
    return answer instanceof ServerAnswer.Unclear unclear ? unclear.reason() : answer.toString();
  }

  private ServerAnswer answer(
      MailService service, InetAddress address, int port, ClientOffer offer) {
    try (MailConnection connection =
        new MailConnection(
            network.open(address, port, Duration.ofSeconds(10)), service.protocol())) {
      return HelloProbe.answer(connection, service, offer, new SecureRandom());
    } catch (IOException e) {
      return new ServerAnswer.Unclear(Escaped.text(String.valueOf(e.getMessage())));
    }
  }

  private List<InetAddress> addressesOf(Host host, ServerAddress server, FindingList findings) {
    try {
      List<InetAddress> found = addresses.addresses(host);
      findings.add(
          Catalogue.CONNECT_ADDRESS,
          Status.INFO,
          server,
          "addresses: "
              + String.join(", ", found.stream().map(InetAddress::getHostAddress).toList()));
      return found;
    } catch (IOException e) {
      findings.add(
          Catalogue.CONNECT_ADDRESS,
          Status.ERROR,
          server,
          "no address: " + Escaped.text(String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  /** Adds the group of the key exchange, which the platform does not say. */
  private void group(
      MailService service,
      InetAddress address,
      int port,
      Host host,
      ServerAddress place,
      FindingList findings) {
    Agreed agreed = answer(service, address, port, ClientProfile.JDK17.offer(name(host))).agreed();
    if (agreed != null && agreed.group() != 0) {
      findings.add(
          Catalogue.CONNECT_TLS,
          Status.INFO,
          place,
          "key exchange group " + Suites.group(agreed.group()));
    }
  }

  private static void describe(
      MailService service,
      ServerAddress place,
      Conversation held,
      Duration lookup,
      FindingList findings) {
    if (!held.problem().isEmpty()) {
      findings.add(Catalogue.CONNECT_ADDRESS, Status.ERROR, place, held.problem());
    }
    TlsSession session = held.session();
    if (session != null) {
      findings.add(
          Catalogue.CONNECT_TLS,
          Status.INFO,
          place,
          session.version() + " with " + session.suite(),
          Map.of("client certificate requested", session.requestsCertificate() ? "yes" : "no"));
      findings.add(
          Catalogue.CONNECT_CHAIN,
          Status.INFO,
          place,
          "presented " + session.chain(),
          ProviderVerdict.tree(session.chain().certificates()));
    }
    if (!held.greeting().isEmpty()) {
      findings.add(Catalogue.CONNECT_GREETING, Status.INFO, place, Escaped.text(held.greeting()));
    }
    if (!held.capabilities().isEmpty()) {
      capabilities(service.protocol(), place, held, findings);
    }
    times(place, held, lookup, findings);
  }

  private static void capabilities(
      MailProtocol protocol, ServerAddress place, Conversation held, FindingList findings) {
    findings.add(
        Catalogue.CONNECT_CAPABILITIES,
        Status.INFO,
        place,
        "capabilities: " + Escaped.text(String.join(", ", held.capabilities()), 1000));
    Set<String> mechanisms = Mechanisms.in(protocol, held.capabilities());
    findings.add(
        Catalogue.CONNECT_LOGIN,
        mechanisms.isEmpty() ? Status.WARN : Status.INFO,
        place,
        mechanisms.isEmpty()
            ? "no login is offered"
            : "logins: " + Escaped.text(String.join(", ", mechanisms), 500),
        Map.of("channel binding", Mechanisms.bindChannel(mechanisms) ? "offered" : "not offered"));
  }

  private static void times(
      ServerAddress place, Conversation held, Duration lookup, FindingList findings) {
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put("dns", millis(lookup));
    for (Stage stage : Stage.values()) {
      Duration took = held.times().get(stage);
      if (took != null) {
        stages.put(stage.name().toLowerCase(Locale.ROOT), millis(took));
      }
    }
    findings.add(Catalogue.CONNECT_TIME, Status.INFO, place, "time for each stage", stages);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  private static ServerAddress at(ServerAddress server, InetAddress address) {
    return new ServerAddress(
        server.server(), address.getHostAddress(), server.port(), server.protocol());
  }

  /** Returns the server name for TLS; null for an address, which has none. */
  private static @Nullable String name(Host host) {
    return host.name().isPresent() ? host.text() : null;
  }
}
