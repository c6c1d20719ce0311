package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.setup.Question.Consent;
import io.github.mailclad.setup.SetupStep.Remedy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The set-up of one account, as a state machine. {@link #step()} is the step to show to a person
 * now; each answer leads to the next step. The machine waits for servers and the DNS, each for a
 * bounded time, and never for a person. A program may ask on another thread, in another request, or
 * never.
 *
 * <pre>{@code
 * AccountSetup setup = accounts.setUp("alice@example.org");
 * SetupStep step = setup.discover();           // ProposedServers
 * step = setup.useProposal();                  // PasswordEntry, if every server proved its identity
 * step = setup.password(typed);                // Done
 * }</pre>
 *
 * <p>No answer lets a refused connection go on: a consent changes the requirements of the account,
 * for one server or certificate. The stage of the account is stored. To set it up again, in this
 * process or another one, permits nothing that an established account does not permit. Passwords
 * are not kept. Not thread-safe.
 */
public final class AccountSetup {
  private final AccountContext context;
  private final String account;
  private final ServerSelection servers;
  private final CurrentStep current = new CurrentStep();
  private final Set<TargetQuestion> confirmed = new HashSet<>();
  private ProbeResults results = ProbeResults.none();

  AccountSetup(AccountContext context) {
    this.context = context;
    this.account = context.account();
    this.servers = new ServerSelection(context);
  }

  /** The stage of an account. */
  public enum Stage {
    /** Nothing is stored about it. */
    NEW,
    /** It is being set up; certificates may be accepted. */
    SETUP,
    /** It was used as it requires, or its set-up was finished. */
    ESTABLISHED
  }

  /** Returns the login name of the account. */
  public String account() {
    return account;
  }

  /** Returns the step that waits for an answer. */
  public SetupStep step() {
    return current.get();
  }

  /**
   * Returns the stage of the account with the server that it is to use for that service.
   *
   * @throws AccountStoreException if the store cannot be read or its content is not trusted
   */
  public Stage stage(MailService service) throws AccountStoreException {
    StoredAccount stored = context.stored();
    Optional<ChosenServer> server = servers.of(service);
    if (server.isEmpty()) {
      return stored.isKnown() ? Stage.SETUP : Stage.NEW;
    }
    return stored.isEstablished(server.get()) ? Stage.ESTABLISHED : Stage.SETUP;
  }

  /**
   * Looks up the servers that the domain of the address publishes; contacts no mail server.
   *
   * @return {@code ProposedServers}, or {@code ServerEntry} where there are none
   */
  public SetupStep discover() {
    current.requireOpen();
    return current.next(servers.discover());
  }

  /**
   * Uses the proposed servers and connects to them without credentials, after a {@code
   * Confirmation} of those that need one.
   *
   * @throws IllegalStateException if the step is another one
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep useProposal() throws AccountStoreException {
    SetupStep.ProposedServers proposed = current.require(SetupStep.ProposedServers.class);
    List<TargetQuestion> open =
        proposed.questions().stream().filter(q -> !confirmed.contains(q)).toList();
    return ask(
        open.stream().<Warning>map(q -> new Warning.TargetOutsideDomain(account, q)).toList(),
        consents -> {
          confirmed.addAll(open);
          return use(proposed);
        },
        () -> new SetupStep.Refused(open.get(0).refusal()));
  }

  private SetupStep use(SetupStep.ProposedServers proposed) throws AccountStoreException {
    Outcome<List<ChosenServer>> accepted =
        proposed
            .accept(confirmed)
            .map(settings -> settings.stream().map(ChosenServer::discovered).toList());
    if (accepted.refusal().isPresent()) {
      return new SetupStep.Refused(accepted.refusal().get());
    }
    servers.replace(accepted.get());
    return probe();
  }

  /**
   * Uses servers that the person named, with TLS, which is required, and connects to them without
   * credentials. They replace those that were used before.
   *
   * @throws IllegalArgumentException if there is no server, or two for one protocol
   * @throws IllegalStateException if the set-up has ended
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep enterServers(List<MailServer> named) throws AccountStoreException {
    current.requireOpen();
    long protocols = named.stream().map(s -> s.service().protocol()).distinct().count();
    if (named.isEmpty() || protocols != named.size()) {
      throw new IllegalArgumentException("one server for each protocol is needed");
    }
    servers.replace(named.stream().map(ChosenServer::named).toList());
    return current.next(probe());
  }

  /**
   * Connects to the servers again, without credentials.
   *
   * @throws IllegalStateException if no servers were tried yet
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep tryAgain() throws AccountStoreException {
    current.require(SetupStep.Unusable.class);
    return current.next(probe());
  }

  private SetupStep probe() throws AccountStoreException {
    results = servers.probe();
    return results.failed().isEmpty()
        ? passwordEntry(/* rejectedBy= */ null)
        : unusable(results.remedy());
  }

  private SetupStep unusable(Remedy remedy) {
    return new SetupStep.Unusable(results.probed(), remedy);
  }

  /**
   * Continues with the warnings about what the servers lack. Nothing changes before the last one is
   * agreed to.
   *
   * @throws IllegalStateException if the step is another one, or has no remedy
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep considerRisks() throws AccountStoreException {
    SetupStep.Unusable unusable = current.require(SetupStep.Unusable.class);
    if (unusable.remedy() == Remedy.NONE) {
      throw new IllegalStateException("there is no remedy to consider");
    }
    Questions.Agreed agreed =
        unusable.remedy() == Remedy.CERTIFICATE ? this::acceptCertificates : this::useWithoutTls;
    return ask(results.warnings(account), agreed, () -> unusable(Remedy.NONE));
  }

  private SetupStep acceptCertificates(List<Consent> consents) throws AccountStoreException {
    servers.acceptCertificates(results, consents);
    return probe();
  }

  private SetupStep useWithoutTls(List<Consent> consents) throws AccountStoreException {
    servers.useWithoutTls(results, consents);
    return passwordEntry(/* rejectedBy= */ null);
  }

  private SetupStep ask(
      List<Warning> warnings, Questions.Agreed agreed, Supplier<SetupStep> declined)
      throws AccountStoreException {
    return current.ask(
        new Questions(warnings, results.probed(), context.clock(), agreed, declined));
  }

  /**
   * Agrees to the open question.
   *
   * @throws IllegalStateException if the step is another one
   * @throws IllegalArgumentException if it is the consent to another question, or was used before
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep answer(Consent consent) throws AccountStoreException {
    return current.answer(consent);
  }

  /**
   * Declines the open question. Nothing that the questions were about changes.
   *
   * @throws IllegalStateException if the step is another one
   */
  public SetupStep decline() {
    return current.decline();
  }

  private SetupStep.PasswordEntry passwordEntry(@Nullable MailService rejectedBy) {
    return new SetupStep.PasswordEntry(account, servers.connections(), rejectedBy);
  }

  /**
   * Logs in at every server. Each connection is verified again before the password is sent. A
   * consent to send it without protection is good for one password within five minutes; without it
   * the person is asked again, and nothing is sent.
   *
   * @param password the password; it is not kept
   * @return {@code Done}; {@code PasswordEntry} or {@code Confirmation} if it was rejected or a
   *     consent is missing; {@code Refused} or {@code Failed}
   * @throws IllegalStateException if the step is another one
   * @throws IllegalArgumentException if the password is empty
   * @throws AccountStoreException if the store cannot be read or written, or its content is not
   *     trusted
   */
  public SetupStep password(String password) throws AccountStoreException {
    current.require(SetupStep.PasswordEntry.class);
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password is empty");
    }
    if (!servers.spendConsents()) {
      return askForTests(/* rejectedBy= */ null);
    }
    LoginResult result = servers.logIn(password);
    if (result instanceof LoginResult.Rejected rejected) {
      return askForTests(rejected.service());
    }
    if (result instanceof LoginResult.Ended ended) {
      return current.next(ended.step());
    }
    return end(((LoginResult.Accepted) result).connections());
  }

  /**
   * Asks for the consent to send the password without protection again, and then for the password.
   */
  private SetupStep askForTests(@Nullable MailService rejectedBy) throws AccountStoreException {
    return ask(
        servers.testWarnings(),
        consents -> {
          servers.permitTests(consents);
          return passwordEntry(rejectedBy);
        },
        () -> unusable(Remedy.NONE));
  }

  /**
   * Ends the set-up without a login, for programs that log in by other means than a password. From
   * now on the account is established at its servers.
   *
   * @throws IllegalStateException if the servers do not meet what the account requires yet
   * @throws AccountStoreException if the store cannot be read or written
   */
  public SetupStep finish() throws AccountStoreException {
    current.require(SetupStep.PasswordEntry.class);
    return end(servers.connections());
  }

  private SetupStep end(List<ConnectionSecurity> connections) throws AccountStoreException {
    servers.establish(connections);
    return current.next(new SetupStep.Done(new MailAccount(context), connections));
  }

  @Override
  public String toString() {
    return "set-up of " + account;
  }
}
