package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Clock;
import java.time.Duration;
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
 * One look-up: from the name over its aliases to the records. Each owner is queried and judged
 * separately, because a single verdict for a chain through several zones would hide the weak zone.
 * For one use.
 */
final class LookUp {
  private static final int MOST_ALIASES = 8;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(5);

  private final Wire wire;
  private final Judge judge;
  private final Clock clock;
  private final Effort effort;
  private final Name name;
  private final int type;
  private volatile List<Alias> aliases = List.of();
  private volatile String weakness = "";
  private volatile Duration timeToLive = LONGEST;

  LookUp(Wire wire, Judge judge, Clock clock, Effort effort, Name name, int type) {
    this.wire = wire;
    this.judge = judge;
    this.clock = clock;
    this.effort = effort;
    this.name = name;
    this.type = type;
  }

  /** Returns the result within the time limit; the future never completes exceptionally. */
  <T> CompletableFuture<Found<T>> run(Function<Record, T> reading) {
    return follow(name)
        .thenApply(end -> found(end, reading))
        .orTimeout(effort.left().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(thrown -> failed(UnansweredException.of(thrown)));
  }

  private record Judged(OneOwner said, Verdict verdict) {}

  private CompletableFuture<Judged> follow(Name owner) {
    return wire.ask(owner, type, effort, judge::prepare)
        .thenCompose(said -> said.isAlias() ? step(owner) : judged(said));
  }

  private CompletableFuture<Judged> judged(OneOwner said) {
    return judge.judge(said, effort).thenApply(v -> new Judged(said, v)).toCompletableFuture();
  }

  private CompletableFuture<Judged> step(Name owner) {
    return wire.ask(owner, Type.CNAME, effort, judge::prepare)
        .thenCompose(this::judged)
        .thenCompose(
            hop -> {
              Verdict verdict = hop.verdict();
              if (!verdict.status().isAnswer()) {
                return unanswered(verdict.status(), verdict.reason());
              }
              return hop.said()
                  .target()
                  .map(target -> followTo(owner, target, hop))
                  .orElseGet(
                      () ->
                          unanswered(
                              DnssecStatus.INDETERMINATE,
                              Words.of(owner) + " was an alias, and when asked for it was none"));
            });
  }

  private CompletableFuture<Judged> followTo(Name owner, Name target, Judged hop) {
    List<Alias> steps = new ArrayList<>(aliases);
    steps.add(new Alias(Words.of(owner), Words.of(target), hop.verdict().status()));
    if (steps.size() > MOST_ALIASES
        || steps.stream().anyMatch(s -> s.owner().equals(Words.of(target)))) {
      return unanswered(DnssecStatus.INDETERMINATE, Words.of(name) + " is an alias without an end");
    }
    aliases = List.copyOf(steps);
    weaken(hop);
    return follow(target);
  }

  private void weaken(Judged judged) {
    if (weakness.isEmpty()) {
      weakness = judged.verdict().reason();
    }
    Duration other = judged.said().timeToLive(clock);
    timeToLive = other.compareTo(timeToLive) < 0 ? other : timeToLive;
  }

  private static CompletableFuture<Judged> unanswered(DnssecStatus status, String reason) {
    return CompletableFuture.failedFuture(new UnansweredException(status, reason));
  }

  private <T> Found<T> found(Judged end, Function<Record, T> reading) {
    Verdict verdict = end.verdict();
    if (!verdict.status().isAnswer()) {
      return failed(new UnansweredException(verdict.status(), verdict.reason()));
    }
    weaken(end);
    List<T> records = end.said().records().stream().map(reading).collect(Collectors.toList());
    if (records.isEmpty() && timeToLive.compareTo(LONGEST_ABSENCE) > 0) {
      timeToLive = LONGEST_ABSENCE;
    }
    boolean secure =
        verdict.status() == DnssecStatus.SECURE
            && aliases.stream().allMatch(a -> a.status() == DnssecStatus.SECURE);
    DnssecStatus weakest = secure ? DnssecStatus.SECURE : DnssecStatus.INSECURE;
    return new Found<>(
        new Answer<>(Words.of(name), weakest, records, aliases, weakness), timeToLive);
  }

  private <T> Found<T> failed(UnansweredException told) {
    return new Found<>(
        Answer.<T>failed(Words.of(name), told.status(), told.reason()).through(aliases),
        Duration.ZERO);
  }
}
