package io.github.mailclad.internal.discovery;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.internal.dns.LookupDeadline;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Finds the servers of one service, or of a whole account, by the SRV records of a domain (RFC
 * 6186; RFC 8314, section 5.1), and by its configuration files where those are asked for. Contacts
 * no mail server. Thread-safe if resolver and random generator are.
 */
public final class ServiceSearch {
  /** The protocols for reading mail; IMAP is taken if a domain prefers neither. */
  public static final List<MailProtocol> ACCESS = List.of(MailProtocol.IMAP, MailProtocol.POP3);

  /** The protocol for submitting mail. */
  public static final List<MailProtocol> SUBMISSION = List.of(MailProtocol.SUBMISSION);

  private static final List<MailProtocol> ALL =
      Stream.concat(ACCESS.stream(), SUBMISSION.stream()).toList();

  private final SecureResolver resolver;
  private final RandomGenerator random;
  private final Duration limit;

  /**
   * Creates a search by a resolver.
   *
   * @param resolver the resolver, which is responsible for the DNSSEC status of its answers
   * @param random the generator that draws among servers by their weights
   * @param limit the total time that a search waits, positive; an answer that is missing by then is
   *     {@link io.github.mailclad.dns.DnssecStatus#INDETERMINATE}
   */
  public ServiceSearch(SecureResolver resolver, RandomGenerator random, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the limit must be positive");
    }
    this.resolver = resolver;
    this.random = random;
    this.limit = limit;
  }

  /**
   * Returns the records of a domain for the protocol of a service: exactly two labels, with either
   * TLS start, looked up at once.
   *
   * @param sourceDomain the domain in A-labels
   */
  public PublishedServices protocol(String sourceDomain, MailService service) {
    return published(sourceDomain, look(sourceDomain, List.of(service.protocol())));
  }

  /**
   * Returns the servers of an address for the protocol of a service: by records, as {@link
   * #protocol(String, MailService)} does, and by configuration files where the records leave them
   * open.
   */
  public PublishedServices protocol(
      String user, String sourceDomain, MailService service, WebSearch web) {
    List<MailProtocol> purpose = List.of(service.protocol());
    return combined(user, sourceDomain, look(sourceDomain, purpose), List.of(purpose), web);
  }

  /** Returns the records of a domain for an account: exactly six labels, looked up at once. */
  public PublishedServices account(String sourceDomain) {
    return published(sourceDomain, look(sourceDomain, ALL));
  }

  /**
   * Returns the servers of an account: by records, as {@link #account(String)} does, and by
   * configuration files where the records leave a purpose open.
   *
   * @param access the protocols for reading mail
   */
  public PublishedServices account(
      String user, String sourceDomain, List<MailProtocol> access, WebSearch web) {
    return combined(user, sourceDomain, look(sourceDomain, ALL), List.of(access, SUBMISSION), web);
  }

  private PublishedServices published(String domain, List<ServiceRecords> records) {
    return new PublishedServices(new DnsId(domain).name(), records, List.of(), random);
  }

  private PublishedServices combined(
      String user,
      String sourceDomain,
      List<ServiceRecords> records,
      List<List<MailProtocol>> purposes,
      WebSearch web) {
    String domain = new DnsId(sourceDomain).name();
    CombinedSources combined = new CombinedSources(user, domain, records);
    combined.add(purposes, web, resolver);
    return new PublishedServices(domain, combined.services(), combined.attempts(), random);
  }

  private List<ServiceRecords> look(String sourceDomain, List<MailProtocol> protocols) {
    String domain = new DnsId(sourceDomain).name();
    LookupDeadline deadline = new LookupDeadline(limit);
    Map<MailService, CompletionStage<Answer<SrvRecord>>> asked = new EnumMap<>(MailService.class);
    Arrays.stream(MailService.values())
        .filter(service -> protocols.contains(service.protocol()))
        .forEach(
            service ->
                asked.put(
                    service,
                    LookupDeadline.ask(ServiceRecords.name(service, domain), resolver::srv)));
    List<ServiceRecords> found = new ArrayList<>();
    asked.forEach(
        (service, stage) -> {
          String name = ServiceRecords.name(service, domain);
          found.add(ServiceRecords.of(service, name, deadline.await(stage, name)));
        });
    return found;
  }

  /**
   * Returns the domain behind the last {@code @} of a user name, whose records name the servers of
   * the account: in A-labels, lower case, without a trailing dot. A user name without one, an
   * address literal and an address of another kind have no domain.
   */
  public static Outcome<String> sourceDomain(String user) {
    int at = user.lastIndexOf('@');
    if (at < 1 || at == user.length() - 1) {
      return noDomain(user);
    }
    String written = user.substring(at + 1);
    try {
      Optional<DnsId> domain = written.startsWith("[") ? Optional.empty() : Host.of(written).name();
      return domain.map(name -> Outcome.of(name.name())).orElseGet(() -> noDomain(user));
    } catch (IllegalArgumentException e) {
      return Outcome.refused(
          new SettingsRefusal.InvalidHost(written, String.valueOf(e.getMessage())));
    }
  }

  private static Outcome<String> noDomain(String user) {
    return Outcome.refused(new LookupRefusal.NoServerNamed(PeerText.of(user)));
  }
}
