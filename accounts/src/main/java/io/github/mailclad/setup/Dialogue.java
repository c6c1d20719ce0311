package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.Optional;
import java.util.Properties;

/** Speaks to the server of one service, by way of Jakarta Mail. */
final class Dialogue {
  private static final String NOT_OURS =
      "another provider serves this protocol; io.github.mailclad.takeover.ProviderCheck tells which one";

  private final MailService service;
  private final Properties properties;

  Dialogue(MailService service, Properties properties) {
    this.service = service;
    this.properties = properties;
  }

  private Service open() throws MessagingException {
    Session session = Session.getInstance(properties);
    return AccountProperties.submits(service)
        ? session.getTransport(service.srvLabel())
        : session.getStore(service.srvLabel());
  }

  /** Connects without credentials. */
  Probe probe() {
    try (Service opened = open()) {
      return opened instanceof SecuredService secured
          ? secured.probe()
          : new Probe.Unreachable(NOT_OURS);
    } catch (MessagingException e) {
      return new Probe.Unreachable(String.valueOf(e.getMessage()));
    }
  }

  /** What a login ended with. */
  sealed interface Outcome {
    /** The user was logged in over such a connection. */
    record LoggedIn(ConnectionSecurity security) implements Outcome {}

    /** There was no login. */
    record Not(CredentialCheck because) implements Outcome {}
  }

  /** Connects, logs in and closes. */
  Outcome logIn(String user, String password) {
    try (Service opened = open()) {
      if (!(opened instanceof SecuredService secured)) {
        return new Outcome.Not(new CredentialCheck.Failed(service, NOT_OURS));
      }
      opened.connect(null, user, password);
      return new Outcome.LoggedIn(secured.connectionSecurity().orElseThrow());
    } catch (AuthenticationFailedException e) {
      return new Outcome.Not(new CredentialCheck.Rejected(service));
    } catch (MessagingException e) {
      Optional<Refusal> refusal = Refusal.in(e);
      return new Outcome.Not(
          refusal
              .<CredentialCheck>map(r -> new CredentialCheck.Refused(service, r))
              .orElseGet(
                  () -> new CredentialCheck.Failed(service, String.valueOf(e.getMessage()))));
    }
  }
}
