package io.github.mailclad.refusal;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ClientIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The login is not possible, or would not be safe. */
public sealed interface LoginRefusal extends Refusal {

  /**
   * The server did not let the user log in within the time; the time counts from the verdict to the
   * completed login, also while the server keeps sending.
   *
   * @param limit the time limit of the login, or of one answer during it
   */
  record LoginTimeout(Duration limit) implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "login-timeout",
          "the login was not complete within " + limit.toMillis() + " ms",
          "try again later, or ask the operator why the server does not answer; mail.<protocol>.security.login-timeout limits the whole login, mail.<protocol>.timeout each answer");
    }
  }

  /**
   * The server does not log the user in now, because of a limit or a fault of its own. It did not
   * reject the user or the secret, so this is no failed login.
   *
   * @param limit the limit
   * @param status the codes of its reply, without the text; possibly empty
   */
  record LoginPostponed(ServerLimit limit, PeerText status) implements LoginRefusal {
    /** Returns the refusal for a reply; empty if the reply is a failure that stays. */
    public static Optional<Refusal> in(String reply) {
      return ServerLimit.in(reply)
          .map(limit -> new LoginPostponed(limit, PeerText.of(ServerLimit.status(reply))));
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "login-postponed",
          limit.words(),
          status.isEmpty() ? List.of() : List.of("received: \"" + status + "\""),
          limit.remedy());
    }
  }

  /**
   * The server sends more than any login needs, before the user is logged in.
   *
   * @param excess the limit that was exceeded
   */
  record LoginFlood(Excess excess) implements LoginRefusal {
    /** The limits of the data that a server may send. */
    public enum Excess {
      /** More than 1 MiB in all. */
      OCTETS("more than 1 MiB"),
      /** More than 64 KiB without the end of a line. */
      LINE("a line of more than 64 KiB"),
      /** A literal that would not fit into the rest of 1 MiB. */
      LITERAL("a literal that does not fit into 1 MiB"),
      /** More lines than an answer of a login has. */
      LINES("an answer without an end");

      private final String words;

      Excess(String words) {
        this.words = words;
      }
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "login-flood",
          "the server sends " + excess.words + " before the login",
          "ask the operator why the server sends so much; no login needs it");
    }
  }

  /** Credentials are configured, and the server offers no authentication. */
  record AuthenticationNotOffered() implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "auth-not-offered",
          "user and password are set, but the server offers no login",
          "check host and port (mail.<protocol>.host, mail.<protocol>.port); if the server needs no login, remove the user name (mail.<protocol>.user) and the password");
    }
  }

  /**
   * The server offers none of the configured mechanisms; no weaker mechanism is tried.
   *
   * @param configured the mechanisms that the application allows
   * @param offered the mechanisms that the server offers
   */
  record MechanismUnavailable(List<String> configured, List<PeerText> offered)
      implements LoginRefusal {
    public MechanismUnavailable {
      configured = List.copyOf(configured);
      offered = List.copyOf(offered);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "mechanism-unavailable",
          known().isEmpty()
              ? "the server offers no login mechanism that Mailclad supports"
              : "none of the configured login mechanisms can be used with this server",
          compare(),
          advise());
    }

    private List<String> compare() {
      List<String> lines = new ArrayList<>();
      lines.add("configured: " + String.join(", ", configured));
      lines.add("offered:    " + (offered.isEmpty() ? "none" : RefusalText.someOf(offered)));
      if (known().isEmpty()) {
        lines.add(
            "supported:  "
                + Arrays.stream(AuthMechanism.values())
                    .map(AuthMechanism::saslName)
                    .collect(Collectors.joining(", ")));
      }
      return lines;
    }

    private String advise() {
      List<AuthMechanism> known = known();
      if (known.isEmpty()) {
        return "ask the operator to enable PLAIN or SCRAM-SHA-256, which are safe inside TLS";
      }
      if (known.stream().allMatch(m -> m.secret() == AuthMechanism.Secret.TOKEN)) {
        return "the server accepts OAuth tokens only: set mail.<protocol>.security.oauth-provider, mail.<protocol>.security.oauth-issuer or mail.<protocol>.security.token-supplier";
      }
      return "add a mechanism that the server offers (%s) to mail.<protocol>.security.auth-mechanisms, or ask the operator to enable a configured one"
          .formatted(known.stream().map(AuthMechanism::saslName).collect(Collectors.joining(", ")));
    }

    private List<AuthMechanism> known() {
      return offered.stream().flatMap(name -> AuthMechanism.of(name.toString()).stream()).toList();
    }
  }

  /**
   * EXTERNAL is configured and offered, and no client certificate was sent on this connection (RFC
   * 4422, appendix A.3).
   */
  record ClientCertificateNotSent() implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "client-certificate-not-sent",
          "a login by client certificate is configured, but none was sent on this connection",
          "set mail.<protocol>.security.client-certificate, and name this user, host and port in mail.<protocol>.security.client-certificate-for; if both are right, ask the operator whether the server requests a certificate of this issuer");
    }
  }

  /**
   * The server asked for the client certificate of the account on a connection that may not carry
   * it; none was sent.
   *
   * @param over the property of the connection that exposes more than was allowed
   */
  record ClientCertificateWithheld(ClientIdentity.Exposure over) implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "client-certificate-withheld",
          over == ClientIdentity.Exposure.TLS_1_2
              ? "the server asks for the client certificate over TLS 1.2, where everyone on the network can read it; it was not sent"
              : "the server asks for the client certificate after STARTTLS, for which it is not allowed; it was not sent",
          (over == ClientIdentity.Exposure.TLS_1_2
                  ? "ask the operator to enable TLS 1.3"
                  : "remove mail.<protocol>.security.tls-start and use the port where TLS starts at once")
              + "; or allow it with mail.<protocol>.security.client-certificate-also-over="
              + over);
    }
  }

  /**
   * There is no OAuth token for a login that needs one.
   *
   * @param problem the reason; never the token
   */
  record TokenUnavailable(String problem) implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "token-unavailable",
          "there is no OAuth token for the login: " + problem,
          "check the object in mail.<protocol>.security.token-supplier and the token service that it asks");
    }
  }

  /**
   * The server broke the rules of a mechanism, or could not prove that it knows the password.
   *
   * @param mechanism the mechanism
   * @param problem the violation
   */
  record SaslViolation(AuthMechanism mechanism, String problem) implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "sasl-violation",
          "the server broke the rules of the login by " + mechanism + ": " + problem,
          "ask the operator whether the server is set up correctly; change the password if another server may have taken its place");
    }
  }

  /**
   * The server found that the login is not bound to its own TLS connection: it saw another
   * connection than the client did, or another offer of mechanisms (RFC 5802, section 6).
   *
   * @param mechanism the mechanism
   * @param binding the type of the client's channel binding, for example {@code tls-exporter};
   *     {@code none} for a mechanism without it
   * @param error the server's error of RFC 5802, section 7
   */
  record ChannelBindingRefused(AuthMechanism mechanism, String binding, PeerText error)
      implements LoginRefusal {
    @Override
    public RefusalText text() {
      return error.toString().equals("unsupported-channel-binding-type")
          ? new RefusalText(
              "channel-binding",
              "the server does not support the channel binding " + binding,
              List.of("mechanism: " + mechanism, "binding:   " + binding, "server:    " + error),
              "some servers support only tls-unique, which TLS 1.3 does not have: set mail.<protocol>.security.auth-mechanisms="
                  + mechanism.unbound()
                  + ", or ask the operator for "
                  + binding)
          : new RefusalText(
              "channel-binding",
              "the server and the client do not see the same TLS connection",
              List.of("mechanism: " + mechanism, "binding:   " + binding, "server:    " + error),
              "a device on the network path may have decrypted TLS or changed the list of mechanisms. If it is the operator's own TLS proxy, ask the operator to switch SCRAM with -PLUS off; or set mail.<protocol>.security.auth-mechanisms="
                  + (mechanism.isBound()
                      ? mechanism.unbound().saslName()
                      : "PLAIN, which gives it the password"));
    }
  }

  /**
   * The server does not name its capabilities inside TLS. Those that it named in the clear cannot
   * be trusted (RFC 9051, section 6.2.1).
   */
  record CapabilitiesUnknown() implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "capabilities-unknown",
          "the server does not list its capabilities inside TLS",
          "check that host and port (mail.<protocol>.host, mail.<protocol>.port) belong to an IMAP server; ask the operator why CAPABILITY has no answer");
    }
  }

  /**
   * The server claims that the user is logged in already (PREAUTH), and no client certificate was
   * sent in this TLS session or the one that it resumes (RFC 8314, section 3.2).
   */
  record UnexpectedPreauth() implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "unexpected-preauth",
          "the server claims that the user is already logged in, but no credentials were sent",
          "check host and port (mail.<protocol>.host, mail.<protocol>.port); ask the operator to require a login");
    }
  }

  /** The server asked for STARTTLS on a connection that already uses TLS. */
  record StarttlsInsideTls() implements LoginRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "starttls-inside-tls",
          "the server asks for STARTTLS on a connection that already uses TLS",
          "ask the operator to check the TLS proxy in front of the server, if there is one: the server does not know that TLS is in use");
    }
  }
}
