package io.github.mailclad;

/** What an open connection got. The level follows from the variant and is never configured. */
public sealed interface ConnectionSecurity {

  /** The service, TLS start included. */
  MailService service();

  /** Where the connection goes. */
  Endpoint endpoint();

  /** How well the connection keeps its content from others. */
  ConfidentialityLevel level();

  /**
   * Whether a TLS handshake verified a new session or resumed one; either way the server was
   * verified for this connection.
   */
  enum Handshake {
    /** Keys and certificates were exchanged anew. */
    FULL,
    /** An earlier session of the same account and policy was resumed. */
    RESUMED
  }

  /**
   * TLS to a server that proved to be the one that was meant.
   *
   * @param service the service
   * @param endpoint where the connection goes
   * @param version the negotiated TLS version
   * @param cipherSuite the negotiated cipher suite, by its registered name
   * @param matched the reference identifier that the certificate matched
   * @param evidence what vouched for the server
   * @param handshake full or resumed
   */
  record Authenticated(
      MailService service,
      Endpoint endpoint,
      TlsVersion version,
      String cipherSuite,
      Identifier matched,
      TrustEvidence evidence,
      Handshake handshake)
      implements ConnectionSecurity {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.AUTHENTICATED;
    }

    @Override
    public String toString() {
      return "AUTHENTICATED %s %s %s %s, matched %s, %s%s"
          .formatted(
              service.srvLabel(),
              endpoint,
              version.jsseName(),
              cipherSuite,
              matched,
              evidence,
              handshake == Handshake.RESUMED ? ", resumed" : "");
    }
  }

  /**
   * A connection of an account whose minimum level is {@code none}. Whatever protects it was not
   * judged, so it counts as nothing.
   *
   * @param service the service
   * @param endpoint where the connection goes
   */
  record Unjudged(MailService service, Endpoint endpoint) implements ConnectionSecurity {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.NONE;
    }

    @Override
    public String toString() {
      return "NONE %s %s, not judged".formatted(service.srvLabel(), endpoint);
    }
  }
}
