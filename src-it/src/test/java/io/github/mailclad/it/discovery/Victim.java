package io.github.mailclad.it.discovery;

import static io.github.mailclad.it.discovery.AddressOnly.HOST;

import io.github.mailclad.Outcome;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.https.WebSites;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user with an address and a password. The program takes the servers from all sources, accepts
 * what needs no confirmation, and logs in. The harm is read from the wire.
 */
final class Victim implements AutoCloseable {
  /** The outcome of an attempt that no refusal ended. */
  static final String LOGGED_IN = "logged in";

  /** The attacker's mail servers, with a good certificate for their name. */
  static final String EVIL = "mail.attacker.example";

  final AddressOnly account = new AddressOnly();
  final WebSites web = new WebSites();
  private final List<TlsFront> running = new ArrayList<>();
  final TlsFront imap = started(account.server("imap"));
  final TlsFront submissions = started(account.server("submission"));
  final TlsFront evilImap = started(account.server("imap", account.certificateFor(EVIL)));
  final TlsFront evilSubmissions =
      started(account.server("submission", account.certificateFor(EVIL)));
  private final List<TlsFront> forbidden = new ArrayList<>(List.of(evilImap, evilSubmissions));
  private final List<TlsFront> watched = new ArrayList<>(forbidden);
  private final Set<String> distrusted = new TreeSet<>();
  private final Set<String> unasked = new TreeSet<>();

  Victim() throws IOException {
    account.at(DnssecStatus.SECURE, HOST).at(DnssecStatus.SECURE, EVIL);
  }

  /** A mail server that may have everything. */
  TlsFront honest(TlsFront server) {
    return started(server);
  }

  private TlsFront started(TlsFront front) {
    running.add(front);
    return front;
  }

  /** A web server of the domain with a good certificate. */
  HttpDialogue site(String host) {
    return site(host, account.certificateFor(host));
  }

  HttpDialogue site(String host, Issued certificate) {
    account.at(DnssecStatus.INSECURE, host);
    return web.add(host, certificate);
  }

  /** A request to this web server is harm. */
  Victim distrusting(String host) {
    distrusted.add(host);
    return this;
  }

  /** Anything secret that this mail server receives is harm. */
  TlsFront watched(TlsFront server) {
    watched.add(started(server));
    return server;
  }

  /** A proposal of this mail server is harm, and anything secret that it receives. */
  TlsFront forbidden(TlsFront server) {
    forbidden.add(server);
    return watched(server);
  }

  /** A question to the DNS about this host is harm. */
  Victim neverAskingFor(String... hosts) {
    unasked.addAll(List.of(hosts));
    return this;
  }

  /**
   * The result of the whole attempt.
   *
   * @param outcome {@code logged in}, or the code of the first refusal
   * @param harms what the attacker achieved, a line each
   */
  record Result(String outcome, List<String> harms) {
    Result {
      harms = List.copyOf(harms);
    }
  }

  private MailDiscovery discovery() {
    PeerVerifier.Trusting trusting =
        PeerVerifier.trusting(
            List.of(account.world.root.certificate()), "the authority of the test");
    return new MailDiscovery(account.dns)
        .withConfigurationFiles(
            ConfigurationFiles.all(trusting, account.dns, Clock.systemUTC())
                .withSockets(web.sockets()));
  }

  /** Lets the program configure itself and log in, and returns what came of it. */
  Result attempt() {
    Discovery found = discovery().discover(account.address);
    List<String> harms = new ArrayList<>();
    String outcome = LOGGED_IN;
    for (Outcome<Proposal> purpose : List.of(found.access(), found.submission())) {
      Outcome<ServerSettings> accepted = purpose.then(Proposal::accept);
      if (accepted.refusal().isPresent()) {
        outcome = accepted.refusal().get().code();
        break;
      }
      harms.addAll(proposed(accepted.get()));
      outcome = logIn(named(purpose.get()));
      if (!outcome.equals(LOGGED_IN)) {
        break;
      }
    }
    harms.addAll(onTheWire());
    return new Result(outcome, harms);
  }

  /** A person confirms the names of the servers, all of which are in the domain or signed. */
  private static ServerSettings named(Proposal proposal) {
    return proposal.acceptByName(proposal.questionByName().map(Set::of).orElseGet(Set::of)).get();
  }

  private List<String> proposed(ServerSettings settings) {
    return settings.targets().stream()
        .map(target -> target.endpoint())
        .filter(
            endpoint ->
                endpoint.host().text().equals(EVIL)
                    || unasked.contains(endpoint.host().text())
                    || forbidden.stream().anyMatch(f -> f.port() == endpoint.port()))
        .map(endpoint -> "proposed " + endpoint)
        .toList();
  }

  private String logIn(ServerSettings settings) {
    Properties properties = account.properties(settings.protocol());
    properties.putAll(settings.propertiesOfServer().orElseThrow());
    try {
      account.connect(settings.protocol(), properties);
      return LOGGED_IN;
    } catch (MessagingException e) {
      return Refusal.in(e).map(Refusal::code).orElseGet(e::toString);
    }
  }

  private List<String> onTheWire() {
    List<String> harms = new ArrayList<>();
    web.connectedInClear().forEach(site -> harms.add("connected without TLS to " + site));
    web.dialled().stream()
        .filter(name -> !name.endsWith(":443"))
        .forEach(name -> harms.add("asked for a connection to " + name));
    distrusted.stream()
        .filter(host -> web.secure(host).recorder().clientPlain().length > 0)
        .forEach(host -> harms.add("sent a request to " + host));
    web.hosts().stream()
        .filter(host -> web.requests(host).stream().anyMatch(this::hasPassword))
        .forEach(host -> harms.add("sent the password to " + host));
    account.dns.queries().stream()
        .filter(query -> unasked.contains(query.substring(query.indexOf(' ') + 1)))
        .forEach(query -> harms.add("asked for " + query));
    for (TlsFront server : watched) {
      for (String secret : OnTheWire.secrets(account.world, server)) {
        harms.add("sent " + secret + " to the server on port " + server.port());
      }
    }
    return harms;
  }

  private boolean hasPassword(HttpDialogue.Request request) {
    return !account
            .world
            .sentinels
            .secretsIn(request.toString().getBytes(StandardCharsets.ISO_8859_1))
            .isEmpty()
        || request.field("Authorization").isPresent();
  }

  @Override
  public void close() {
    web.close();
    running.forEach(TlsFront::close);
  }
}
