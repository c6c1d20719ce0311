package io.github.mailclad.audit;

import io.github.mailclad.audit.Observation.Reuse;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.ServerAnswer.NotOffered;
import io.github.mailclad.audit.wire.ServerAnswer.Unclear;
import io.github.mailclad.audit.wire.Suites;
import io.github.mailclad.audit.wire.TlsSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks of TLS itself at one port, from the answers to ClientHellos. */
final class TlsChecks {
  private static final int EXTENDED_MASTER_SECRET = 0x17;
  private static final int RENEGOTIATION_INFO = 0xff01;
  private static final int APPLICATION_PROTOCOL = 16;

  /** The hash algorithms of signatures in TLS 1.2 (RFC 5246, section 7.4.1.4.1). */
  private static final int MD5 = 1;

  private static final int SHA_1 = 2;

  /** The longest lifetime that TLS 1.3 allows (RFC 8446, section 4.6.1). */
  private static final Duration WEEK = Duration.ofDays(7);

  private final Observation each;
  private final FindingList findings;

  TlsChecks(Observation each, FindingList findings) {
    this.each = each;
    this.findings = findings;
  }

  void run() {
    if (each.answers().isEmpty() || !each.hasTls()) {
      return;
    }
    versions();
    suites();
    signature();
    safeguards();
    sessions();
    applicationProtocol();
    modern();
  }

  private void versions() {
    refused(
        Catalogue.TLS_OLD,
        Status.FAIL,
        "SSL 3, TLS 1.0 and TLS 1.1 are refused",
        HelloProbe.SSL_3,
        HelloProbe.TLS_1_0,
        HelloProbe.TLS_1_1);
    boolean current =
        Stream.of(HelloProbe.TLS_1_2_RSA, HelloProbe.TLS_1_2_ECDSA, HelloProbe.TLS_1_3)
                .anyMatch(probe -> each.agreed(probe) != null)
            || each.held().session() != null;
    findings.add(
        Catalogue.TLS_CURRENT,
        current ? Status.PASS : Status.FAIL,
        each.where(),
        current ? "TLS 1.2 or later is supported" : "neither TLS 1.2 nor TLS 1.3 is supported");
  }

  private void suites() {
    boolean recommended =
        each.agreed(HelloProbe.RECOMMENDED) != null || each.agreed(HelloProbe.TLS_1_3) != null;
    findings.add(
        Catalogue.SUITES_RECOMMENDED,
        recommended ? Status.PASS : Status.FAIL,
        each.where(),
        recommended
            ? "a recommended cipher suite is supported"
            : "no cipher suite of RFC 9325, section 4.2 or of TLS 1.3 is supported");
    refused(
        Catalogue.SUITES_BROKEN,
        Status.FAIL,
        "broken cipher suites are refused",
        HelloProbe.BROKEN);
    refused(
        Catalogue.SUITES_DATED,
        Status.WARN,
        "cipher suites without forward secrecy are refused",
        HelloProbe.STATIC_RSA,
        HelloProbe.FINITE_FIELD);
    refused(
        Catalogue.SUITES_CBC, Status.WARN, "cipher suites in CBC mode are refused", HelloProbe.CBC);
  }

  /** Adds what was agreed although it should be refused. */
  private void refused(Check check, Status severity, String good, HelloProbe... probes) {
    Map<String, String> evidence = new LinkedHashMap<>();
    List<String> unclear = new ArrayList<>();
    for (HelloProbe probe : probes) {
      ServerAnswer answer = Objects.requireNonNull(each.answers().get(probe));
      Agreed agreed = answer.agreed();
      if (agreed != null) {
        evidence.put(
            Suites.version(agreed.version()),
            Suites.name(agreed.suite())
                + (agreed.finiteFieldBits() == 0
                    ? ""
                    : ", DHE with " + agreed.finiteFieldBits() + " bits"));
      } else if (answer instanceof Unclear reason) {
        unclear.add(reason.reason());
      }
    }
    List<String> accepted =
        evidence.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList();
    if (!evidence.isEmpty()) {
      if (each.extras().containsKey(check)) {
        evidence.put("all suites", Objects.requireNonNull(each.extras().get(check)));
      }
      findings.add(
          check, severity, each.where(), "accepted: " + String.join(", ", accepted), evidence);
    } else if (!unclear.isEmpty()) {
      findings.add(check, Status.ERROR, each.where(), "no clear answer: " + unclear.get(0));
    } else {
      findings.add(check, Status.PASS, each.where(), good);
    }
  }

  /** Adds the answer to a client that offers SHA-1 alone (RFC 9155, section 4). */
  private void signature() {
    ServerAnswer answer = Objects.requireNonNull(each.answers().get(HelloProbe.SHA_1));
    Agreed agreed = answer.agreed();
    if (answer instanceof Unclear reason) {
      findings.add(
          Catalogue.SIGNATURE, Status.ERROR, each.where(), "no clear answer: " + reason.reason());
      return;
    }
    int hash = agreed == null ? 0 : agreed.signature() >> 8;
    boolean weak = hash == MD5 || hash == SHA_1;
    findings.add(
        Catalogue.SIGNATURE,
        weak ? Status.WARN : Status.PASS,
        each.where(),
        weak
            ? "for a client with SHA-1 alone, the server signs the handshake with "
                + (hash == MD5 ? "MD5" : "SHA-1")
            : "no handshake is signed with SHA-1",
        Map.of("answer", agreed == null ? answer.toString() : signed(agreed)));
  }

  private static String signed(Agreed agreed) {
    return agreed.signature() == 0
        ? "no signature"
        : "signature scheme 0x%04x".formatted(agreed.signature());
  }

  private void safeguards() {
    Agreed agreed = tls12();
    if (agreed == null) {
      return;
    }
    List<String> missing = new ArrayList<>();
    if (!agreed.extensions().contains(EXTENDED_MASTER_SECRET)) {
      missing.add("extended_master_secret");
    }
    if (!agreed.extensions().contains(RENEGOTIATION_INFO)) {
      missing.add("renegotiation_info");
    }
    findings.add(
        Catalogue.SAFEGUARDS,
        missing.isEmpty() ? Status.PASS : Status.WARN,
        each.where(),
        missing.isEmpty()
            ? "TLS 1.2 has extended_master_secret and renegotiation_info"
            : "TLS 1.2 lacks " + String.join(" and ", missing));
    findings.add(
        Catalogue.COMPRESSION,
        agreed.compression() == 0 ? Status.PASS : Status.WARN,
        each.where(),
        agreed.compression() == 0 ? "TLS compression is off" : "TLS compression is on");
  }

  /** Adds what two further connections with TLS 1.2 showed. */
  private void sessions() {
    Reuse reuse = each.reuse();
    if (reuse != null) {
      findings.add(
          Catalogue.RENEGOTIATION,
          switch (reuse.renegotiation()) {
            case ACCEPTED -> Status.WARN;
            case REFUSED -> Status.PASS;
            case UNCLEAR -> Status.ERROR;
          },
          each.where(),
          switch (reuse.renegotiation()) {
            case ACCEPTED ->
                "a client can start a renegotiation, which costs the server more than the client";
            case REFUSED -> "a renegotiation by the client is refused";
            case UNCLEAR -> "no clear answer to a renegotiation";
          });
      Duration lifetime = reuse.ticketLifetime();
      boolean tooLong = lifetime != null && lifetime.compareTo(WEEK) > 0;
      findings.add(
          Catalogue.TICKETS,
          tooLong ? Status.WARN : Status.PASS,
          each.where(),
          lifetime == null
              ? "no session ticket in TLS 1.2"
              : "a session ticket is valid for " + lifetime.toSeconds() + " s",
          Map.of("second connection", reuse.isResumed() ? "resumed the session" : "new session"));
    }
    TlsSession session = each.held().session();
    if (session != null) {
      boolean stapled = session.chain().ocspResponses().stream().anyMatch(der -> der.length > 0);
      findings.add(
          Catalogue.STAPLING,
          stapled ? Status.PASS : Status.INFO,
          each.where(),
          stapled ? "the server staples an OCSP response" : "the server staples no OCSP response");
    }
  }

  /** Adds the answer to a client of HTTP, which an attacker may redirect to a mail server. */
  private void applicationProtocol() {
    ServerAnswer answer = Objects.requireNonNull(each.answers().get(HelloProbe.OTHER_PROTOCOL));
    Agreed agreed = answer.agreed();
    if (agreed == null && (tls12() == null || answer instanceof Unclear)) {
      return;
    }
    boolean selects = agreed != null && agreed.extensions().contains(APPLICATION_PROTOCOL);
    findings.add(
        Catalogue.ALPN,
        selects ? Status.WARN : agreed == null ? Status.PASS : Status.INFO,
        each.where(),
        selects
            ? "the server selects an application protocol for a client of HTTP"
            : agreed == null
                ? "a client of HTTP is turned away: " + answer
                : "the server does not look at the application protocol of a client");
  }

  private @Nullable Agreed tls12() {
    Agreed rsa = each.agreed(HelloProbe.TLS_1_2_RSA);
    return rsa == null ? each.agreed(HelloProbe.TLS_1_2_ECDSA) : rsa;
  }

  private void modern() {
    supported(Catalogue.TLS_1_3, HelloProbe.TLS_1_3, "TLS 1.3");
    supported(Catalogue.POST_QUANTUM, HelloProbe.HYBRID, "a hybrid post-quantum key exchange");
  }

  private void supported(Check check, HelloProbe probe, String what) {
    ServerAnswer answer = Objects.requireNonNull(each.answers().get(probe));
    Agreed agreed = answer.agreed();
    if (agreed != null) {
      findings.add(
          check,
          Status.PASS,
          each.where(),
          what + " is supported: " + ConnectionExplainer.described(agreed));
    } else if (answer instanceof Unclear reason) {
      findings.add(check, Status.ERROR, each.where(), "no clear answer: " + reason.reason());
    } else {
      String how = answer instanceof NotOffered other ? other.toString() : answer.toString();
      findings.add(
          check, Status.WARN, each.where(), what + " is not supported", Map.of("answer", how));
    }
  }
}
