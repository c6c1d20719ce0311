package io.github.mailclad.discovery;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.PublishedServices;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mail servers of an address from the records that its domain publishes (RFC 6186; RFC
 * 8314, section 5.1). The account has the minimum level {@link ConfidentialityLevel#AUTHENTICATED}:
 * it uses implicit TLS where it is published, else STARTTLS, which is required then. Looks up six
 * names, contacts no mail server and guesses none. {@link #withConfigurationFiles} adds sources.
 *
 * <p>There is no discovery for an account without a minimum level: records do not say whether a
 * server has TLS, so the user of such an account has to name the server.
 *
 * <p>Immutable and thread-safe. It asks no person: {@link Proposal#question()} is the question that
 * a person has to confirm, and without the confirmation the servers are refused.
 *
 * <pre>{@code
 * MailDiscovery discovery = new MailDiscovery(ValidatingResolver.ofSystem());
 * Outcome<List<ServerSettings>> found = discovery.discover("alice@example.org").accept();
 * if (found.refusal().isEmpty()) {  // it is refused while a question is open
 *   session.getProperties().putAll(ServerSettings.properties(found.get()));
 * }
 * }</pre>
 */
public final class MailDiscovery {
  private final ServiceSearch search;
  private final @Nullable WebSearch web;

  /**
   * Creates a discovery with a time limit of 10 s for each address.
   *
   * @param resolver the resolver, which validates the DNSSEC status of its answers
   */
  public MailDiscovery(SecureResolver resolver) {
    this(resolver, new SecureRandom(), Duration.ofSeconds(10));
  }

  /**
   * Creates a discovery with a time limit.
   *
   * @param resolver the resolver, which validates the DNSSEC status of its answers
   * @param random the source of the draws among servers by their weights; thread-safe
   * @param limit the total time that a discovery may take, positive
   */
  public MailDiscovery(SecureResolver resolver, RandomGenerator random, Duration limit) {
    this(new ServiceSearch(resolver, random, limit), /* web= */ null);
  }

  private MailDiscovery(ServiceSearch search, @Nullable WebSearch web) {
    this.search = search;
    this.web = web;
  }

  /**
   * Returns the same discovery, which also fetches the configuration files of the domain where its
   * records leave a purpose open.
   */
  public MailDiscovery withConfigurationFiles(ConfigurationFiles files) {
    return new MailDiscovery(search, files.search());
  }

  /**
   * Returns the servers of an address. The domain's preference decides between IMAP and POP3.
   *
   * @param address for example {@code alice@example.org}; U-labels are allowed
   */
  public Discovery discover(String address) {
    return discover(address, ServiceSearch.ACCESS);
  }

  /**
   * Returns the servers of an address, with that protocol and no other one for reading mail.
   *
   * @param address for example {@code alice@example.org}
   * @param access IMAP or POP3, with either TLS start
   * @throws IllegalArgumentException if mail is not read by that service
   */
  public Discovery discover(String address, MailService access) {
    if (!ServiceSearch.ACCESS.contains(access.protocol())) {
      throw new IllegalArgumentException("mail is not read by " + access.srvLabel());
    }
    return discover(address, List.of(access.protocol()));
  }

  private Discovery discover(String address, List<MailProtocol> access) {
    Outcome<String> domain = ServiceSearch.sourceDomain(address);
    if (domain.refusal().isPresent()) {
      Outcome<Proposal> none = Outcome.refused(domain.refusal().get());
      return new Discovery(none, none, List.of());
    }
    PublishedServices published =
        web == null
            ? search.account(domain.get())
            : search.account(address, domain.get(), access, web);
    Outcome<Proposal> reading = proposal(address, published, access);
    Outcome<Proposal> submitting = proposal(address, published, ServiceSearch.SUBMISSION);
    List<String> anomalies = new ArrayList<>();
    reading.refusal().ifPresent(none -> anomalies.addAll(published.anomalies(access)));
    submitting
        .refusal()
        .ifPresent(none -> anomalies.addAll(published.anomalies(ServiceSearch.SUBMISSION)));
    return new Discovery(reading, submitting, anomalies);
  }

  /** Returns the servers for one purpose: reading mail, or submitting it. */
  private static Outcome<Proposal> proposal(
      String address, PublishedServices published, List<MailProtocol> protocols) {
    Terms terms = new Terms(ConfidentialityLevel.AUTHENTICATED, /* tlsStart= */ null, Set.of());
    List<String> anomalies = published.anomalies(protocols);
    Outcome<Choice> choice = published.choose(protocols, terms);
    // a person cannot confirm a name that is too long to be shown whole
    if (choice.refusal().orElse(null) instanceof LookupRefusal.TargetNotConfirmed open
        && open.targets().stream().noneMatch(host -> host.escaped().endsWith("..."))) {
      Set<String> unconfirmed =
          open.targets().stream().map(PeerText::escaped).collect(Collectors.toUnmodifiableSet());
      Outcome<Choice> confirmed = published.choose(protocols, terms.confirming(unconfirmed));
      if (confirmed.refusal().isEmpty()) {
        return confirmed.map(found -> new Proposal(address, found, anomalies, unconfirmed));
      }
    }
    return choice.map(found -> new Proposal(address, found, anomalies, Set.of()));
  }
}
