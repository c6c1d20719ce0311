package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Validates with dnsjava from trust anchors. The records of one owner are given; keys and
 * delegations are queried during validation.
 */
final class LocalValidator implements DnssecValidator {
  private final ValidatingResolver validator;

  LocalValidator(ServerQueries queries, UsableAnchors anchors, Clock clock) {
    validator = new ValidatingResolver(new UpstreamResolver(queries), clock);
    try {
      validator.init(DnssecStrength.forValidator());
    } catch (IOException e) {
      throw new IllegalStateException("the validator reads no file here", e);
    }
    // a system property may have configured other anchors
    anchors.fill(validator.getTrustAnchors());
    validator.setAddReasonToAdditional(true);
  }

  /** Asks servers not to validate, so that they also return answers that they consider Bogus. */
  static void disableChecking(Message query) {
    query.getHeader().setFlag(Flags.CD);
  }

  @Override
  public void prepare(Message query) {
    disableChecking(query);
  }

  @Override
  public CompletionStage<ValidatedRecords> validate(OwnerRecords records, LookupBudget budget) {
    Message query = Message.newQuery(Record.newRecord(records.owner(), records.type(), DClass.IN));
    ValidationRun run = new ValidationRun(records, budget);
    return validator.sendAsync(query, run).thenApply(response -> result(response, run));
  }

  private static ValidatedRecords result(Message response, ValidationRun run) {
    if (response.getHeader().getFlag(Flags.AD)) {
      return run.result(DnssecStatus.SECURE, "");
    }
    UnansweredException unanswered = run.unanswered.get();
    if (unanswered != null) {
      return run.result(unanswered.status(), unanswered.reason());
    }
    String reason = DnsText.validatorReason(response);
    if (response.getRcode() == Rcode.SERVFAIL || DnsText.saysBogus(response)) {
      return run.result(DnssecStatus.BOGUS, run.named(reason));
    }
    // dnsjava gives a reason for Insecure; without a reason, it may have failed and have no verdict
    return reason.isEmpty()
        ? run.result(DnssecStatus.INDETERMINATE, run.named(noVerdict(run.records)))
        : run.result(DnssecStatus.INSECURE, run.named(reason));
  }

  /**
   * Returns the reason for a missing verdict. RFC 5155, section 9.2 calls a wildcard's answer
   * Insecure if opt-out omits names. dnsjava gives no reason then, which looks the same as a lost
   * key.
   */
  private static String noVerdict(OwnerRecords records) {
    return records.isDeniedByOptOut()
        ? "the zone omits unsigned names (NSEC3 opt-out), so this validator can confirm neither the answer of a wildcard nor an absence; the operator of the zone can publish the name itself, or sign without opt-out"
        : "the validator has no verdict";
  }

  /**
   * One validation: its subject, its remaining budget, and the first query without an answer, which
   * dnsjava does not always report. It is an executor only because dnsjava passes an executor
   * through.
   */
  private static final class ValidationRun implements Executor {
    private final OwnerRecords records;
    private final LookupBudget budget;
    private final AtomicReference<UnansweredException> unanswered = new AtomicReference<>();

    ValidationRun(OwnerRecords records, LookupBudget budget) {
      this.records = records;
      this.budget = budget;
    }

    boolean isAbout(Record question) {
      return question.getName().equals(records.owner()) && question.getType() == records.type();
    }

    /** Returns a reason after the name and type of the records. */
    String named(String reason) {
      return DnsText.of(records.owner(), records.type()) + ": " + reason;
    }

    ValidatedRecords result(DnssecStatus status, String reason) {
      return new ValidatedRecords(records, status, reason);
    }

    @Override
    public void execute(Runnable command) {
      ForkJoinPool.commonPool().execute(command);
    }
  }

  /**
   * The resolver that dnsjava's validator queries. It returns the given records for their own
   * question, and queries the servers for all others.
   */
  private static final class UpstreamResolver implements Resolver {
    private final ServerQueries queries;

    UpstreamResolver(ServerQueries queries) {
      this.queries = queries;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
      ValidationRun run = (ValidationRun) executor;
      Record question = query.getQuestion();
      if (run.isAbout(question)) {
        return CompletableFuture.completedFuture(run.records.forValidator());
      }
      return queries
          .ask(question.getName(), question.getType(), run.budget, LocalValidator::disableChecking)
          .thenApply(OwnerRecords::forValidator)
          .whenComplete(
              (message, thrown) -> {
                if (thrown != null) {
                  run.unanswered.compareAndSet(null, UnansweredException.of(thrown));
                }
              });
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
      throw new UnsupportedOperationException("a query belongs to a validation");
    }

    @Override
    public void setPort(int port) {}

    @Override
    public void setTCP(boolean flag) {}

    @Override
    public void setIgnoreTruncation(boolean flag) {}

    @Override
    public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {}

    @Override
    public void setTSIGKey(TSIG key) {}

    @Override
    public void setTimeout(Duration timeout) {}
  }
}
