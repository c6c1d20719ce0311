package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The security of an open connection. The level follows from the variant and is never set. */
public sealed interface ConnectionSecurity {

  /** The service, TLS start included. */
  MailService service();

  /** Where the connection goes. */
  Endpoint endpoint();

  /** How well the connection keeps its content from others. */
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
   * TLS to a server that proved to be the one that was meant.
   *
   * @param service the service
   * @param endpoint where the connection goes
   * @param tls what was agreed on
   * @param matched the reference identifier that the certificate matched; null where the evidence
   *     itself names the server (RFC 7671, section 5.1)
   * @param evidence what vouched for the server
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
   * 5.4). Nobody vouched for it, so it is never indicated as confidential.
   *
   * @param service the service
   * @param endpoint where the connection goes
   * @param tls what was agreed on
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
   * TLS to a server that did not prove who it is, for an account that has no minimum. What stands
   * in the way of more is kept.
   *
   * @param service the service
   * @param endpoint where the connection goes
   * @param tls what was agreed on
   * @param why why an account with a minimum would refuse the server
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
