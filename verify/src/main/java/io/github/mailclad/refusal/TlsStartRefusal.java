package io.github.mailclad.refusal;

import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import java.util.List;

/**
 * TLS did not start: the port is wrong, or the server did not follow the rules for the start of
 * TLS.
 */
public sealed interface TlsStartRefusal extends Refusal {

  /**
   * The server has no TLS where it should start, or something on the network path removes it. For
   * an account that had TLS at the same server before, TLS has disappeared.
   */
  sealed interface TlsAbsent extends TlsStartRefusal {
    /** Returns the expected TLS start. */
    TlsStart expectedStart();
  }

  /**
   * The server spoke in plain text where TLS must begin.
   *
   * @param received the first octets, as Latin-1 text
   */
  record PlaintextServer(PeerText received) implements TlsAbsent {
    @Override
    public TlsStart expectedStart() {
      return TlsStart.IMPLICIT;
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "plaintext-server",
          "the server did not start with TLS",
          List.of("expected: a TLS ServerHello", "received: \"" + received + "\""),
          advise());
    }

    private String advise() {
      if (received.startsWith("HTTP/")) {
        return "this is the port of a web server; use the TLS port of the mail service: 993 for IMAP, 995 for POP3, 465 for sending";
      }
      return "if this port uses STARTTLS, set mail.<protocol>.security.tls-start=starttls; otherwise use "
          + tlsPort();
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
  }

  /**
   * The server greeted in plain text as a STARTTLS port does, and implicit TLS was requested.
   *
   * @param port the port
   * @param received the first octets, as Latin-1 text
   * @param protocol the protocol name that the application used
   */
  record StarttlsPort(int port, PeerText received, String protocol) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "starttls-port",
          "port " + port + " is a STARTTLS port, and no STARTTLS is configured",
          List.of("expected: a TLS ServerHello", "received: \"" + received + "\""),
          "set mail.%s.security.tls-start=starttls, or use the port where TLS starts at once: 993 for IMAP, 995 for POP3, 465 for sending"
              .formatted(protocol));
    }
  }

  /**
   * STARTTLS was requested where TLS starts at once. Either the port is a registered one for
   * implicit TLS, and no connection was opened; or the server waited for TLS without a greeting,
   * and spoke TLS on a second connection, on which nothing else was tried.
   *
   * @param port the port
   * @param protocol the protocol name that the application used
   * @param service the service with STARTTLS
   */
  record ImplicitTlsPort(int port, String protocol, MailService service)
      implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "implicit-tls-port",
          "port " + port + " starts with TLS, and STARTTLS is configured",
          List.of("expected: a greeting in plain text, and STARTTLS after it"),
          "remove mail.%s.security.tls-start to use TLS at once, or use port %d for STARTTLS"
              .formatted(protocol, service.defaultPort()));
    }
  }

  /**
   * The server does not start TLS when it is asked to; nothing else was sent to it.
   *
   * @param reply the answer of the server
   */
  record StarttlsUnavailable(PeerText reply) implements TlsAbsent {
    @Override
    public TlsStart expectedStart() {
      return TlsStart.STARTTLS;
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "starttls-unavailable",
          "the server did not accept STARTTLS",
          List.of("expected: STARTTLS offered and accepted", "received: \"" + reply + "\""),
          "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once: 993 for IMAP, 995 for POP3, 465 for sending; or ask the operator to enable STARTTLS");
    }
  }

  /**
   * The account does not require TLS, but the server publishes TLSA records, and TLS was not
   * started before other data was to be sent.
   *
   * @param name the name of the records
   */
  record CleartextForbidden(PeerText name) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "cleartext-forbidden",
          "the server publishes TLSA records, but TLS was not started",
          List.of("expected: STARTTLS offered and accepted, by the records at " + name),
          "try another network: a device on the network path may remove STARTTLS. mail.<protocol>.security.dane=off ignores the TLSA records");
    }
  }

  /**
   * Octets came in the clear after the reply that starts TLS: an attacker on the network path may
   * have inserted them.
   */
  record StarttlsInjection() implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "starttls-injection",
          "unencrypted data followed the reply that starts TLS",
          "do not use this network for mail; if it happens on every network, ask the operator to fix the server");
    }
  }

  /**
   * The server claims in the clear that the user is logged in already, which would keep TLS from
   * starting (RFC 9051, section 7.1.4).
   */
  record PreauthBeforeTls() implements TlsAbsent {
    @Override
    public TlsStart expectedStart() {
      return TlsStart.STARTTLS;
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "preauth-before-tls",
          "the server claims before TLS that the user is already logged in",
          "remove mail.<protocol>.security.tls-start and use port 993, or ask the operator why this port needs no login");
    }
  }

  /**
   * The server ended the connection before TLS, with a reply of its protocol or without one.
   *
   * @param reply the status of the reply, without the text, which an attacker on the network path
   *     could have written
   */
  record TurnedAway(PeerText reply) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "turned-away",
          "the server rejected the connection before TLS",
          List.of("received: \"" + reply + "\""),
          "try again later, or ask the operator whether the service is down or blocks this network; do not use a server that the reply names, because the reply was not encrypted");
    }
  }

  /**
   * The server does not understand EHLO, or rejects it. HELO has no TLS, and is not tried.
   *
   * @param reply its reply code
   */
  record EhloRefused(PeerText reply) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "ehlo-refused",
          "the server rejects EHLO, without which TLS cannot start",
          List.of("expected: 250", "received: \"" + reply + "\""),
          "use port 465 without mail.<protocol>.security.tls-start, or ask the operator whether a firewall rewrites SMTP");
    }
  }

  /**
   * The greeting of the server is one of another protocol.
   *
   * @param expected the protocol that was expected
   * @param spoken the protocol that the greeting looks like
   */
  record OtherProtocol(String expected, String spoken) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "wrong-protocol",
          "the server does not speak " + expected,
          List.of("expected: " + expected, "received: " + spoken),
          "check the port (mail.<protocol>.port): IMAP is on 993, POP3 on 995 and sending on 465; with STARTTLS on 143, 110 and 587");
    }
  }

  /**
   * A reply before TLS breaks the rules of its protocol; its sender is not known.
   *
   * @param found the text that breaks the rules
   */
  record MalformedReply(PeerText found) implements TlsStartRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "malformed-reply",
          "the server broke the rules of the mail protocol before TLS",
          List.of("found: " + found),
          "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once, or ask the operator; if it works on other networks, a device on this network path changes the connection");
    }
  }
}
