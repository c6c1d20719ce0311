package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.ServerState.PinnedCertificate;

/**
 * That a person accepts one certificate of one server of one account for which nobody vouches (RFC
 * 8314, section 5.4), after the minimum level of that account was given up. Made by nothing but a
 * {@link PinOffer}; {@link AccountSetup#pin} makes it hold.
 */
public final class PinDecision {
  private final String account;
  private final MailService service;
  private final Endpoint endpoint;
  private final PinnedCertificate certificate;
  private final AccountState.MinimumDisabled disabled;

  PinDecision(
      String account,
      MailService service,
      Endpoint endpoint,
      PinnedCertificate certificate,
      AccountState.MinimumDisabled disabled) {
    this.account = account;
    this.service = service;
    this.endpoint = endpoint;
    this.certificate = certificate;
    this.disabled = disabled;
  }

  /** The account for which it holds. */
  public String account() {
    return account;
  }

  /** The service for which it holds, TLS start included. */
  public MailService service() {
    return service;
  }

  /** The server for which it holds. */
  public Endpoint endpoint() {
    return endpoint;
  }

  PinnedCertificate certificate() {
    return certificate;
  }

  AccountState.MinimumDisabled disabled() {
    return disabled;
  }

  @Override
  public String toString() {
    return certificate.certificate() + " for " + account + " at " + endpoint;
  }
}
