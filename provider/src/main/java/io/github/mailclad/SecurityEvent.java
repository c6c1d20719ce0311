package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import java.time.Instant;

/**
 * An event of an account that a person or an operator should know of, beside what a single
 * connection got. A {@link SecurityListener} gets it once, before the action that it announces, and
 * cannot change that action. Immutable; text that a peer controls is escaped.
 */
public sealed interface SecurityEvent {

  /** Returns the name with which the account logs in. */
  String account();

  /** Returns what happened, in one sentence for people. */
  String text();

  /** Returns the name of the event, for example {@code tls-disappeared}; its meaning is fixed. */
  String code();

  // ---- what weakens an account

  /** The account is about to send its password in the clear, as a person once agreed to. */
  record CleartextWarning(String account, MailService service, Endpoint endpoint)
      implements SecurityEvent {
    @Override
    public String code() {
      return "cleartext-warning";
    }

    @Override
    public String text() {
      return "the password and the messages of %s go to %s in the clear: anyone on the way can read and change them"
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
          + " has no minimum confidentiality level any more: neither its passwords nor its messages are private";
    }
  }

  // ---- what once was, and is no more

  /** There was TLS before, and now there is none; the connection is refused. */
  record TlsDisappeared(String account, MailService service, Endpoint endpoint, Instant lastSeen)
      implements SecurityEvent {
    @Override
    public String code() {
      return "tls-disappeared";
    }

    @Override
    public String text() {
      return "TLS was available before at %s (last seen %s), and is not now: somebody may be on the way"
          .formatted(endpoint, lastSeen);
    }
  }

  /** The server could prove who it is before, and now it cannot; the connection is refused. */
  record ValidationRegressed(
      String account, MailService service, Endpoint endpoint, Instant lastSeen, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "validation-regressed";
    }

    @Override
    public String text() {
      return "%s proved who it is before (last seen %s), and does not now: %s [%s]"
          .formatted(endpoint, lastSeen, refusal.summary(), refusal.code());
    }
  }

  /** Mailclad's own defaults have become stricter since the account was used last. */
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

  // ---- what could be better

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

  /** TLS was seen where the account does without, but the server did not prove who it is. */
  record TlsSeenButNotValid(String account, MailService service, Endpoint endpoint, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "tls-seen-but-not-valid";
    }

    @Override
    public String text() {
      return "%s has TLS at %s, but cannot prove who it is: %s [%s]"
          .formatted(service.srvLabel(), endpoint, refusal.summary(), refusal.code());
    }
  }

  // ---- certificates that a person accepted (RFC 8314, section 5.4)

  /** A person is about to be asked whether to accept a certificate that nobody vouches for. */
  record PinOffered(
      String account, MailService service, Endpoint endpoint, AccountPin pin, Refusal refusal)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-offered";
    }

    @Override
    public String text() {
      return "the certificate of %s could be accepted for %s by hand (%s); its password would not be confidential"
          .formatted(endpoint, account, refusal.code());
    }
  }

  /** A connection rests on nothing but a certificate that a person accepted. */
  record PinUsed(String account, MailService service, Endpoint endpoint, AccountPin pin)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-used";
    }

    @Override
    public String text() {
      return "%s is used at %s by an accepted certificate; this is not confidential"
          .formatted(account, endpoint);
    }
  }

  /** The server can prove who it is, so that the accepted certificate is of no more use. */
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

  /** A person took back that a certificate was accepted. */
  record PinRemoved(String account, MailService service, Endpoint endpoint, AccountPin pin)
      implements SecurityEvent {
    @Override
    public String code() {
      return "pin-removed";
    }

    @Override
    public String text() {
      return "the accepted certificate of %s is forgotten for %s".formatted(endpoint, account);
    }
  }

  // ---- what the provider says now, and said differently before

  /**
   * Fresh DNS answers or certificates differ from what is remembered. Nothing is reconfigured by
   * it.
   *
   * @param before what is remembered
   * @param now what was found
   */
  record Drift(String account, MailService service, Change change, String before, String now)
      implements SecurityEvent {
    /** More than any TLSA records that are kept: cut short, two values could look the same. */
    private static final int LONGEST = 2500;

    /** Escapes what others wrote. */
    public Drift {
      before = Escaped.text(before, LONGEST);
      now = Escaped.text(now, LONGEST);
    }

    /** What changed, and how much it means. */
    public enum Change {
      /** Another host is named. */
      HOST_CHANGED("drift-host-changed", Severity.ALERT),
      /** Another port is named. */
      PORT_CHANGED("drift-port-changed", Severity.ALERT),
      /** Implicit TLS is published where the account does with STARTTLS, or with less. */
      TLS_UPGRADE_PUBLISHED("drift-tls-upgrade-published", Severity.INFORMATION),
      /** Only weaker services are offered now. */
      TLS_DOWNGRADE_ADVERTISED("drift-tls-downgrade-advertised", Severity.ALERT),
      /** The domain says that it has no such service, or names no server of it any more. */
      SERVICE_WITHDRAWN("drift-service-withdrawn", Severity.ALERT),
      /** Signed records are not signed any more. */
      DNSSEC_LOST("drift-dnssec-lost", Severity.ALERT),
      /** The signatures are wrong. */
      DNSSEC_BOGUS("drift-dnssec-bogus", Severity.ALERT),
      /** The TLSA records are others. */
      TLSA_CHANGED("drift-tlsa-changed", Severity.INFORMATION),
      /** The TLSA records are gone. */
      TLSA_REMOVED("drift-tlsa-removed", Severity.ALERT),
      /** The server has another public key. */
      CERT_KEY_CHANGED("drift-cert-key-changed", Severity.INFORMATION),
      /** The server's certificate is issued by somebody else. */
      ISSUER_CHANGED("drift-issuer-changed", Severity.INFORMATION);

      private final String code;
      private final Severity severity;

      Change(String code, Severity severity) {
        this.code = code;
        this.severity = severity;
      }

      /** How much it means. */
      public Severity severity() {
        return severity;
      }
    }

    /** How much a change means. */
    public enum Severity {
      /** It happens; worth a line in a log. */
      INFORMATION,
      /** A person should look: it may be an attack. */
      ALERT
    }

    @Override
    public String code() {
      return change.code;
    }

    @Override
    public String text() {
      return "%s of %s: %s; was \"%s\", is \"%s\" now; nothing was changed by it"
          .formatted(service.srvLabel(), account, code(), before, now);
    }
  }
}
