package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Connects to the server of one service by Jakarta Mail. */
final class ServerConnection {
  private static final String NOT_OURS =
      "another provider serves this protocol; io.github.mailclad.check.ProviderCheck names it";

  private final MailService service;
  private final Properties properties;

  ServerConnection(MailService service, Properties properties) {
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

  /** Connects, logs in and closes. */
  LoginResult logIn(String user, String password) {
    try (Service opened = open()) {
      if (!(opened instanceof SecuredService secured)) {
        return failed(NOT_OURS);
      }
      opened.connect(null, user, password);
      return new LoginResult.Accepted(List.of(secured.connectionSecurity().orElseThrow()));
    } catch (AuthenticationFailedException e) {
      return new LoginResult.Rejected(service);
    } catch (MessagingException e) {
      Optional<Refusal> refusal = Refusal.in(e);
      return refusal.isPresent()
          ? new LoginResult.Ended(new SetupStep.Refused(refusal.get()))
          : failed(String.valueOf(e.getMessage()));
    }
  }

  private LoginResult failed(String problem) {
    return new LoginResult.Ended(new SetupStep.Failed(service, problem));
  }
}
