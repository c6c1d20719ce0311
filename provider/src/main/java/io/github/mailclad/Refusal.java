package io.github.mailclad;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import jakarta.mail.MessagingException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection was refused. Every reason there is stands in this file: a variant with what was
 * expected and what was presented, a {@linkplain #code() code} that never changes its meaning, and
 * words for the person who has to do something about it. Exceptions, logs and {@code
 * docs/refusals.md} are printed from it. What a peer controls is escaped; a secret is never part of
 * it. Serializable, so that an exception keeps its refusal.
 */
public sealed interface Refusal extends Serializable {

  /** The stable code, in lower case with hyphens; the anchor in {@code docs/refusals.md}. */
  String code();

  /** What happened, in one sentence without a subject. */
  String summary();

  /** What was expected and presented, a line each; possibly none. */
  default List<String> details() {
    return List.of();
  }

  /** What to set, or whom to ask for what. */
  String remedy();

  /**
   * All of it, in several lines: subject, summary and code; details; remedy. Settings have their
   * general names; {@link RefusalText} names them as a session's user wrote them.
   *
   * @param subject what was refused, usually {@code host:port}
   */
  default String explain(String subject) {
    return RefusalText.of(this).explain(subject);
  }

  /** A throwable that carries a refusal. */
  interface Carrier {
    /** The refusal that it carries. */
    Refusal refusal();
  }

  /**
   * The refusal behind an exception, wherever Jakarta Mail, Angus or a framework wrapped it:
   * causes, next exceptions and suppressed ones are searched. Empty if the exception was not ours.
   * Ends for every chain, cyclic ones included.
   */
  static Optional<Refusal> in(@Nullable Throwable throwable) {
    Deque<Throwable> open = new ArrayDeque<>();
    Set<Throwable> seen = new HashSet<>();
    if (throwable != null) {
      open.add(throwable);
    }
    while (!open.isEmpty() && seen.size() < 1000) {
      Throwable t = open.remove();
      if (!seen.add(t)) {
        continue;
      }
      if (t instanceof Carrier carrier) {
        return Optional.of(carrier.refusal());
      }
      if (t.getCause() != null) {
        open.add(t.getCause());
      }
      if (t instanceof MessagingException m && m.getNextException() != null) {
        open.add(m.getNextException());
      }
      open.addAll(List.of(t.getSuppressed()));
    }
    return Optional.empty();
  }

  // ---- settings

  /**
   * One thing that is wrong with the session's properties.
   *
   * @param key the property, or the keys that contradict each other
   * @param problem what is wrong
   * @param remedy what to set instead
   */
  record SettingProblem(String key, String problem, String remedy) implements Serializable {
    @Override
    public String toString() {
      return key + ": " + problem + "; " + remedy;
    }
  }

  /**
   * The session's properties ask for less than this account requires, or cannot be understood; all
   * problems are reported together.
   *
   * @param problems at least one
   */
  record UnsafeSettings(List<SettingProblem> problems) implements Refusal {
    /** Copies the list. */
    public UnsafeSettings {
      problems = List.copyOf(problems);
    }

    @Override
    public String code() {
      return "unsafe-settings";
    }

    @Override
    public String summary() {
      return problems.size() == 1
          ? "a mail property is not valid or would weaken the connection"
          : problems.size() + " mail properties are not valid or would weaken the connection";
    }

    @Override
    public List<String> details() {
      return problems.stream().map(SettingProblem::toString).toList();
    }

    @Override
    public String remedy() {
      return "change the properties as described above; docs/settings.md has every setting";
    }
  }

  /**
   * The host is not the name or address of a server.
   *
   * @param host what was configured
   * @param problem what is wrong with it
   */
  record InvalidHost(String host, String problem) implements Refusal {
    /** Escapes what others wrote. */
    public InvalidHost {
      // what stands before an @ may be a login
      host = Escaped.text(host.substring(host.lastIndexOf('@') + 1));
    }

    @Override
    public String code() {
      return "invalid-host";
    }

    @Override
    public String summary() {
      return "\"" + host + "\" is not a valid host name: " + problem;
    }

    @Override
    public String remedy() {
      if (host.matches("[^:]*:\\d+")) {
        return "set the host (mail.<protocol>.host) without the port, and the port as mail.<protocol>.port";
      }
      if (host.contains("://")) {
        return "set the host (mail.<protocol>.host) to the host name alone, without anything before or after it";
      }
      return "set the host (mail.<protocol>.host) to a full host name, or to an IP address that is in the server's certificate";
    }
  }

  /**
   * The port begins in the clear, and nothing says that STARTTLS is wanted.
   *
   * @param port 25, 110, 143 or 587
   * @param source where the port comes from, for example {@code mail.smtp.port}
   * @param protocol the protocol name that the application used
   * @param implicit the same service with implicit TLS
   */
  record CleartextPort(int port, String source, String protocol, MailService implicit)
      implements Refusal {
    @Override
    public String code() {
      return "cleartext-port";
    }

    @Override
    public String summary() {
      return "connections to port " + port + " begin without TLS";
    }

    @Override
    public List<String> details() {
      return List.of("the port comes from " + source);
    }

    @Override
    public String remedy() {
      return "either use port %d, where TLS starts at once (it is also used where no port is set); or set mail.%s.security.tls-start=starttls: then STARTTLS is required"
          .formatted(implicit.defaultPort(), protocol);
    }
  }

  // ---- the peer does not speak TLS as it must

  /**
   * The server spoke in plain text where TLS must begin.
   *
   * @param received the first octets, as Latin-1 text
   */
  record PlaintextServer(String received) implements Refusal {
    /** Escapes what others wrote. */
    public PlaintextServer {
      received = Escaped.text(received);
    }

    private String tlsPort() {
      if (received.startsWith("* ")) {
        return "port 993";
      }
      if (received.startsWith("+OK") || received.startsWith("-ERR")) {
        return "port 995";
      }
      return received.startsWith("220")
          ? "port 465"
          : "the port where TLS starts at once: 993 for IMAP, 995 for POP3, 465 for sending";
    }

    @Override
    public String code() {
      return "plaintext-server";
    }

    @Override
    public String summary() {
      return "the server did not start with TLS";
    }

    @Override
    public List<String> details() {
      return List.of("expected: a TLS ServerHello", "received: \"" + received + "\"");
    }

    @Override
    public String remedy() {
      if (received.startsWith("HTTP/")) {
        return "this is the port of a web server; use the TLS port of the mail service: 993 for IMAP, 995 for POP3, 465 for sending";
      }
      return "if this port uses STARTTLS, set mail.<protocol>.security.tls-start=starttls; otherwise use "
          + tlsPort();
    }
  }

  /**
   * The server greeted in plain text as a STARTTLS port does, and implicit TLS was asked for.
   *
   * @param port the port
   * @param received the first octets, as Latin-1 text
   * @param protocol the protocol name that the application used
   */
  record StarttlsPort(int port, String received, String protocol) implements Refusal {
    /** Escapes what others wrote. */
    public StarttlsPort {
      received = Escaped.text(received);
    }

    @Override
    public String code() {
      return "starttls-port";
    }

    @Override
    public String summary() {
      return "port " + port + " is a STARTTLS port, and no STARTTLS is configured";
    }

    @Override
    public List<String> details() {
      return List.of("expected: a TLS ServerHello", "received: \"" + received + "\"");
    }

    @Override
    public String remedy() {
      return "set mail.%s.security.tls-start=starttls, or use the port where TLS starts at once: 993 for IMAP, 995 for POP3, 465 for sending"
          .formatted(protocol);
    }
  }

  /**
   * STARTTLS was asked for where TLS starts at once: a registered port for implicit TLS, to which
   * nothing was connected; or a server that waited for TLS in silence, and spoke TLS on a second
   * connection, on which nothing else was tried.
   *
   * @param port the port
   * @param protocol the protocol name that the application used
   * @param service the service as it is reached with STARTTLS
   */
  record ImplicitTlsPort(int port, String protocol, MailService service) implements Refusal {
    @Override
    public String code() {
      return "implicit-tls-port";
    }

    @Override
    public String summary() {
      return "port " + port + " starts with TLS, and STARTTLS is configured";
    }

    @Override
    public List<String> details() {
      return List.of("expected: a greeting in plain text, and STARTTLS after it");
    }

    @Override
    public String remedy() {
      return "remove mail.%s.security.tls-start to use TLS at once, or use port %d for STARTTLS"
          .formatted(protocol, service.defaultPort());
    }
  }

  /**
   * The server ended the handshake with a TLS alert (RFC 8446, section 6.2).
   *
   * @param alert the alert's registered name, for example {@code handshake_failure}
   * @param client what became of a client certificate before it
   */
  record TlsAlert(String alert, ClientCertificate client) implements Refusal {
    /** What became of a client certificate before the alert. */
    public enum ClientCertificate {
      /** The server did not ask for one, or got one. */
      NOT_MISSED,
      /** The server asked for one, and none was sent. */
      NOT_SENT
    }

    /** Escapes what others wrote. */
    public TlsAlert {
      alert = Escaped.text(alert);
    }

    /** The alert of a server that did not miss a client certificate. */
    public TlsAlert(String alert) {
      this(alert, ClientCertificate.NOT_MISSED);
    }

    @Override
    public String code() {
      return "tls-alert";
    }

    @Override
    public String summary() {
      return "the server refused the TLS handshake with the alert " + alert;
    }

    @Override
    public List<String> details() {
      String offered =
          "offered: TLS 1.3 and 1.2 (or what the settings leave of them) with forward-secret AEAD cipher suites";
      return client == ClientCertificate.NOT_SENT
          ? List.of(offered, "client certificate: the server asked for one, and none was sent")
          : List.of(offered);
    }

    @Override
    public String remedy() {
      if (client == ClientCertificate.NOT_SENT) {
        return "ask the operator whether a client certificate is needed, and set mail.<protocol>.security.client-certificate to one that its authorities issued";
      }
      return switch (alert) {
        case "protocol_version" -> "ask the operator to enable TLS 1.2 or newer";
        case "handshake_failure", "insufficient_security" ->
            "ask the operator to enable TLS 1.3, or TLS 1.2 with an ECDHE AES-GCM cipher suite";
        case "unrecognized_name" -> "check the host name: the server does not know it";
        case "certificate_required" ->
            "the server requires a client certificate: set mail.<protocol>.security.client-certificate";
        default ->
            "ask the operator why the server refuses; it gives no other reason than the alert";
      };
    }
  }

  /**
   * TLS was not established in time; the time counts from the first octet to the verdict, however
   * busy the server looks.
   *
   * @param limit the time that the handshake had
   */
  record HandshakeTimeout(Duration limit) implements Refusal {
    @Override
    public String code() {
      return "handshake-timeout";
    }

    @Override
    public String summary() {
      return "the TLS handshake was not complete within " + limit.toMillis() + " ms";
    }

    @Override
    public String remedy() {
      return "check that the port is a TLS port, or a STARTTLS port if mail.<protocol>.security.tls-start=starttls is set, and that no firewall drops packets; mail.<protocol>.security.handshake-timeout sets the limit";
    }
  }

  /**
   * The server did not let the user log in within the time; the time counts from the verdict to the
   * completed login, however busy the server looks.
   *
   * @param limit the time that the login, or one answer during it, had
   */
  record LoginTimeout(Duration limit) implements Refusal {
    @Override
    public String code() {
      return "login-timeout";
    }

    @Override
    public String summary() {
      return "the login was not complete within " + limit.toMillis() + " ms";
    }

    @Override
    public String remedy() {
      return "try again later, or ask the operator why the server does not answer; mail.<protocol>.security.login-timeout limits the whole login, mail.<protocol>.timeout each answer";
    }
  }

  /**
   * The server sends more than any login takes, while nobody is logged in.
   *
   * @param excess what there was too much of
   */
  record LoginFlood(Excess excess) implements Refusal {
    /** What there can be too much of. */
    public enum Excess {
      /** More than 1 MiB in all. */
      OCTETS("more than 1 MiB"),
      /** More than 64 KiB without the end of a line. */
      LINE("a line of more than 64 KiB"),
      /** A literal that would not fit into what is left of 1 MiB. */
      LITERAL("a literal that does not fit into 1 MiB"),
      /** More lines than an answer of a login has. */
      LINES("an answer without an end");

      private final String words;

      Excess(String words) {
        this.words = words;
      }
    }

    @Override
    public String code() {
      return "login-flood";
    }

    @Override
    public String summary() {
      return "the server sends " + excess.words + " before the login";
    }

    @Override
    public String remedy() {
      return "ask the operator what the server does; no login needs that much";
    }
  }

  /**
   * The handshake broke down for a reason that has no name of its own: the connection ended, or
   * what came was not TLS.
   *
   * @param report what the TLS library reported
   */
  record HandshakeFailed(String report) implements Refusal {
    /** Escapes what others wrote. */
    public HandshakeFailed {
      report = Escaped.text(report);
    }

    @Override
    public String code() {
      return "handshake-failed";
    }

    @Override
    public String summary() {
      return "the TLS handshake failed: " + report;
    }

    @Override
    public String remedy() {
      return "check that host and port belong to a mail server with TLS, and that no firewall or proxy between ends TLS connections";
    }
  }

  /**
   * The server chose a TLS version below the floor.
   *
   * @param chosen the version that the server chose
   * @param accepted the versions that the policy accepts
   */
  record TlsVersionRefused(String chosen, Set<TlsVersion> accepted) implements Refusal {
    /** Copies the set and escapes what the server wrote. */
    public TlsVersionRefused {
      chosen = Escaped.text(chosen);
      accepted = Set.copyOf(accepted);
    }

    @Override
    public String code() {
      return "tls-version";
    }

    @Override
    public String summary() {
      return "the server chose " + chosen + ", which is not accepted";
    }

    @Override
    public List<String> details() {
      return List.of(
          "accepted: "
              + accepted.stream()
                  .sorted()
                  .map(TlsVersion::jsseName)
                  .collect(Collectors.joining(", ")));
    }

    @Override
    public String remedy() {
      return "ask the operator to enable TLS 1.2 or newer (RFC 8996 forbids older versions)";
    }
  }

  /**
   * The connection got a cipher suite that is not on the list.
   *
   * @param chosen the suite
   */
  record CipherSuiteRefused(String chosen) implements Refusal {
    /** Escapes what others wrote. */
    public CipherSuiteRefused {
      chosen = Escaped.text(chosen);
    }

    @Override
    public String code() {
      return "cipher-suite";
    }

    @Override
    public String summary() {
      return "the cipher suite " + chosen + " is not accepted";
    }

    @Override
    public String remedy() {
      return "ask the operator to enable TLS 1.3, or TLS 1.2 with an ECDHE AES-GCM cipher suite (RFC 9325, section 4.2)";
    }
  }

  /**
   * The account asks for a post-quantum key exchange, and there was none, or can be none.
   *
   * @param negotiated the group that was negotiated; null for none, or where it cannot be told
   * @param platform if not empty, all that the Java platform's TLS has, none of it post-quantum;
   *     nothing was sent then
   */
  record KeyExchangeRefused(@Nullable String negotiated, List<String> platform) implements Refusal {
    /** Copies the list. */
    public KeyExchangeRefused {
      platform = List.copyOf(platform);
    }

    @Override
    public String code() {
      return "key-exchange-refused";
    }

    @Override
    public String summary() {
      if (!platform.isEmpty()) {
        return "the Java platform's TLS has no post-quantum key exchange";
      }
      return negotiated == null
          ? "there was no post-quantum key exchange"
          : "the key exchange was " + negotiated + ", which is not post-quantum";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected any of: " + String.join(", ", KeyExchange.POST_QUANTUM_GROUPS),
          platform.isEmpty()
              ? "negotiated:      " + (negotiated == null ? "unknown" : negotiated)
              : "the platform:    " + String.join(", ", platform));
    }

    @Override
    public String remedy() {
      return "ask the operator to enable X25519MLKEM768, and use a Java version whose TLS has it; or set mail.<protocol>.security.key-exchange=any";
    }
  }

  /**
   * The server speaks TLS 1.2 without a safeguard that the account requires.
   *
   * @param missing the safeguards that it left out
   */
  record SafeguardMissing(Set<TlsSafeguard> missing) implements Refusal {
    /** Copies the set. */
    public SafeguardMissing {
      missing = Set.copyOf(missing);
    }

    @Override
    public String code() {
      return "tls-safeguard-missing";
    }

    @Override
    public String summary() {
      return "the server speaks TLS 1.2 without "
          + missing.stream()
              .sorted()
              .map(TlsSafeguard::toString)
              .collect(Collectors.joining(" and "));
    }

    @Override
    public String remedy() {
      return "ask the operator to enable TLS 1.3, or these extensions of TLS 1.2 (RFC 9325, section 3.5)";
    }
  }

  /**
   * The server does not start TLS when it is asked to; nothing else was said to it.
   *
   * @param reply what it answered
   */
  record StarttlsUnavailable(String reply) implements Refusal {
    /** Escapes what others wrote. */
    public StarttlsUnavailable {
      reply = Escaped.text(reply);
    }

    @Override
    public String code() {
      return "starttls-unavailable";
    }

    @Override
    public String summary() {
      return "the server did not accept STARTTLS";
    }

    @Override
    public List<String> details() {
      return List.of("expected: STARTTLS offered and accepted", "received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once (993 for IMAP, 995 for POP3, 465 for sending), or ask the operator to enable STARTTLS";
    }
  }

  /**
   * The account would do without TLS, the server publishes TLSA records, and TLS was not started
   * before something else was to be sent.
   *
   * @param name where the records are
   */
  record CleartextForbidden(String name) implements Refusal {
    /** Escapes what others wrote. */
    public CleartextForbidden {
      name = Escaped.text(name);
    }

    @Override
    public String code() {
      return "cleartext-forbidden";
    }

    @Override
    public String summary() {
      return "the server publishes TLSA records, but TLS was not started";
    }

    @Override
    public List<String> details() {
      return List.of("expected: STARTTLS offered and accepted, by the records at " + name);
    }

    @Override
    public String remedy() {
      return "try from another network: something between may remove STARTTLS; mail.<protocol>.security.dane=off ignores the TLSA records";
    }
  }

  /**
   * Octets came in the clear after the reply that starts TLS: somebody on the way put them there.
   */
  record StarttlsInjection() implements Refusal {
    @Override
    public String code() {
      return "starttls-injection";
    }

    @Override
    public String summary() {
      return "unencrypted data followed the reply that starts TLS";
    }

    @Override
    public String remedy() {
      return "do not use this network for mail; if it happens on every network, ask the operator to fix the server";
    }
  }

  /**
   * The server claims in the clear that the user is logged in already, which would keep TLS from
   * starting (RFC 9051, section 7.1.4).
   */
  record PreauthBeforeTls() implements Refusal {
    @Override
    public String code() {
      return "preauth-before-tls";
    }

    @Override
    public String summary() {
      return "the server claims before TLS that the user is already logged in";
    }

    @Override
    public String remedy() {
      return "remove mail.<protocol>.security.tls-start and use port 993, or ask the operator why this port needs no login";
    }
  }

  /**
   * The server ended the connection before TLS, in words of its protocol or without.
   *
   * @param reply its status, without the text, which anybody on the way could have written
   */
  record TurnedAway(String reply) implements Refusal {
    /** Escapes what others wrote. */
    public TurnedAway {
      reply = Escaped.text(reply);
    }

    @Override
    public String code() {
      return "turned-away";
    }

    @Override
    public String summary() {
      return "the server rejected the connection before TLS";
    }

    @Override
    public List<String> details() {
      return List.of("received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "try again later, or ask the operator whether the service is down or blocks this network; do not trust another server that is named in such a reply";
    }
  }

  /**
   * The server does not understand EHLO, or does not take it; HELO, which knows no TLS, is not
   * tried.
   *
   * @param reply its reply code
   */
  record EhloRefused(String reply) implements Refusal {
    /** Escapes what others wrote. */
    public EhloRefused {
      reply = Escaped.text(reply);
    }

    @Override
    public String code() {
      return "ehlo-refused";
    }

    @Override
    public String summary() {
      return "the server rejects EHLO, without which TLS cannot start";
    }

    @Override
    public List<String> details() {
      return List.of("expected: 250", "received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "use port 465 without mail.<protocol>.security.tls-start, or ask the operator; a firewall that rewrites SMTP may be the cause";
    }
  }

  /**
   * The server greets as one of another protocol.
   *
   * @param expected the protocol that was expected
   * @param spoken the protocol that the greeting looks like
   */
  record OtherProtocol(String expected, String spoken) implements Refusal {
    @Override
    public String code() {
      return "wrong-protocol";
    }

    @Override
    public String summary() {
      return "the server does not speak " + expected;
    }

    @Override
    public List<String> details() {
      return List.of("expected: " + expected, "received: " + spoken);
    }

    @Override
    public String remedy() {
      return "check the port (mail.<protocol>.port): IMAP is on 993, POP3 on 995 and sending on 465; with STARTTLS on 143, 110 and 587";
    }
  }

  /**
   * A reply before TLS breaks the rules of its protocol; where it comes from is not worth a guess.
   *
   * @param found what breaks them
   */
  record MalformedReply(String found) implements Refusal {
    /** Escapes what others wrote. */
    public MalformedReply {
      found = Escaped.text(found);
    }

    @Override
    public String code() {
      return "malformed-reply";
    }

    @Override
    public String summary() {
      return "the server broke the rules of the mail protocol before TLS";
    }

    @Override
    public List<String> details() {
      return List.of("found: " + found);
    }

    @Override
    public String remedy() {
      return "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once, or ask the operator; if other networks do not show this, something between changes the connection";
    }
  }

  // ---- the server's certificate

  /**
   * The certificate names other servers, or none.
   *
   * @param expected the reference identifiers
   * @param presented what the certificate carries instead, as text
   * @param cause what is probably behind it
   */
  record IdentityMismatch(List<Identifier> expected, List<String> presented, Cause cause)
      implements Refusal {

    /** The frequent causes. */
    public enum Cause {
      /** Nothing in common: a wrong host, or somebody in between. */
      OTHER_NAME(
          "set the host (mail.<protocol>.host) to a name that is in the certificate, or ask the operator to add one of the expected names"),
      /** Another host of the same domain. */
      SIBLING(
          "the certificate is for another host of the same domain: set the host (mail.<protocol>.host) to a name that is in it, or ask the operator to add one of the expected names"),
      /** An address was configured, and the certificate has names. */
      ADDRESS(
          "set the host (mail.<protocol>.host) to a name that is in the certificate, instead of the address"),
      /** The right domain, but another service, or the other way to start TLS. */
      OTHER_SERVICE(
          "the certificate is for another service of the domain: check the port and mail.<protocol>.security.tls-start, or ask the operator to add one of the expected names"),
      /** The certificate has no identifier that counts. */
      NO_NAME(
          "ask the operator for a certificate whose subjectAltName has one of the expected names; a common name no longer counts (RFC 9525, section 2)");

      private final String remedy;

      Cause(String remedy) {
        this.remedy = remedy;
      }
    }

    /** Copies the lists and escapes what the server wrote. */
    public IdentityMismatch {
      expected = List.copyOf(expected);
      presented = presented.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "identity-mismatch";
    }

    @Override
    public String summary() {
      return "the certificate does not name this server";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected any of: "
              + expected.stream().map(Identifier::toString).collect(Collectors.joining(", ")),
          "presented:       " + (presented.isEmpty() ? "no identifier" : someOf(presented)));
    }

    @Override
    public String remedy() {
      return cause.remedy;
    }
  }

  /**
   * Only a SRV-ID matches, and an authority of the path that may vouch for some domains only could
   * write any SRV-ID: its name constraints say nothing of them (RFC 9525, section 7.6).
   *
   * @param certificate the end-entity
   * @param matched the SRV-ID
   */
  record SrvNameUnconstrained(CertificateSummary certificate, Identifier matched)
      implements Refusal {
    @Override
    public String code() {
      return "srv-name-unconstrained";
    }

    @Override
    public String summary() {
      return "only the "
          + matched
          + " matches, and an authority in the path is limited to certain domains for DNS-IDs but not for SRV-IDs";
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate with a DNS-ID, or from an authority whose name constraints cover SRV-IDs (RFC 4985, section 4)";
    }
  }

  /**
   * No certification path leads from the certificate to a trust anchor.
   *
   * @param certificate the server's certificate
   * @param last the last certificate to which a path leads from it; itself if its issuer is unknown
   * @param anchors where the trust anchors come from
   */
  record UntrustedIssuer(CertificateSummary certificate, CertificateSummary last, String anchors)
      implements Refusal {
    @Override
    public String code() {
      return "untrusted-issuer";
    }

    @Override
    public String summary() {
      return "the certificate was issued by '" + last.issuer() + "', which is not trusted";
    }

    @Override
    public List<String> details() {
      List<String> lines = new ArrayList<>();
      lines.add("expected:  a certificate issued by an authority in " + anchors);
      lines.add("presented: " + certificate);
      if (last.position() > 0) {
        lines.add("last of its path: " + last);
      }
      if (anchors.contains(last.issuer())) {
        lines.add("an authority of the same name is trusted, but it has another key");
      }
      return lines;
    }

    @Override
    public String remedy() {
      return "if this is your organization's own authority, "
          + trusting(anchors, "its certificate")
          + "; otherwise ask the operator for a certificate from a public authority, with all its intermediates";
    }
  }

  /**
   * The server signed its certificate itself, and nobody told us to trust it.
   *
   * @param certificate the server's certificate
   * @param anchors where the trust anchors come from
   */
  record SelfSigned(CertificateSummary certificate, String anchors) implements Refusal {
    @Override
    public String code() {
      return "self-signed";
    }

    @Override
    public String summary() {
      return "the certificate is self-signed";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected:  a certificate issued by an authority in " + anchors,
          "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate from an authority; or, if the operator confirms the certificate's SHA-256 fingerprint through another channel, "
          + trusting(anchors, "the certificate")
          + ". To make a good self-signed certificate: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -keyout key.pem -out cert.pem -subj /CN=HOST -addext subjectAltName=DNS:HOST -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth";
    }
  }

  /**
   * A certificate between the server's and a trust anchor is missing.
   *
   * @param certificate the last certificate that was presented
   * @param hint what tells that there is such a certificate
   * @param anchors where the trust anchors come from
   */
  record MissingIntermediate(CertificateSummary certificate, String hint, String anchors)
      implements Refusal {
    /** Escapes what others wrote. */
    public MissingIntermediate {
      hint = Escaped.text(hint);
    }

    @Override
    public String code() {
      return "missing-intermediate";
    }

    @Override
    public String summary() {
      return "the server does not present the certificate of its issuer, " + certificate.issuer();
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected:  a certificate issued by an authority in " + anchors,
          "presented: " + certificate,
          "hint:      " + hint);
    }

    @Override
    public String remedy() {
      return "ask the operator to install the certificate with all its intermediates (RFC 8446, section 4.4.2); browsers may hide the fault because they fetch the missing certificate";
    }
  }

  /**
   * The certificate was made by a product that inspects TLS connections on this machine or network.
   *
   * @param certificate the server's certificate
   * @param issuer the issuer whose name tells it
   * @param product the product
   */
  record InspectedConnection(CertificateSummary certificate, String issuer, String product)
      implements Refusal {
    /** Escapes what others wrote. */
    public InspectedConnection {
      issuer = Escaped.text(issuer);
    }

    @Override
    public String code() {
      return "inspected-connection";
    }

    @Override
    public String summary() {
      return "the certificate seems to come from " + product + ", which reads TLS connections";
    }

    @Override
    public List<String> details() {
      return List.of("issuer:    " + issuer, "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "exclude this server from inspection; only if you want your mail to be read there, set mail.<protocol>.security.trust-anchors to a file with the product's certificate";
    }
  }

  /**
   * A certificate names an issuer whose key did not sign it (RFC 5280, section 6.1.3).
   *
   * @param certificate the certificate with the broken signature
   */
  record BrokenSignature(CertificateSummary certificate) implements Refusal {
    @Override
    public String code() {
      return "broken-signature";
    }

    @Override
    public String summary() {
      return "the signature of the certificate of " + certificate.subject() + " is wrong";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected:  a signature by the key that the certificate names (RFC 5280, section 6.1.3)",
          "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator to install the certificate again; if it is right on the server, it was changed on the way";
    }
  }

  /**
   * A certificate of the path is outside its time (RFC 5280, section 4.1.2.5).
   *
   * @param certificate whose time it is
   * @param now the instant of the verdict
   * @param suspect what is probably wrong
   */
  record OutsideValidity(CertificateSummary certificate, Instant now, Suspect suspect)
      implements Refusal {

    /** What is probably wrong when a certificate is outside its time. */
    public enum Suspect {
      /** The certificate. */
      CERTIFICATE,
      /** This machine's clock: by it, everything that is there is outside its time. */
      CLOCK
    }

    private boolean isEarly() {
      return now.isBefore(certificate.notBefore());
    }

    @Override
    public String code() {
      return isEarly() ? "certificate-not-yet-valid" : "certificate-expired";
    }

    @Override
    public String summary() {
      String what = "the certificate of " + certificate.subject();
      return isEarly()
          ? what + " becomes valid in " + roughly(now, certificate.notBefore())
          : what + " expired " + roughly(certificate.notAfter(), now) + " ago";
    }

    @Override
    public List<String> details() {
      return List.of(
          "valid: " + certificate.notBefore() + " to " + certificate.notAfter(),
          "now:   " + now,
          "presented: " + certificate);
    }

    @Override
    public String remedy() {
      if (suspect == Suspect.CLOCK) {
        return "set this machine's clock: it says that none of the certificates here is valid now";
      }
      return isEarly()
          ? "check this machine's clock; if it is right, ask the operator for a certificate that is valid now"
          : "ask the operator to renew the certificate; if it was renewed, check this machine's clock";
    }

    private static String roughly(Instant from, Instant to) {
      Duration between = Duration.between(from, to);
      if (between.toDays() >= 730) {
        return between.toDays() / 365 + " years";
      }
      if (between.toDays() >= 2) {
        return between.toDays() + " days";
      }
      return between.toHours() >= 2
          ? between.toHours() + " hours"
          : between.toSeconds() == 1 ? "1 second" : between.toSeconds() + " seconds";
    }
  }

  /**
   * A certificate's key or signature is too weak (RFC 9325, section 4.5).
   *
   * @param certificate whose key or signature it is
   * @param found what is weak, for example {@code a 1024-bit RSA key}
   * @param required what would do
   */
  record WeakCertificate(CertificateSummary certificate, String found, String required)
      implements Refusal {
    /** Escapes what others wrote. */
    public WeakCertificate {
      found = Escaped.text(found);
    }

    @Override
    public String code() {
      return "weak-certificate";
    }

    @Override
    public String summary() {
      return "the certificate of " + certificate.subject() + " has " + found;
    }

    @Override
    public List<String> details() {
      return List.of("required:  " + required, "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate with a current key and signature";
    }
  }

  /**
   * A certificate of the path breaks a rule of RFC 5280.
   *
   * @param certificate whose defect it is
   * @param rule the rule that it breaks
   */
  record InvalidCertificate(CertificateSummary certificate, String rule) implements Refusal {
    /** Escapes what others wrote. */
    public InvalidCertificate {
      rule = Escaped.text(rule);
    }

    @Override
    public String code() {
      return "invalid-certificate";
    }

    @Override
    public String summary() {
      return "the certificate of " + certificate.subject() + " is not acceptable: " + rule;
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a correct server certificate";
    }
  }

  /**
   * A certificate is not made for what it is used for (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
   *
   * @param certificate whose purpose it is
   * @param rule what it may not do
   */
  record KeyUsage(CertificateSummary certificate, String rule) implements Refusal {
    @Override
    public String code() {
      return "key-usage";
    }

    @Override
    public String summary() {
      return "the certificate of " + certificate.subject() + " is for another purpose: " + rule;
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate for TLS servers, from an authority that may issue them";
    }
  }

  /**
   * There are more authorities below one than it, or this account, allows (RFC 5280, section
   * 4.2.1.9).
   *
   * @param certificate the authority; or the server, if it is this account's limit
   * @param allowed how many authorities there may be between the two
   * @param source who says so
   */
  record PathLength(CertificateSummary certificate, int allowed, String source) implements Refusal {
    @Override
    public String code() {
      return "path-length";
    }

    @Override
    public String summary() {
      return "the path has more authorities than "
          + source
          + " allows, which is "
          + allowed
          + " (RFC 5280, section 4.2.1.9)";
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate with a shorter path";
    }
  }

  /**
   * An authority of the path may not issue certificates with a name that one has (RFC 5280, section
   * 4.2.1.10; RFC 4985, section 4).
   *
   * @param certificate the certificate with the name
   * @param authority the authority that is constrained
   * @param name the name
   * @param rule the constraint
   */
  record NameConstraint(
      CertificateSummary certificate, CertificateSummary authority, String name, String rule)
      implements Refusal {
    /** Escapes what others wrote. */
    public NameConstraint {
      name = Escaped.text(name);
      rule = Escaped.text(rule);
    }

    @Override
    public String code() {
      return "name-constraint";
    }

    @Override
    public String summary() {
      return "the authority "
          + authority.subject()
          + " may not issue certificates for "
          + name
          + ": "
          + rule;
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate, "authority: " + authority);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate from an authority that may issue it for all names in it (RFC 5280, section 4.2.1.10)";
    }
  }

  /**
   * The certificates are more work to judge than any honest server's are.
   *
   * @param what what there is too much of
   */
  record TooMuchWork(String what) implements Refusal {
    @Override
    public String code() {
      return "too-much-work";
    }

    @Override
    public String summary() {
      return "the server's certificates are too large or too many: " + what;
    }

    @Override
    public String remedy() {
      return "ask the operator to present the server's certificate and its intermediates, and nothing else";
    }
  }

  /** The server presented no certificate. */
  record NoCertificate() implements Refusal {
    @Override
    public String code() {
      return "no-certificate";
    }

    @Override
    public String summary() {
      return "the server presented no certificate";
    }

    @Override
    public String remedy() {
      return "ask the operator to install a server certificate";
    }
  }

  /**
   * The path is good but has none of the pinned keys.
   *
   * @param pinned the configured pins
   * @param presented the pins of the path's keys, end-entity first
   */
  record PinMismatch(Collection<Pin> pinned, List<Pin> presented) implements Refusal {
    /** Copies the collections. */
    public PinMismatch {
      pinned = List.copyOf(pinned);
      presented = List.copyOf(presented);
    }

    @Override
    public String code() {
      return "pin-mismatch";
    }

    @Override
    public String summary() {
      return "none of the server's keys matches a pin";
    }

    @Override
    public List<String> details() {
      return List.of(
          "pinned:    " + someOf(pinned.stream().map(Pin::toString).toList()),
          "presented: " + presented.stream().map(Pin::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public String remedy() {
      return "ask the operator whether the key was changed; if it was, set mail.<protocol>.security.pins="
          + presented.get(0)
          + ", the server's own key, or another of the presented pins, which are keys of its authorities";
    }
  }

  /**
   * The configured trust anchors cannot be used.
   *
   * @param anchors where they should come from
   * @param problem what is wrong
   */
  record AnchorsUnavailable(String anchors, String problem) implements Refusal {
    /** Escapes what others wrote. */
    public AnchorsUnavailable {
      problem = Escaped.text(problem);
    }

    @Override
    public String code() {
      return "anchors-unavailable";
    }

    @Override
    public String summary() {
      return "cannot use " + anchors + ": " + problem;
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.trust-anchors to a readable PEM, DER, PKCS12 or JKS file with at least one CA certificate";
    }
  }

  // ---- revocation

  /**
   * A certificate of the path was revoked.
   *
   * @param certificate the certificate
   * @param since when it was revoked
   * @param reason why, by its name in RFC 5280, section 5.3.1
   * @param source who says so, for example {@code the stapled OCSP response}
   */
  record Revoked(CertificateSummary certificate, Instant since, String reason, String source)
      implements Refusal {
    @Override
    public String code() {
      return "revoked";
    }

    @Override
    public String summary() {
      return "the certificate of " + certificate.subject() + " was revoked";
    }

    @Override
    public List<String> details() {
      return List.of(
          "certificate:   " + certificate,
          "revoked:       " + since + " (" + reason + ")",
          "by:            " + source);
    }

    @Override
    public String remedy() {
      return "do not use this server; ask the operator for a new certificate, and why the old one was revoked";
    }
  }

  /**
   * The certificate demands a stapled OCSP response (RFC 7633), and no good one came.
   *
   * @param certificate the certificate
   * @param problems what came instead; possibly nothing
   */
  record MustStaple(CertificateSummary certificate, List<String> problems) implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public MustStaple {
      problems = problems.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "must-staple";
    }

    @Override
    public String summary() {
      return "the certificate of "
          + certificate.subject()
          + " requires a stapled OCSP response, and no valid one came";
    }

    @Override
    public List<String> details() {
      return List.of(
          "certificate:   " + certificate,
          "presented:     " + (problems.isEmpty() ? "no OCSP response" : someOf(problems)));
    }

    @Override
    public String remedy() {
      return "ask the operator to enable OCSP stapling, or for a certificate without the TLS feature extension";
    }
  }

  /**
   * The account demands to know of every certificate that it is not revoked, and nobody told.
   *
   * @param certificate the certificate
   * @param consulted what was asked and could not be used; possibly nothing
   */
  record RevocationUnknown(CertificateSummary certificate, List<String> consulted)
      implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public RevocationUnknown {
      consulted = consulted.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "revocation-unknown";
    }

    @Override
    public String summary() {
      return "it is unknown whether the certificate of " + certificate.subject() + " was revoked";
    }

    @Override
    public List<String> details() {
      return List.of(
          "certificate:   " + certificate,
          "consulted:     " + (consulted.isEmpty() ? "nothing" : someOf(consulted)));
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.revocation-crls to the authority's lists, or mail.<protocol>.security.revocation-fetch to what may be fetched; or remove mail.<protocol>.security.revocation=hard";
    }
  }

  /**
   * The configured certificate revocation lists cannot be used.
   *
   * @param source where they should come from
   * @param problem what is wrong
   */
  record RevocationSourceUnavailable(String source, String problem) implements Refusal {
    /** Escapes what others wrote. */
    public RevocationSourceUnavailable {
      problem = Escaped.text(problem);
    }

    @Override
    public String code() {
      return "revocation-source-unavailable";
    }

    @Override
    public String summary() {
      return "cannot use " + source + ": " + problem;
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.revocation-crls to a readable file or folder of certificate revocation lists in PEM or DER, and put new ones in place by renaming";
    }
  }

  // ---- discovery

  /**
   * Something has to be looked up, and there is nothing to look it up with.
   *
   * @param purpose what for, for example {@code to find the servers of example.org}
   * @param reason what is missing
   */
  record ResolverUnavailable(String purpose, String reason) implements Refusal {
    /** Escapes what others wrote. */
    public ResolverUnavailable {
      purpose = Escaped.text(purpose);
      reason = Escaped.text(reason);
    }

    @Override
    public String code() {
      return "resolver-unavailable";
    }

    @Override
    public String summary() {
      return "there is no DNS resolver " + purpose;
    }

    @Override
    public List<String> details() {
      return List.of("reason: " + reason);
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host) and remove mail.<protocol>.security.dane, or put dnsjava on the class path (dnsjava:dnsjava)";
    }
  }

  /**
   * Neither a host is configured nor an address whose domain could tell one.
   *
   * @param user the user name that was given; empty for none
   */
  record NoServerNamed(String user) implements Refusal {
    /** Escapes what others wrote. */
    public NoServerNamed {
      user = Escaped.text(user);
    }

    @Override
    public String code() {
      return "no-server-named";
    }

    @Override
    public String summary() {
      return "no mail server is set";
    }

    @Override
    public List<String> details() {
      return List.of(user.isEmpty() ? "no user name either" : "user name: " + user);
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host); or set as the user name an address whose domain publishes its servers (mail.<protocol>.user=alice@example.org)";
    }
  }

  /**
   * A domain publishes no server of this kind (RFC 6186, section 3).
   *
   * @param domain the source domain
   * @param labels the labels that were looked up, for example {@code _imaps._tcp}
   */
  record NoServiceRecords(String domain, List<String> labels) implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public NoServiceRecords {
      domain = Escaped.text(domain);
      labels = List.copyOf(labels);
    }

    @Override
    public String code() {
      return "no-service-records";
    }

    @Override
    public String summary() {
      return "no mail server is set, and " + domain + " publishes none of this kind in DNS";
    }

    @Override
    public List<String> details() {
      return List.of("no SRV record at: " + someOf(labels));
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host) as the provider documents it";
    }
  }

  /**
   * Which servers a domain publishes cannot be told, so that somebody on the way could be hiding
   * the better ones (RFC 7673, section 3.1). Trying again later may help.
   *
   * @param name the name that was looked up
   * @param status how it ended
   * @param reason what the resolver told
   */
  record DiscoveryFailed(String name, DnssecStatus status, String reason) implements Refusal {
    /** Escapes what others wrote. */
    public DiscoveryFailed {
      name = Escaped.text(name);
      reason = Escaped.text(reason);
    }

    @Override
    public String code() {
      return "discovery-failed";
    }

    @Override
    public String summary() {
      return "no mail server is set, and the look-up in DNS failed: " + inWords(status);
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host); or, if it has to be looked up, check the network and the DNS resolver and try again";
    }
  }

  /**
   * A domain publishes servers, and none that the account's minimum level accepts (RFC 8314,
   * section 5.1).
   *
   * @param domain the source domain
   * @param ignored what it publishes and why that does not count
   */
  record NoAcceptableService(String domain, List<String> ignored) implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public NoAcceptableService {
      domain = Escaped.text(domain);
      ignored = ignored.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "no-acceptable-service";
    }

    @Override
    public String summary() {
      return domain + " publishes no mail server that can be used";
    }

    @Override
    public List<String> details() {
      return List.of("published: " + someOf(ignored));
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host), or ask the operator to offer implicit TLS and to publish it";
    }
  }

  /**
   * A domain's records name servers of another domain, nothing signs the records, and nobody
   * confirmed those servers (RFC 6186, section 6; RFC 8314, section 5.1). None was contacted.
   *
   * @param domain the source domain
   * @param service the service
   * @param targets the host names that the records give
   */
  record TargetNotConfirmed(String domain, MailService service, List<String> targets)
      implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public TargetNotConfirmed {
      domain = Escaped.text(domain);
      targets = targets.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "target-not-confirmed";
    }

    @Override
    public String summary() {
      return "the published servers of "
          + domain
          + " are in another domain, and that is not confirmed";
    }

    @Override
    public List<String> details() {
      return List.of(
          "the records of _%s._tcp.%s, which are not signed, name: %s"
              .formatted(service.srvLabel(), domain, someOf(targets)));
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host); or, if the provider says that these are its servers, set mail.<protocol>.security.confirmed-targets to their host names";
    }
  }

  /**
   * The addresses of a server cannot be told, so that somebody on the way could be leading
   * elsewhere (RFC 7673, section 3.2).
   *
   * @param host the server
   * @param status how the look-up ended
   * @param reason what the resolver told
   */
  record AddressLookupFailed(String host, DnssecStatus status, String reason) implements Refusal {
    /** Escapes what others wrote. */
    public AddressLookupFailed {
      host = Escaped.text(host);
      reason = Escaped.text(reason);
    }

    @Override
    public String code() {
      return "address-lookup-failed";
    }

    @Override
    public String summary() {
      return "the look-up of the server's addresses failed: " + inWords(status);
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + host + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "check the network and the DNS resolver; if other networks show the same, ask the domain owner to fix DNSSEC";
    }
  }

  // ---- DANE

  /**
   * The server's Secure TLSA records do not authenticate what it presented; nothing else is asked
   * then (RFC 6698, section 4.1).
   *
   * @param name the name of the records
   * @param published the usable records
   * @param presented records that the presented certificates would match: DANE-EE for the
   *     end-entity, DANE-TA for the others
   * @param despite why a certificate that a record names was not enough; null if there is none
   */
  record DaneMismatch(
      String name,
      List<TlsaRecord> published,
      List<TlsaRecord> presented,
      @Nullable Refusal despite)
      implements Refusal {
    /** Copies the lists and escapes what others wrote. */
    public DaneMismatch {
      name = Escaped.text(name);
      published = List.copyOf(published);
      presented = List.copyOf(presented);
    }

    @Override
    public String code() {
      return "dane-mismatch";
    }

    @Override
    public String summary() {
      return despite == null
          ? "none of the server's TLSA records matches what it presented"
          : "a TLSA record matches, but that is not enough: " + despite.summary();
    }

    @Override
    public List<String> details() {
      List<String> lines = new ArrayList<>();
      lines.add("published: " + name + " TLSA " + shown(published));
      lines.add("presented: TLSA " + shown(presented));
      if (despite != null) {
        lines.addAll(despite.details());
      }
      return lines;
    }

    @Override
    public String remedy() {
      return "ask the operator to make the certificate and the TLSA records match (RFC 7671, section 8), for example by publishing one of the presented records";
    }

    private static String shown(List<TlsaRecord> records) {
      return someOf(records.stream().map(r -> Escaped.text(r.toString())).toList());
    }
  }

  /**
   * DANE is required, and none of the server's Secure TLSA records can be used (RFC 7671, section
   * 10.3).
   *
   * @param name the name of the records
   * @param reasons why not, for each record
   */
  record DaneUnusable(String name, List<String> reasons) implements Refusal {
    /** Copies the list and escapes what others wrote. */
    public DaneUnusable {
      name = Escaped.text(name);
      reasons = reasons.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "dane-unusable";
    }

    @Override
    public String summary() {
      return "none of the server's TLSA records can be used, and DANE is required";
    }

    @Override
    public List<String> details() {
      return List.of("published: " + name + " TLSA " + someOf(reasons));
    }

    @Override
    public String remedy() {
      return "ask the operator for records such as 3 1 1 or 2 1 1, or set mail.<protocol>.security.dane=prefer";
    }
  }

  /**
   * DANE is required, and the server has no Secure TLSA records.
   *
   * @param name the name that was looked up
   * @param reason what is known about it; empty for nothing
   */
  record DaneAbsent(String name, String reason) implements Refusal {
    /** Escapes what others wrote. */
    public DaneAbsent {
      name = Escaped.text(name);
      reason = Escaped.text(reason);
    }

    @Override
    public String code() {
      return "dane-absent";
    }

    @Override
    public String summary() {
      return "the server has no TLSA record that DNSSEC secures, and DANE is required";
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "ask the operator to sign the zone and to publish TLSA records, or set mail.<protocol>.security.dane=prefer";
    }
  }

  /**
   * The look-up of the TLSA records failed, so that somebody on the way could be hiding them (RFC
   * 7672, section 2.1.2; RFC 7673, section 3.4).
   *
   * @param name the name that was looked up
   * @param status how it ended
   * @param reason what the resolver told
   */
  record DaneLookupFailed(String name, DnssecStatus status, String reason) implements Refusal {
    /** Escapes what others wrote. */
    public DaneLookupFailed {
      name = Escaped.text(name);
      reason = Escaped.text(reason);
    }

    @Override
    public String code() {
      return "dane-lookup-failed";
    }

    @Override
    public String summary() {
      return "the look-up of the server's TLSA records failed: " + inWords(status);
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "check the network and the DNS resolver; if other networks show the same, ask the domain owner to fix DNSSEC";
    }
  }

  // ---- what once was

  /**
   * The server had TLS before, and has none now.
   *
   * @param service the service
   * @param lastSeen when there was TLS last
   * @param found what there is instead
   */
  record TlsDisappeared(MailService service, Instant lastSeen, @Nullable Refusal found)
      implements Refusal {
    @Override
    public String code() {
      return "tls-disappeared";
    }

    @Override
    public String summary() {
      return "there is no TLS, although TLS was available before: an attacker on the network may have removed it";
    }

    @Override
    public List<String> details() {
      String expected = "expected: TLS as before, last seen " + lastSeen;
      return found == null
          ? List.of(expected + ", before anything else is said")
          : Stream.concat(
                  Stream.of(expected, "found:    " + found.summary() + " [" + found.code() + "]"),
                  found.details().stream())
              .toList();
    }

    @Override
    public String remedy() {
      return "try from another network; if the operator has really switched off TLS, set up the account again";
    }
  }

  /**
   * The server proved who it is before, and does not now.
   *
   * @param service the service
   * @param lastSeen when it did so last
   * @param found why it does not now
   */
  record ValidationRegressed(MailService service, Instant lastSeen, Refusal found)
      implements Refusal {
    @Override
    public String code() {
      return "validation-regressed";
    }

    @Override
    public String summary() {
      return "the server was verified before, and cannot be verified now";
    }

    @Override
    public List<String> details() {
      return Stream.concat(
              Stream.of(
                  "expected: a valid certificate as before, last seen " + lastSeen,
                  "found:    " + found.summary() + " [" + found.code() + "]"),
              found.details().stream())
          .toList();
    }

    @Override
    public String remedy() {
      return found.remedy();
    }
  }

  /**
   * What is remembered of the account cannot be read or believed, so that nobody knows what it
   * requires.
   *
   * @param account the account
   * @param problem what is wrong, and where
   */
  record AccountUnreadable(String account, String problem) implements Refusal {
    /** Escapes what others wrote. */
    public AccountUnreadable {
      account = Escaped.text(account);
      problem = Escaped.text(problem);
    }

    @Override
    public String code() {
      return "account-unreadable";
    }

    @Override
    public String summary() {
      return "the stored state of the account \"" + account + "\" cannot be read";
    }

    @Override
    public List<String> details() {
      return List.of("found: " + problem);
    }

    @Override
    public String remedy() {
      return "repair or restore the account store (mail.security.account-store); if that is not possible, remove the account's entry from it and set up the account again";
    }
  }

  // ---- authentication

  /** Credentials are configured, and the server offers no way to use them. */
  record AuthenticationNotOffered() implements Refusal {
    @Override
    public String code() {
      return "auth-not-offered";
    }

    @Override
    public String summary() {
      return "user and password are set, but the server offers no login";
    }

    @Override
    public String remedy() {
      return "check host and port (mail.<protocol>.host, mail.<protocol>.port); if the server needs no login, remove the user name (mail.<protocol>.user) and the password";
    }
  }

  /**
   * The server offers none of the configured mechanisms; nothing weaker is tried.
   *
   * @param configured the mechanisms that the application allows
   * @param offered what the server offers
   */
  record MechanismUnavailable(List<String> configured, List<String> offered) implements Refusal {
    /** Copies the lists and escapes what the server wrote. */
    public MechanismUnavailable {
      configured = List.copyOf(configured);
      offered = offered.stream().map(Escaped::text).toList();
    }

    @Override
    public String code() {
      return "mechanism-unavailable";
    }

    @Override
    public String summary() {
      return known().isEmpty()
          ? "the server offers no login mechanism that Mailclad has"
          : "none of the configured login mechanisms can be used with this server";
    }

    @Override
    public List<String> details() {
      List<String> lines = new ArrayList<>();
      lines.add("configured: " + String.join(", ", configured));
      lines.add("offered:    " + (offered.isEmpty() ? "none" : someOf(offered)));
      if (known().isEmpty()) {
        lines.add(
            "Mailclad has: "
                + Arrays.stream(AuthMechanism.values())
                    .map(AuthMechanism::saslName)
                    .collect(Collectors.joining(", ")));
      }
      return lines;
    }

    @Override
    public String remedy() {
      List<AuthMechanism> known = known();
      if (known.isEmpty()) {
        return "ask the operator to enable PLAIN or SCRAM-SHA-256, which are safe inside TLS";
      }
      if (known.stream().allMatch(m -> m.secret() == AuthMechanism.Secret.TOKEN)) {
        return "the server accepts OAuth tokens only: set mail.<protocol>.security.token-supplier";
      }
      return "add a mechanism that the server offers (%s) to mail.<protocol>.security.auth-mechanisms, or ask the operator to enable a configured one"
          .formatted(known.stream().map(AuthMechanism::saslName).collect(Collectors.joining(", ")));
    }

    private List<AuthMechanism> known() {
      return offered.stream().flatMap(name -> AuthMechanism.of(name).stream()).toList();
    }
  }

  /**
   * User name, password or identity hold CR, LF or NUL, which would end a line or a field of the
   * mail protocol; nothing was sent.
   *
   * @param what which of them
   */
  record UnsafeCredentials(String what) implements Refusal {
    @Override
    public String code() {
      return "unsafe-credentials";
    }

    @Override
    public String summary() {
      return "the " + what + " contains a line break or NUL";
    }

    @Override
    public String remedy() {
      return "remove the line break; a file or an environment variable may have added one at the end";
    }
  }

  /**
   * EXTERNAL is configured and offered, and no client certificate was sent on this connection (RFC
   * 4422, appendix A.3).
   */
  record ClientCertificateNotSent() implements Refusal {
    @Override
    public String code() {
      return "client-certificate-not-sent";
    }

    @Override
    public String summary() {
      return "a login by client certificate is configured, but none was sent on this connection";
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.client-certificate, check that mail.<protocol>.security.client-certificate-for names this user, host and port, and ask the operator whether the server asks for a certificate of its issuer";
    }
  }

  /**
   * The client certificate of the account cannot be used; nothing was connected.
   *
   * @param source where it was looked for
   * @param problem why; never a secret
   */
  record ClientCertificateUnusable(String source, String problem) implements Refusal {
    /** Escapes what others named. */
    public ClientCertificateUnusable {
      source = Escaped.text(source);
      problem = Escaped.text(problem);
    }

    @Override
    public String code() {
      return "client-certificate-unusable";
    }

    @Override
    public String summary() {
      return "the client certificate cannot be used: " + problem;
    }

    @Override
    public List<String> details() {
      return List.of("looked for in: " + source);
    }

    @Override
    public String remedy() {
      return "correct mail.<protocol>.security.client-certificate, mail.<protocol>.security.client-certificate-key, mail.<protocol>.security.client-certificate-password or mail.<protocol>.security.client-certificate-alias, or renew the certificate";
    }
  }

  /**
   * The server asked for the client certificate of the account on a connection that may not carry
   * it; none was sent.
   *
   * @param over what about the connection exposes more than was allowed
   */
  record ClientCertificateWithheld(ClientIdentity.Exposure over) implements Refusal {
    @Override
    public String code() {
      return "client-certificate-withheld";
    }

    @Override
    public String summary() {
      return over == ClientIdentity.Exposure.TLS_1_2
          ? "the server asks for the client certificate over TLS 1.2, where everyone on the network can read it; it was not sent"
          : "the server asks for the client certificate after STARTTLS, for which it is not allowed; it was not sent";
    }

    @Override
    public String remedy() {
      return (over == ClientIdentity.Exposure.TLS_1_2
              ? "ask the operator to enable TLS 1.3"
              : "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once")
          + "; or allow it with mail.<protocol>.security.client-certificate-also-over="
          + over;
    }
  }

  /**
   * There is no OAuth token for a login that needs one.
   *
   * @param problem why; never the token
   */
  record TokenUnavailable(String problem) implements Refusal {
    @Override
    public String code() {
      return "token-unavailable";
    }

    @Override
    public String summary() {
      return "there is no OAuth token for the login: " + problem;
    }

    @Override
    public String remedy() {
      return "check the object in mail.<protocol>.security.token-supplier and the token service that it asks";
    }
  }

  /**
   * The server broke the rules of a mechanism, or could not prove that it knows the password.
   *
   * @param mechanism the mechanism
   * @param problem what it did
   */
  record SaslViolation(AuthMechanism mechanism, String problem) implements Refusal {
    @Override
    public String code() {
      return "sasl-violation";
    }

    @Override
    public String summary() {
      return "the server broke the rules of the login by " + mechanism + ": " + problem;
    }

    @Override
    public String remedy() {
      return "ask the operator whether the server is set up correctly; change the password if another server may have taken its place";
    }
  }

  /**
   * The server found that the login is not bound to its own TLS connection: it saw another
   * connection than the client, or another offer (RFC 5802, section 6).
   *
   * @param mechanism the mechanism
   * @param error the server's error of RFC 5802, section 7
   */
  record ChannelBindingRefused(AuthMechanism mechanism, String error) implements Refusal {
    /** Escapes what others wrote. */
    public ChannelBindingRefused {
      error = Escaped.text(error);
    }

    @Override
    public String code() {
      return "channel-binding";
    }

    @Override
    public String summary() {
      return "the server and the client do not see the same connection";
    }

    @Override
    public List<String> details() {
      return List.of("mechanism: " + mechanism, "server:    " + error);
    }

    @Override
    public String remedy() {
      return "something between may have decrypted TLS or changed the server's offer. If it is the operator's own TLS proxy, ask for SCRAM-SHA-256-PLUS to be switched off there, or set mail.<protocol>.security.auth-mechanisms to a mechanism without channel binding";
    }
  }

  /**
   * The server does not tell what it can inside TLS; what it told in the clear is worth nothing
   * (RFC 9051, section 6.2.1).
   */
  record CapabilitiesUnknown() implements Refusal {
    @Override
    public String code() {
      return "capabilities-unknown";
    }

    @Override
    public String summary() {
      return "the server does not list its capabilities inside TLS";
    }

    @Override
    public String remedy() {
      return "check that host and port (mail.<protocol>.host, mail.<protocol>.port) belong to an IMAP server; ask the operator why CAPABILITY has no answer";
    }
  }

  /**
   * The server claims that the user is logged in already (PREAUTH), and no client certificate was
   * sent in this TLS session or the one that it resumes (RFC 8314, section 3.2).
   */
  record UnexpectedPreauth() implements Refusal {
    @Override
    public String code() {
      return "unexpected-preauth";
    }

    @Override
    public String summary() {
      return "the server claims that the user is already logged in, but no credentials were sent";
    }

    @Override
    public String remedy() {
      return "check host and port (mail.<protocol>.host, mail.<protocol>.port); ask the operator to require a login";
    }
  }

  /** The server asked for STARTTLS on a connection that is TLS already. */
  record StarttlsInsideTls() implements Refusal {
    @Override
    public String code() {
      return "starttls-inside-tls";
    }

    @Override
    public String summary() {
      return "the server asks for STARTTLS on a connection that is TLS already";
    }

    @Override
    public String remedy() {
      return "ask the operator: the server does not know that TLS is in use, as behind a misconfigured TLS proxy";
    }
  }

  /** The application brought a socket of its own; what it leads to cannot be verified. */
  record ForeignSocket() implements Refusal {
    @Override
    public String code() {
      return "foreign-socket";
    }

    @Override
    public String summary() {
      return "a socket that the application opened cannot be verified";
    }

    @Override
    public String remedy() {
      return "connect with host and port; for a proxy or a local address set mail.<protocol>.proxy.host, mail.<protocol>.socks.host or mail.<protocol>.localaddress";
    }
  }

  /**
   * A store or transport of Mailclad was registered under a protocol name that it does not serve;
   * its properties would be read by Angus alone.
   *
   * @param name the protocol name
   * @param usual a name under which the class is served
   */
  record UnknownProtocolName(String name, String usual) implements Refusal {
    /** Escapes what others wrote. */
    public UnknownProtocolName {
      name = Escaped.text(name);
    }

    @Override
    public String code() {
      return "unknown-protocol-name";
    }

    @Override
    public String summary() {
      return "the protocol name \""
          + name
          + "\" is not one under which Mailclad secures this kind of connection";
    }

    @Override
    public String remedy() {
      return "ask the session for \""
          + usual
          + "\", and write its properties as mail."
          + usual
          + ".*";
    }
  }

  /** A store or transport got a connection that was not opened for it, or leads elsewhere. */
  record ForeignConnection() implements Refusal {
    @Override
    public String code() {
      return "foreign-connection";
    }

    @Override
    public String summary() {
      return "the connection in use is not one that was opened and verified for this store or transport";
    }

    @Override
    public String remedy() {
      return "report it as a fault of Mailclad, with the output of mail.debug=true; close the store or transport and get a new one from the session";
    }
  }

  /**
   * Text of the application has a line break, and would have become a command of its own.
   *
   * @param command the command that it was part of; never its arguments
   */
  record UnsafeCommand(String command) implements Refusal {
    /** Escapes what others wrote. */
    public UnsafeCommand {
      command = Escaped.text(command);
    }

    @Override
    public String code() {
      return "unsafe-command";
    }

    @Override
    public String summary() {
      return "a line break or NUL in what the application gave would end the command "
          + command
          + " and begin another; the command was not sent";
    }

    @Override
    public String remedy() {
      return "check addresses, header names, flags and search terms for line breaks before they are passed on";
    }
  }

  /** The server began another TLS handshake on a connection that was verified. */
  record Renegotiation() implements Refusal {
    @Override
    public String code() {
      return "renegotiation";
    }

    @Override
    public String summary() {
      return "the server began another handshake on a connection that was verified";
    }

    @Override
    public String remedy() {
      return "ask the operator to switch renegotiation off (RFC 9325, section 3.5), or for TLS 1.3, which has none";
    }
  }

  /** How a look-up ended, for a developer who does not know DNSSEC. */
  private static String inWords(DnssecStatus status) {
    return switch (status) {
      case BOGUS -> "DNSSEC validation failed (Bogus)";
      case INDETERMINATE -> "there was no usable answer (Indeterminate)";
      default -> "it ended " + status;
    };
  }

  /** What to do so that another certificate is trusted, beside the anchors that are. */
  private static String trusting(String anchors, String certificate) {
    return anchors.equals(new TrustPolicy.PlatformAnchors().toString())
        ? "set mail.<protocol>.security.trust-anchors to a file that contains " + certificate
        : "add " + certificate + " to mail.<protocol>.security.trust-anchors";
  }

  private static String someOf(List<String> names) {
    int most = 12;
    String shown = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.size() <= most
        ? shown
        : String.format(Locale.ROOT, "%s and %d more", shown, names.size() - most);
  }
}
