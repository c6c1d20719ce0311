package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.refusal.Refusal;
import java.util.List;

/** What became of trying the credentials of an account at its servers. */
public sealed interface CredentialCheck {

  /**
   * Every server takes them.
   *
   * @param connections what the connection to each of them got
   */
  record Accepted(List<ConnectionSecurity> connections) implements CredentialCheck {
    public Accepted {
      connections = List.copyOf(connections);
    }
  }

  /**
   * A verified server does not take them; it was not asked again.
   *
   * @param service which one
   */
  record Rejected(MailService service) implements CredentialCheck {}

  /**
   * A server must not be used.
   *
   * @param service which one
   * @param refusal why
   */
  record Refused(MailService service, Refusal refusal) implements CredentialCheck {}

  /**
   * The credentials would be sent below the minimum level, and nobody was warned of it, or too long
   * ago; nobody was asked for them.
   *
   * @param warning what a person has to know first
   */
  record NotWarned(Warning warning) implements CredentialCheck {}

  /** The person was asked, and gave none. */
  record NotGiven() implements CredentialCheck {}

  /**
   * Something else went wrong.
   *
   * @param service where
   * @param problem what, in words for people; escaped
   */
  record Failed(MailService service, String problem) implements CredentialCheck {
    public Failed {
      problem = new Probe.Unreachable(problem).problem();
    }
  }
}
