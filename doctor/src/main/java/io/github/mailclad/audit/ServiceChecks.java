package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.AuditedEndpoint.Origin;
import io.github.mailclad.audit.wire.TlsSession;
import io.github.mailclad.internal.text.Escaped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks of what the servers offer as mail services, from observations alone. */
final class ServiceChecks {
  private final FindingList findings;

  ServiceChecks(FindingList findings) {
    this.findings = findings;
  }

  void run(List<Observation> observations) {
    Map<String, List<Observation>> byHost =
        observations.stream().collect(Collectors.groupingBy(each -> each.endpoint().host()));
    byHost.forEach(
        (host, all) -> {
          for (MailProtocol protocol : MailProtocol.values()) {
            offers(
                protocol,
                host,
                all.stream()
                    .filter(each -> each.endpoint().service().protocol() == protocol)
                    .toList());
          }
        });
    observations.forEach(this::reachable);
    observations.stream().filter(Observation::isOpen).forEach(this::open);
  }

  /** Adds the findings about a protocol at a host, for all its ports and addresses. */
  private void offers(MailProtocol protocol, String host, List<Observation> all) {
    List<Observation> open = all.stream().filter(Observation::isOpen).toList();
    if (open.isEmpty() || open.stream().allMatch(each -> each.held().isTurnedAway())) {
      return;
    }
    String name = protocol.name().toLowerCase(Locale.ROOT);
    ServerAddress where =
        new ServerAddress(host, /* address= */ null, open.get(0).endpoint().port(), name);
    boolean tls = open.stream().anyMatch(Observation::hasTls);
    boolean clear = open.stream().anyMatch(each -> !each.held().clearGreeting().isEmpty());
    findings.add(
        Catalogue.TLS_OFFERED,
        tls ? Status.PASS : clear ? Status.FAIL : Status.ERROR,
        where,
        name
            + (tls
                ? " is reachable over TLS"
                : clear
                    ? " is offered without TLS only"
                    : " did not answer: " + open.get(0).held().problem()));
    if (!tls && !clear) {
      return;
    }
    boolean implicit = works(open, TlsStart.IMPLICIT);
    findings.add(
        Catalogue.IMPLICIT_TLS,
        implicit ? Status.PASS : Status.WARN,
        where,
        name + (implicit ? " is offered" : " is not offered") + " over implicit TLS");
    boolean starttls = works(open, TlsStart.STARTTLS);
    findings.add(
        Catalogue.STARTTLS_OFFERED,
        starttls ? Status.PASS : Status.INFO,
        where,
        name + (starttls ? " is also offered" : " is not offered") + " with STARTTLS");
  }

  private static boolean works(List<Observation> open, TlsStart start) {
    return open.stream()
        .anyMatch(each -> each.endpoint().service().tlsStart() == start && each.hasTls());
  }

  /** Adds a published port that nothing answers at. */
  private void reachable(Observation each) {
    if (!each.isOpen() && each.endpoint().origin() == Origin.PUBLISHED) {
      boolean refused = each.held().isClosed();
      findings.add(
          Catalogue.SRV_TARGET,
          refused ? Status.WARN : Status.ERROR,
          each.where(),
          refused
              ? "a SRV record names a port where nothing listens"
              : "the port could not be reached " + each.held().problem());
    } else if (each.held().isTurnedAway()) {
      findings.add(Catalogue.TLS_OFFERED, Status.ERROR, each.where(), each.held().problem());
    }
  }

  private void open(Observation each) {
    MailService service = each.endpoint().service();
    if (service.tlsStart() == TlsStart.STARTTLS) {
      inTheClear(each, service.protocol());
    }
    TlsSession session = each.held().session();
    if (session == null) {
      return;
    }
    if (each.held().capabilities().isEmpty() && service.protocol() != MailProtocol.POP3) {
      findings.add(
          Catalogue.CONNECT_CAPABILITIES,
          Status.ERROR,
          each.where(),
          "no capabilities " + each.held().problem());
      return;
    }
    if (service.protocol() == MailProtocol.SUBMISSION) {
      submission(each);
    }
    clientCertificate(each, session);
    closing(each);
    speed(each, service.protocol());
    popState(each);
  }

  private void inTheClear(Observation each, MailProtocol protocol) {
    Conversation held = each.held();
    if (held.clearGreeting().isEmpty()) {
      return;
    }
    boolean preauth = Conversation.isPreauthenticated(held.clearGreeting());
    findings.add(
        Catalogue.PREAUTH,
        preauth ? Status.FAIL : Status.PASS,
        each.where(),
        preauth
            ? "the server greets with PREAUTH before TLS, so STARTTLS is impossible"
            : "the greeting does not skip STARTTLS");
    List<String> readable = Mechanisms.readable(Mechanisms.in(protocol, held.clearCapabilities()));
    findings.add(
        Catalogue.CLEARTEXT_LOGIN,
        readable.isEmpty() ? Status.PASS : Status.WARN,
        each.where(),
        readable.isEmpty()
            ? "no readable login is offered before TLS"
            : "offered before TLS: " + String.join(", ", readable));
    if (held.offersStartTls() && !preauth) {
      boolean works = each.hasTls();
      findings.add(
          Catalogue.STARTTLS_WORKS,
          works ? Status.PASS : Status.WARN,
          each.where(),
          works ? "STARTTLS is offered and works" : "STARTTLS is offered and fails",
          Map.of("reply", Escaped.text(held.startTlsReply()), "problem", held.problem()));
    }
    String carried = each.extras().get(Catalogue.INJECTION);
    if (carried != null) {
      findings.add(
          Catalogue.INJECTION,
          carried.isEmpty() ? Status.PASS : Status.FAIL,
          each.where(),
          carried.isEmpty()
              ? "a command behind STARTTLS is dropped"
              : "a command behind STARTTLS is answered inside TLS: " + Escaped.text(carried));
    }
  }

  private void submission(Observation each) {
    boolean offers = !each.mechanisms().isEmpty();
    findings.add(
        Catalogue.SUBMISSION_LOGIN,
        offers ? Status.PASS : Status.FAIL,
        each.where(),
        offers ? "a login is offered inside TLS" : "no login is offered inside TLS");
  }

  private void clientCertificate(Observation each, TlsSession session) {
    boolean external =
        each.mechanisms().contains("EXTERNAL")
            || Conversation.isPreauthenticated(each.held().greeting());
    boolean asks = session.requestsCertificate();
    findings.add(
        Catalogue.CLIENT_CERTIFICATE,
        asks && !external ? Status.WARN : Status.PASS,
        each.where(),
        asks
            ? "a client certificate is requested"
                + (external ? ", and EXTERNAL is offered" : ", and EXTERNAL is not offered")
            : "no client certificate is requested");
  }

  private void closing(Observation each) {
    if (each.held().stage() != Stage.LOGOUT || !each.held().problem().isEmpty()) {
      findings.add(
          Catalogue.CLOSE_NOTIFY, Status.ERROR, each.where(), "no logout " + each.held().problem());
      return;
    }
    boolean closes = each.held().endsByCloseNotify();
    findings.add(
        Catalogue.CLOSE_NOTIFY,
        closes ? Status.PASS : Status.WARN,
        each.where(),
        closes
            ? "the server ends TLS with close_notify"
            : "the server closes the connection without close_notify",
        Map.of("last record", each.held().lastRecord()));
  }

  private void popState(Observation each) {
    String reply = each.extras().get(Catalogue.POP_STATE);
    if (reply == null) {
      return;
    }
    boolean answered = reply.startsWith("+OK");
    findings.add(
        Catalogue.POP_STATE,
        answered ? Status.FAIL : reply.isEmpty() ? Status.ERROR : Status.PASS,
        each.where(),
        answered
            ? "STAT is answered before a login"
            : reply.isEmpty() ? "STAT got no reply" : "STAT is refused before a login");
  }

  private void speed(Observation each, MailProtocol protocol) {
    List<String> useful =
        switch (protocol) {
          case IMAP -> List.of("SASL-IR", "LITERAL-", "IDLE");
          case POP3 -> List.of("PIPELINING", "UIDL");
          case SUBMISSION -> List.of("PIPELINING", "CHUNKING", "LIMITS");
        };
    Set<String> offered =
        each.held().capabilities().stream()
            .map(line -> line.split("[ =]", -1)[0].toUpperCase(Locale.ROOT))
            // LITERAL+ allows what LITERAL- allows
            .map(word -> word.equals("LITERAL+") ? "LITERAL-" : word)
            .collect(Collectors.toSet());
    List<String> missing = useful.stream().filter(word -> !offered.contains(word)).toList();
    findings.add(
        Catalogue.SPEED,
        Status.INFO,
        each.where(),
        missing.isEmpty()
            ? "all extensions that save round trips are offered"
            : "clients are faster with: " + String.join(", ", missing));
  }
}
