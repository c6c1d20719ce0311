package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * One look-up: from the name over its aliases to the records. Each owner is queried and validated
 * separately, because a single verdict for a chain through several zones would hide the weak zone.
 * For one use.
 */
final class NameLookup {
  private static final int MOST_ALIASES = 8;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(5);

  private final ServerQueries queries;
  private final DnssecValidator validator;
  private final Clock clock;
  private final LookupBudget budget;
  private final Name name;
  private final int type;
  private volatile List<Alias> aliases = List.of();
  private volatile String weakness = "";
  private volatile Duration timeToLive = LONGEST;

  NameLookup(
      ServerQueries queries,
      DnssecValidator validator,
      Clock clock,
      LookupBudget budget,
      Name name,
      int type) {
    this.queries = queries;
    this.validator = validator;
    this.clock = clock;
    this.budget = budget;
    this.name = name;
    this.type = type;
  }

  /** Returns the result within the time limit; the future never completes exceptionally. */
  <T> CompletableFuture<TimedAnswer<T>> run(Function<Record, T> reading) {
    return follow(name)
        .thenApply(end -> found(end, reading))
        .orTimeout(budget.left().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(thrown -> failed(UnansweredException.of(thrown)));
  }

  private CompletableFuture<ValidatedRecords> follow(Name owner) {
    return queries
        .ask(owner, type, budget, validator::prepare)
        .thenCompose(records -> records.isAlias() ? step(owner) : validated(records));
  }

  private CompletableFuture<ValidatedRecords> validated(OwnerRecords records) {
    return validator.validate(records, budget).toCompletableFuture();
  }

  private CompletableFuture<ValidatedRecords> step(Name owner) {
    return queries
        .ask(owner, Type.CNAME, budget, validator::prepare)
        .thenCompose(this::validated)
        .thenCompose(
            hop -> {
              if (!hop.status().isAnswer()) {
                return unanswered(hop.status(), hop.reason());
              }
              return hop.records()
                  .target()
                  .map(target -> followTo(owner, target, hop))
                  .orElseGet(
                      () ->
                          unanswered(
                              DnssecStatus.INDETERMINATE,
                              DnsText.of(owner) + " was an alias at first, and then was not"));
            });
  }

  private CompletableFuture<ValidatedRecords> followTo(
      Name owner, Name target, ValidatedRecords hop) {
    List<Alias> steps = new ArrayList<>(aliases);
    steps.add(new Alias(DnsText.of(owner), DnsText.of(target), hop.status()));
    if (steps.size() > MOST_ALIASES
        || steps.stream().anyMatch(s -> s.owner().equals(DnsText.of(target)))) {
      return unanswered(
          DnssecStatus.INDETERMINATE, DnsText.of(name) + " is an alias without an end");
    }
    aliases = List.copyOf(steps);
    weaken(hop);
    return follow(target);
  }

  private void weaken(ValidatedRecords step) {
    if (weakness.isEmpty()) {
      weakness = step.reason();
    }
    Duration other = step.records().timeToLive(clock);
    timeToLive = other.compareTo(timeToLive) < 0 ? other : timeToLive;
  }

  private static CompletableFuture<ValidatedRecords> unanswered(
      DnssecStatus status, String reason) {
    return CompletableFuture.failedFuture(new UnansweredException(status, reason));
  }

  private <T> TimedAnswer<T> found(ValidatedRecords end, Function<Record, T> reading) {
    if (!end.status().isAnswer()) {
      return failed(new UnansweredException(end.status(), end.reason()));
    }
    weaken(end);
    List<T> records = end.records().records().stream().map(reading).collect(Collectors.toList());
    if (records.isEmpty() && timeToLive.compareTo(LONGEST_ABSENCE) > 0) {
      timeToLive = LONGEST_ABSENCE;
    }
    boolean secure =
        end.status() == DnssecStatus.SECURE
            && aliases.stream().allMatch(a -> a.status() == DnssecStatus.SECURE);
    DnssecStatus weakest = secure ? DnssecStatus.SECURE : DnssecStatus.INSECURE;
    return new TimedAnswer<>(
        new Answer<>(DnsText.of(name), weakest, records, aliases, weakness),
        clock.instant().plus(timeToLive));
  }

  private <T> TimedAnswer<T> failed(UnansweredException unanswered) {
    return new TimedAnswer<>(
        Answer.<T>failed(DnsText.of(name), unanswered.status(), unanswered.reason())
            .through(aliases),
        Instant.MIN);
  }
}
