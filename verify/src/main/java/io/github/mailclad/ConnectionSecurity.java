package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The security of an open connection. The level follows from the variant and is never set. */
public sealed interface ConnectionSecurity {

  /** Returns the service, TLS start included. */
  MailService service();

  /** Returns the host and port of the connection. */
  Endpoint endpoint();

  /** Returns the confidentiality level. */
  ConfidentialityLevel level();

  /** Returns the negotiated TLS parameters; null for a connection that was not judged. */
  default @Nullable NegotiatedTls tls() {
    return null;
  }

  /** Returns the evidence that the verdict rests on; null if the server was not verified. */
  default @Nullable TrustEvidence evidence() {
    return null;
  }

  /** Returns the reference identifier that the certificate matched; null for none. */
  default @Nullable Identifier matched() {
    return null;
  }

  /** Returns the server's own certificate; null if the server was not verified. */
  default @Nullable X509Certificate certificate() {
    TrustEvidence evidence = evidence();
    return evidence == null ? null : evidence.certificate();
  }

  /**
   * TLS to a verified server.
   *
   * @param service the service
   * @param endpoint the host and port of the connection
   * @param tls the negotiated TLS parameters
   * @param matched the reference identifier that the certificate matched; null where the evidence
   *     itself names the server (RFC 7671, section 5.1)
   * @param evidence the evidence by which the server was accepted
   */
  record Authenticated(
      MailService service,
      Endpoint endpoint,
      NegotiatedTls tls,
      @Nullable Identifier matched,
      TrustEvidence evidence)
      implements ConnectionSecurity {
    /** Refuses evidence that does not authenticate. */
    public Authenticated {
      if (evidence.level() != ConfidentialityLevel.AUTHENTICATED) {
        throw new IllegalArgumentException("such evidence does not authenticate a server");
      }
    }

    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.AUTHENTICATED;
    }

    @Override
    public String toString() {
      return "AUTHENTICATED %s %s %s%s, %s"
          .formatted(
              service.srvLabel(),
              endpoint,
              tls,
              matched == null ? "" : ", matched " + matched,
              evidence);
    }
  }

  /**
   * TLS to the server whose certificate a person once accepted for this account (RFC 8314, section
   * 5.4). The server was not verified, so the connection is never shown as confidential.
   *
   * @param service the service
   * @param endpoint the host and port of the connection
   * @param tls the negotiated TLS parameters
   * @param evidence the certificate that was accepted
   */
  record Pinned(
      MailService service,
      Endpoint endpoint,
      NegotiatedTls tls,
      TrustEvidence.AcceptedCertificate evidence)
      implements ConnectionSecurity {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.ENCRYPTED;
    }

    @Override
    public String toString() {
      return "ENCRYPTED %s %s %s, %s".formatted(service.srvLabel(), endpoint, tls, evidence);
    }
  }

  /**
   * TLS to a server that was not verified, for an account without a minimum level.
   *
   * @param service the service
   * @param endpoint the host and port of the connection
   * @param tls the negotiated TLS parameters
   * @param why the reason why an account with a minimum would refuse the server
   */
  record Unauthenticated(MailService service, Endpoint endpoint, NegotiatedTls tls, Refusal why)
      implements ConnectionSecurity {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.ENCRYPTED;
    }

    @Override
    public String toString() {
      return "ENCRYPTED %s %s %s, although %s [%s]"
          .formatted(service.srvLabel(), endpoint, tls, why.summary(), why.code());
    }
  }

  /**
   * A connection of an account whose minimum level is {@code none}. Its protection was not judged,
   * so it counts as none.
   *
   * @param service the service
   * @param endpoint the host and port of the connection
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
