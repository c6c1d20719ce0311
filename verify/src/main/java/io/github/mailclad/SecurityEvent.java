package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * An event of an account that a person or an operator should know of, beside the security of a
 * single connection. A {@link SecurityListener} gets it once, before the action that it announces,
 * and cannot change that action. Immutable; text that a peer controls is escaped.
 */
public sealed interface SecurityEvent {

  /** Returns the name with which the account logs in. */
  String account();

  /** Returns what happened, in one sentence for people. */
  String text();

  /** Returns the name of the event, for example {@code tls-disappeared}; its meaning is fixed. */
  String code();

  /** The account is about to send its password in the clear, to which a person agreed before. */
  record CleartextWarning(String account, MailService service, Endpoint endpoint)
      implements SecurityEvent {
    @Override
    public String code() {
      return "cleartext-warning";
    }

    @Override
    public String text() {
      return "the password and the messages of %s go to %s in the clear: others on the network path can read and change them"
          .formatted(account, endpoint);
    }
  }

  /** A person gave up the minimum level of the account (RFC 8314, section 5.2). */
  record MinimumDisabled(String account) implements SecurityEvent {
    @Override
    public String code() {
      return "minimum-disabled";
    }

    @Override
    public String text() {
      return account
          + " no longer has a minimum confidentiality level: others may read its passwords and messages";
    }
  }

  /** A server that had TLS before has none now; the connection is refused. */
  record TlsDisappeared(String account, MailService service, Endpoint endpoint, Instant lastSeen)
      implements SecurityEvent {
    @Override
    public String code() {
      return "tls-disappeared";
    }

    @Override
    public String text() {
      return "%s offered TLS before (last seen %s) and does not offer it now: an attacker may have removed it"
          .formatted(endpoint, lastSeen);
    }
  }

  /** A server that was verified before cannot be verified now; the connection is refused. */
  record ValidationRegressed(
      String account, MailService service, Endpoint endpoint, Instant lastSeen, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "validation-regressed";
    }

    @Override
    public String text() {
      return "%s was verified before (last seen %s) and cannot be verified now: %s [%s]"
          .formatted(endpoint, lastSeen, refusal.summary(), refusal.code());
    }
  }

  /** Mailclad's own defaults became stricter since the account was used last. */
  record PolicyRaised(String account, int from, int to) implements SecurityEvent {
    @Override
    public String code() {
      return "policy-raised";
    }

    @Override
    public String text() {
      return "the built-in policy became stricter (version %d, was %d) since %s was used last"
          .formatted(to, from, account);
    }
  }

  /**
   * A connection was opened that {@code profile=modern} would refuse.
   *
   * @param refusal the refusal that the profile has for it
   */
  record ProfileObjection(String account, MailService service, Endpoint endpoint, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "profile-would-refuse";
    }

    @Override
    public String text() {
      return "profile=modern would refuse %s: %s (%s) [%s]"
          .formatted(
              endpoint,
              refusal.summary(),
              String.join("; ", refusal.text().details()),
              refusal.code());
    }
  }

  /** An account without a minimum level could have one: TLS was seen and verified. */
  record TlsUpgradeAvailable(String account, MailService service, Endpoint endpoint)
      implements SecurityEvent {
    @Override
    public String code() {
      return "tls-upgrade-available";
    }

    @Override
    public String text() {
      return "%s has TLS with a valid certificate at %s: %s could require it from now on"
          .formatted(service.srvLabel(), endpoint, account);
    }
  }

  /** An account without a minimum level could have TLS, but the server cannot be verified. */
  record TlsSeenButNotValid(String account, MailService service, Endpoint endpoint, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "tls-seen-but-not-valid";
    }

    @Override
    public String text() {
      return "%s has TLS at %s, but the server cannot be verified: %s [%s]"
          .formatted(service.srvLabel(), endpoint, refusal.summary(), refusal.code());
    }
  }

  /** A person is about to be asked whether to accept a certificate that cannot be verified. */
  record PinOffered(
      String account, MailService service, Endpoint endpoint, AccountPin pin, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-offered";
    }

    @Override
    public String text() {
      return "a person may accept the certificate of %s for %s (%s); the password would not be confidential"
          .formatted(endpoint, account, refusal.code());
    }
  }

  /** A connection uses a certificate that a person accepted. */
  record PinUsed(String account, MailService service, Endpoint endpoint, AccountPin pin)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-used";
    }

    @Override
    public String text() {
      return "%s connects to %s with a certificate that a person accepted; this is not confidential"
          .formatted(account, endpoint);
    }
  }

  /** The server can be verified now, so the accepted certificate is no longer needed. */
  record PinObsolete(String account, MailService service, Endpoint endpoint, AccountPin pin)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-obsolete";
    }

    @Override
    public String text() {
      return "%s has a valid certificate now: %s could require that from now on"
          .formatted(endpoint, account);
    }
  }

  /** A person removed an accepted certificate. */
  record PinRemoved(String account, MailService service, Endpoint endpoint, AccountPin pin)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-removed";
    }

    @Override
    public String text() {
      return "the certificate of %s is no longer accepted for %s".formatted(endpoint, account);
    }
  }

  /**
   * The certificate of a server ends soon, measured by its own lifetime ({@link
   * CertificateSummary#warningTime}). Published once a day for each server.
   */
  record CertificateExpires(
      String account, MailService service, Endpoint endpoint, Instant notAfter, long daysLeft)
      implements SecurityEvent {
    @Override
    public String code() {
      return "certificate-expires";
    }

    @Override
    public String text() {
      return "the certificate of %s ends in %d days (%s) and was not renewed"
          .formatted(endpoint, daysLeft, notAfter);
    }
  }

  /**
   * New DNS answers or certificates differ from the remembered ones. The account is not changed.
   *
   * @param before the remembered value
   * @param now the new value
   */
  record Drift(String account, MailService service, Change change, String before, String now)
      implements SecurityEvent {
    /** Longer than any remembered TLSA records: shortened, two values could look the same. */
    private static final int LONGEST = 2500;

    public Drift {
      before = Escaped.text(before, LONGEST);
      now = Escaped.text(now, LONGEST);
    }

    /** The kind of a change, with its severity. */
    public enum Change {
      /** Another host is named. */
      HOST_CHANGED("drift-host-changed", Level.WARNING),
      /** Another port is named. */
      PORT_CHANGED("drift-port-changed", Level.WARNING),
      /** Implicit TLS is published; the account uses STARTTLS, or less. */
      TLS_UPGRADE_PUBLISHED("drift-tls-upgrade-published", Level.INFO),
      /** Only weaker services are offered now. */
      TLS_DOWNGRADE_ADVERTISED("drift-tls-downgrade-advertised", Level.WARNING),
      /** The domain no longer names a server of the service. */
      SERVICE_WITHDRAWN("drift-service-withdrawn", Level.WARNING),
      /** Records that were signed are no longer signed. */
      DNSSEC_LOST("drift-dnssec-lost", Level.WARNING),
      /** The signatures are wrong. */
      DNSSEC_BOGUS("drift-dnssec-bogus", Level.WARNING),
      /** The TLSA records changed. */
      TLSA_CHANGED("drift-tlsa-changed", Level.INFO),
      /** The TLSA records are gone. */
      TLSA_REMOVED("drift-tlsa-removed", Level.WARNING),
      /** The server has another public key. */
      CERT_KEY_CHANGED("drift-cert-key-changed", Level.INFO),
      /** The server's certificate has another issuer. */
      ISSUER_CHANGED("drift-issuer-changed", Level.INFO);

      private final String code;
      private final Level severity;

      Change(String code, Level severity) {
        this.code = code;
        this.severity = severity;
      }

      /**
       * Returns {@link Level#WARNING} if a person should look, because it may be an attack; {@link
       * Level#INFO} for an ordinary change, which is enough for a line in a log.
       */
      public Level severity() {
        return severity;
      }
    }

    @Override
    public String code() {
      return change.code;
    }

    @Override
    public String text() {
      return "%s of %s: %s; was \"%s\", is \"%s\" now; the account was not changed"
          .formatted(service.srvLabel(), account, code(), before, now);
    }
  }
}
