package io.github.mailclad.discovery;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.Published;
import io.github.mailclad.internal.discovery.Search;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the mail servers of an address by what its domain publishes (RFC 6186; RFC 8314, section
 * 5.1), for an account whose minimum level is {@link ConfidentialityLevel#AUTHENTICATED}: implicit
 * TLS where it is published, else STARTTLS, which is required then. Asks for six names, contacts no
 * mail server and guesses none.
 *
 * <p>There is no discovery for an account without a minimum: records do not say whether a server
 * has TLS, so whoever wants to do without has to name the server.
 *
 * <p>Immutable and thread-safe. It asks no person: {@link Proposal#question()} is what a person has
 * to confirm, and without the confirmation the servers are refused.
 */
public final class MailDiscovery {
  private final ServiceSearch search;

  /**
   * Looks up with a limit of 10 s for a discovery.
   *
   * @param resolver validates the DNSSEC status of its answers
   */
  public MailDiscovery(SecureResolver resolver) {
    this(resolver, new SecureRandom(), Duration.ofSeconds(10));
  }

  /**
   * Looks up with a limit of its own.
   *
   * @param resolver validates the DNSSEC status of its answers
   * @param random draws among servers by their weights; thread-safe
   * @param limit the total time that a discovery may take, positive
   */
  public MailDiscovery(SecureResolver resolver, RandomGenerator random, Duration limit) {
    this.search = new ServiceSearch(resolver, random, limit);
  }

  /**
   * The servers of an address; whether mail is read by IMAP or POP3 is as the domain prefers it.
   *
   * @param address for example {@code alice@example.org}; U-labels are welcome
   */
  public Discovery discover(String address) {
    return discover(address, ServiceSearch.ACCESS);
  }

  /**
   * The servers of an address, with mail read by that protocol and no other one.
   *
   * @param address for example {@code alice@example.org}
   * @param access IMAP or POP3, with whichever TLS start
   * @throws IllegalArgumentException if mail is not read by that service
   */
  public Discovery discover(String address, MailService access) {
    if (!ServiceSearch.ACCESS.contains(access.protocol())) {
      throw new IllegalArgumentException("mail is not read by " + access.srvLabel());
    }
    return discover(address, List.of(access.protocol()));
  }

  private Discovery discover(String address, List<MailProtocol> access) {
    SourceDomain domain = SourceDomain.of(address);
    if (domain instanceof SourceDomain.Unknown unknown) {
      return new Discovery.Nothing(unknown.refusal(), unknown.refusal(), List.of());
    }
    Published published = search.account(((SourceDomain.Known) domain).name());
    Half reading = half(address, published, access);
    Half submitting = half(address, published, ServiceSearch.SUBMISSION);
    if (reading instanceof Half.There here && submitting instanceof Half.There there) {
      return new Discovery.Complete(here.proposal(), there.proposal());
    }
    if (reading instanceof Half.There here && submitting instanceof Half.Missing missing) {
      return new Discovery.Partial(here.proposal(), missing.refusal(), missing.anomalies());
    }
    if (reading instanceof Half.Missing missing && submitting instanceof Half.There there) {
      return new Discovery.Partial(there.proposal(), missing.refusal(), missing.anomalies());
    }
    Half.Missing noReading = (Half.Missing) reading;
    Half.Missing noSubmitting = (Half.Missing) submitting;
    return new Discovery.Nothing(
        noReading.refusal(),
        noSubmitting.refusal(),
        Stream.concat(noReading.anomalies().stream(), noSubmitting.anomalies().stream()).toList());
  }

  /** What there is for reading mail, or for submitting it. */
  private sealed interface Half {
    record There(Proposal proposal) implements Half {}

    record Missing(Refusal refusal, List<String> anomalies) implements Half {}
  }

  private Half half(String address, Published published, List<MailProtocol> protocols) {
    Terms terms = new Terms(ConfidentialityLevel.AUTHENTICATED, /* tlsStart= */ null, Set.of());
    Search result = published.choose(protocols, terms);
    if (result instanceof Search.Found found) {
      return new Half.There(new Proposal(address, found, Set.of()));
    }
    Search.NotFound none = (Search.NotFound) result;
    // a name too long to be shown whole is none that a person could confirm
    if (none.refusal() instanceof LookupRefusal.TargetNotConfirmed open
        && open.targets().stream().noneMatch(host -> host.escaped().endsWith("..."))) {
      Set<String> unconfirmed =
          open.targets().stream().map(PeerText::escaped).collect(Collectors.toUnmodifiableSet());
      if (published.choose(protocols, terms.confirming(unconfirmed))
          instanceof Search.Found found) {
        return new Half.There(new Proposal(address, found, unconfirmed));
      }
    }
    return new Half.Missing(none.refusal(), none.anomalies());
  }
}
