package io.github.mailclad;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import jakarta.mail.MessagingException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
   * All of it, in several lines: subject, summary and code; details; remedy.
   *
   * @param subject what was refused, usually {@code host:port}
   */
  default String explain(String subject) {
    StringBuilder text =
        new StringBuilder(subject)
            .append(" refused: ")
            .append(summary())
            .append("  [")
            .append(code())
            .append(']');
    details().forEach(line -> text.append("\n  ").append(line));
    return text.append("\n  ").append(remedy()).toString();
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
          ? "a session property would weaken or confuse the connection's security"
          : problems.size()
              + " session properties would weaken or confuse the connection's security";
    }

    @Override
    public List<String> details() {
      return problems.stream().map(SettingProblem::toString).toList();
    }

    @Override
    public String remedy() {
      return "change the properties as told above; docs/settings.md has every setting";
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
      host = Escaped.text(host);
    }

    @Override
    public String code() {
      return "invalid-host";
    }

    @Override
    public String summary() {
      return "\"" + host + "\" cannot name a server: " + problem;
    }

    @Override
    public String remedy() {
      return "set the host to a full host name, or to an IP address that the server's certificate carries";
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
      return "connections to port " + port + " begin in the clear";
    }

    @Override
    public List<String> details() {
      return List.of("the port comes from " + source);
    }

    @Override
    public String remedy() {
      return "either drop the port: implicit TLS on port %d is used then; or set mail.%s.security.tls-start=starttls: STARTTLS is required then, never optional"
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

    @Override
    public String code() {
      return "plaintext-server";
    }

    @Override
    public String summary() {
      return "the server speaks plain text where TLS must be the first thing";
    }

    @Override
    public List<String> details() {
      return List.of("expected: a TLS ServerHello", "received: \"" + received + "\"");
    }

    @Override
    public String remedy() {
      return received.startsWith("HTTP/")
          ? "this is the port of a web server: use the service's implicit TLS port (993, 995, 465)"
          : "use the service's implicit TLS port (993, 995, 465), or ask the operator why this one has no TLS";
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
      return "port " + port + " is a STARTTLS port, and implicit TLS was asked for";
    }

    @Override
    public List<String> details() {
      return List.of("expected: a TLS ServerHello", "received: \"" + received + "\"");
    }

    @Override
    public String remedy() {
      return "drop the port to use implicit TLS, or set mail.%s.security.tls-start=starttls"
          .formatted(protocol);
    }
  }

  /**
   * The server ended the handshake with a TLS alert (RFC 8446, section 6.2).
   *
   * @param alert the alert's registered name, for example {@code handshake_failure}
   */
  record TlsAlert(String alert) implements Refusal {
    /** Escapes what others wrote. */
    public TlsAlert {
      alert = Escaped.text(alert);
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
      return List.of(
          "offered: TLS 1.3 and 1.2 (or what the policy narrows them to) with forward-secret AEAD cipher suites");
    }

    @Override
    public String remedy() {
      return switch (alert) {
        case "protocol_version" -> "ask the operator to enable TLS 1.2 or newer";
        case "handshake_failure", "insufficient_security" ->
            "ask the operator to enable TLS 1.3, or TLS 1.2 with an ECDHE AES-GCM cipher suite";
        case "unrecognized_name" -> "check the host name: the server does not know it";
        case "certificate_required" ->
            "the server asks for a client certificate, and none is configured for this account";
        default -> "ask the operator why the server refuses; the alert is all that it tells";
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
      return "check that the port is a TLS port and that no firewall swallows packets; mail.<protocol>.security.handshake-timeout sets the limit";
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
      LITERAL("a literal that has no place in 1 MiB"),
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
      return "ask the operator what the server does; no login takes as much";
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
      return "the TLS handshake broke down: " + report;
    }

    @Override
    public String remedy() {
      return "check that host and port are those of a mail server with TLS, and that nothing on the way ends TLS connections";
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
      return "the server chose " + chosen + ", which this account does not accept";
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
              ? "negotiated:      " + (negotiated == null ? "none that can be told" : negotiated)
              : "the platform:    " + String.join(", ", platform));
    }

    @Override
    public String remedy() {
      return "ask the operator to enable X25519MLKEM768, and use a Java platform whose TLS has it, which yours may not; or set mail.<protocol>.security.key-exchange=any";
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
      return "ask the operator for TLS 1.3, or for a TLS library that has these extensions (RFC 9325, section 3.5)";
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
      return "the server does not start TLS";
    }

    @Override
    public List<String> details() {
      return List.of("expected: STARTTLS offered and accepted", "received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "drop mail.<protocol>.security.tls-start and the port to use implicit TLS, or ask the operator to enable STARTTLS";
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
      return "the server publishes TLSA records, and does not start TLS";
    }

    @Override
    public List<String> details() {
      return List.of("expected: STARTTLS offered and accepted, by the records at " + name);
    }

    @Override
    public String remedy() {
      return "find out who keeps the server from offering STARTTLS; mail.<protocol>.security.dane=off gives up what the records say";
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
      return "octets in the clear followed the reply that starts TLS";
    }

    @Override
    public String remedy() {
      return "do not use this network for mail; if it is the server itself, ask the operator to mend it";
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
      return "the server claims in the clear that the user is logged in already";
    }

    @Override
    public String remedy() {
      return "use implicit TLS, or ask the operator why this port needs no login";
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
      return "the server turned the connection away before TLS";
    }

    @Override
    public List<String> details() {
      return List.of("received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "try again later, or ask the operator whether the service is down or this network is shut out; a server that is named instead in the clear is not to be believed";
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
      return "the server refuses EHLO, without which TLS cannot start";
    }

    @Override
    public List<String> details() {
      return List.of("expected: 250", "received: \"" + reply + "\"");
    }

    @Override
    public String remedy() {
      return "use implicit TLS on port 465, or ask the operator; a firewall that rewrites SMTP does this too";
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
      return "the server does not greet as " + expected + " does";
    }

    @Override
    public List<String> details() {
      return List.of("expected: " + expected, "received: " + spoken);
    }

    @Override
    public String remedy() {
      return "check the port: with STARTTLS, IMAP is on 143, POP3 on 110 and submission on 587";
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
      return "what came before TLS is not the mail protocol";
    }

    @Override
    public List<String> details() {
      return List.of("found: " + found);
    }

    @Override
    public String remedy() {
      return "use implicit TLS, or ask the operator; if other networks do not show this, something on the way changes the connection";
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
          "connect with a host name that the certificate carries, or ask the operator to add one of the expected names"),
      /** Another host of the same domain. */
      SIBLING(
          "the certificate is for another host of the same domain: connect with a host name that it carries, or ask the operator to add one of the expected names"),
      /** An address was configured, and the certificate has names. */
      ADDRESS("connect with a host name that the certificate carries instead of the address"),
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
          + " matches, and an authority of the path is held to certain domains for DNS-IDs but not for SRV-IDs";
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
      return "no trusted authority vouches for the certificate";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected:  a certification path to one of " + anchors + " (RFC 5280, section 6)",
          "presented: " + certificate,
          last.isSelfIssued()
              ? "it ends at an authority that signed for itself: " + last
              : "no authority that is known as " + last.issuer() + " has signed " + last);
    }

    @Override
    public String remedy() {
      return "if this is your organization's own authority, set mail.<protocol>.security.trust-anchors to a file with its certificate; otherwise ask the operator for a certificate of a public authority with all its intermediates";
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
      return "the server vouches for itself: its certificate is self-signed";
    }

    @Override
    public List<String> details() {
      return List.of(
          "expected:  a certification path to one of " + anchors + " (RFC 5280, section 6)",
          "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate of an authority; if the operator confirms this one's SHA-256 on another way, set mail.<protocol>.security.trust-anchors to a file with it. A good self-signed certificate is made by: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -keyout key.pem -out cert.pem -subj /CN=HOST -addext subjectAltName=DNS:HOST -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth";
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
          "expected:  a certification path to one of " + anchors + " (RFC 5280, section 6)",
          "presented: " + certificate,
          "hint:      " + hint);
    }

    @Override
    public String remedy() {
      return "ask the operator to install the certificate with all its intermediates (RFC 8446, section 4.4.2); other programs may hide the defect because they fetch or remember what is missing";
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
      return "the certificate seems not to be the server's, but one that "
          + product
          + " made to read the connection";
    }

    @Override
    public List<String> details() {
      return List.of("issuer:    " + issuer, "presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "exempt this server from inspection; only if you want your mail to be read there, set mail.<protocol>.security.trust-anchors to a file with the product's certificate";
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
      return "ask the operator to install the certificate again; if it is right there, somebody on the way changed it";
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
          ? what + " is not valid yet, for another " + roughly(now, certificate.notBefore())
          : what + " has expired " + roughly(certificate.notAfter(), now) + " ago";
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
        return "set this machine's clock: by it, none of the certificates here is within its time";
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
          : between.toSeconds() + " seconds";
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
      return "the certificate of " + certificate.subject() + " is for other purposes: " + rule;
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate for TLS servers, of an authority that may issue such";
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
      return "the authority " + authority.subject() + " may not vouch for " + name + ": " + rule;
    }

    @Override
    public List<String> details() {
      return List.of("presented: " + certificate, "authority: " + authority);
    }

    @Override
    public String remedy() {
      return "ask the operator for a certificate whose names all lie within what its authority may vouch for (RFC 5280, section 4.2.1.10)";
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
      return "the certificates are too much work to judge: " + what;
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
      return "none of the server's keys is pinned";
    }

    @Override
    public List<String> details() {
      return List.of(
          "pinned:    " + someOf(pinned.stream().map(Pin::toString).toList()),
          "presented: " + presented.stream().map(Pin::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public String remedy() {
      return "ask the operator whether the key was changed; only then set mail.<protocol>.security.pins="
          + presented.get(0)
          + ", the server's own key, or to one of the other presented pins, of its authorities";
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
      return "set mail.<protocol>.security.trust-anchors to a readable PEM, PKCS12 or JKS file with at least one CA certificate";
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
      return "do not send anything to this server; ask the operator for a new certificate, and why the old one was revoked";
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
          + " demands a stapled OCSP response, and no good one came";
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
      return "nobody tells whether the certificate of " + certificate.subject() + " was revoked";
    }

    @Override
    public List<String> details() {
      return List.of(
          "certificate:   " + certificate,
          "consulted:     " + (consulted.isEmpty() ? "nothing" : someOf(consulted)));
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.revocation-crls to the authority's lists, or revocation-fetch to what may be asked; or give up revocation=hard";
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
      return "there is no resolver " + purpose;
    }

    @Override
    public List<String> details() {
      return List.of("reason: " + reason);
    }

    @Override
    public String remedy() {
      return "put dnsjava on the class path (dnsjava:dnsjava), or name the server (mail.<protocol>.host) and leave DANE off";
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
      return "nothing tells which server is meant";
    }

    @Override
    public List<String> details() {
      return List.of(user.isEmpty() ? "no user name either" : "user name: " + user);
    }

    @Override
    public String remedy() {
      return "set the server (mail.<protocol>.host), or as the user name an address whose domain publishes its servers (mail.<protocol>.user=alice@example.org)";
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
      return domain + " publishes no such mail server";
    }

    @Override
    public List<String> details() {
      return List.of("no SRV record at: " + someOf(labels));
    }

    @Override
    public String remedy() {
      return "set the server that the provider names (mail.<protocol>.host); no name is guessed";
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
      return "which servers there are cannot be told: the look-up ended " + status;
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "try again later; check the network and the resolver, or name the server (mail.<protocol>.host)";
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
      return domain + " publishes no server that can be used";
    }

    @Override
    public List<String> details() {
      return List.of("published: " + someOf(ignored));
    }

    @Override
    public String remedy() {
      return "ask the operator to offer implicit TLS and to publish it, or name the server (mail.<protocol>.host)";
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
      return "the servers of "
          + domain
          + " are said to be in another domain, and nobody confirmed that";
    }

    @Override
    public List<String> details() {
      return List.of(
          "the records of _%s._tcp.%s, which are not signed, name: %s"
              .formatted(service.srvLabel(), domain, someOf(targets)));
    }

    @Override
    public String remedy() {
      return "if the provider says that these are its servers, confirm them (mail.<protocol>.security.confirmed-targets=<host names>)";
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
      return "the addresses of the server cannot be told: the look-up ended " + status;
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + host + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "check the network and the resolver; if other networks see the same, ask the operator to mend the zone's DNSSEC";
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
      return "ask the operator to make certificate and TLSA records agree (RFC 7671, section 8); whoever vouches for what is presented can publish one of the presented records";
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
      return "this account requires DANE, and none of the server's TLSA records can be used";
    }

    @Override
    public List<String> details() {
      return List.of("published: " + name + " TLSA " + someOf(reasons));
    }

    @Override
    public String remedy() {
      return "ask the operator for records such as 3 1 1 or 2 1 1, or prefer DANE instead of requiring it";
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
      return "this account requires DANE, and the server has no Secure TLSA record";
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "ask the operator to sign the zone and to publish TLSA records, or prefer DANE instead of requiring it";
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
      return "whether the server has TLSA records cannot be told: the look-up ended " + status;
    }

    @Override
    public List<String> details() {
      return List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public String remedy() {
      return "check the network and the resolver; if other networks see the same, ask the operator to mend the zone's DNSSEC";
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
      return "there is no TLS, although TLS was available before: somebody on the way may have removed it";
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
      return "try from another network; if the operator really gave up TLS, the account has to be set up anew";
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
      return "the server proved who it is before, and does not now";
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
      return "what is remembered of the account \"" + account + "\" cannot be read";
    }

    @Override
    public List<String> details() {
      return List.of("found: " + problem);
    }

    @Override
    public String remedy() {
      return "repair or restore what mail.security.account-store names; where that is not possible, remove the account's entry and set the account up anew";
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
      return "credentials are configured, and the server offers no authentication";
    }

    @Override
    public String remedy() {
      return "check that host and port are those of the mail service; drop user and password if none are wanted";
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
      return "the configured authentication mechanism cannot be used here";
    }

    @Override
    public List<String> details() {
      return List.of(
          "configured: " + String.join(", ", configured),
          "offered:    " + (offered.isEmpty() ? "none" : someOf(offered)));
    }

    @Override
    public String remedy() {
      return "configure a mechanism that the server offers, or ask the operator to enable a configured one";
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
      return "give it without line breaks; a file or an environment variable may have added one at the end";
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
      return "a login by client certificate is configured, and none was sent on this connection";
    }

    @Override
    public String remedy() {
      return "set mail.<protocol>.security.client-certificate, check that client-certificate-for names this user, host and port, and ask the operator whether the server asks for a certificate of its issuer";
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
      return "the client certificate of this account cannot be used: " + problem;
    }

    @Override
    public List<String> details() {
      return List.of("looked for in: " + source);
    }

    @Override
    public String remedy() {
      return "correct mail.<protocol>.security.client-certificate and what belongs to it (-password, -alias), or renew the certificate";
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
          ? "the server asks for the client certificate over TLS 1.2, which shows it to everybody on the way; it was not sent"
          : "the server asks for the client certificate after STARTTLS, for which it was not released; it was not sent";
    }

    @Override
    public String remedy() {
      return (over == ClientIdentity.Exposure.TLS_1_2
              ? "ask the operator for TLS 1.3"
              : "connect with implicit TLS, which is the default")
          + "; or release it with mail.<protocol>.security.client-certificate-also-over="
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
      return "there is no token to log in with: " + problem;
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
      return "the login by " + mechanism + " is not as it must be: " + problem;
    }

    @Override
    public String remedy() {
      return "ask the operator whether the server is the right one and set up correctly; change the password if somebody else could have taken its place";
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
      return "somebody between may have opened TLS or changed the server's offer. If it is the operator's own TLS front, ask for SCRAM-SHA-256-PLUS to be switched off there, or set mail.<protocol>.security.auth-mechanisms to a mechanism without channel binding";
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
      return "the server does not tell its capabilities inside TLS";
    }

    @Override
    public String remedy() {
      return "check that host and port are those of an IMAP server; ask the operator why CAPABILITY has no answer";
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
      return "the server claims that the user is logged in already, and nothing was sent that could prove who it is";
    }

    @Override
    public String remedy() {
      return "check that host and port are right; ask the operator to require a login";
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
      return "ask the operator: the server seems not to know that TLS is in use, as behind a misconfigured TLS front";
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
      return "connect with host and port; proxies and local addresses have properties (mail.<protocol>.proxy.host, .socks.host, .localaddress)";
    }
  }

  private static String someOf(List<String> names) {
    int most = 12;
    String shown = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.size() <= most
        ? shown
        : String.format(Locale.ROOT, "%s and %d more", shown, names.size() - most);
  }
}
