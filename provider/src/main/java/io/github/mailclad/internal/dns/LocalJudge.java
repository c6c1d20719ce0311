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
final class LocalJudge implements Judge {
  private final ValidatingResolver validator;

  LocalJudge(Wire wire, Anchors anchors, Clock clock) {
    validator = new ValidatingResolver(new Head(wire), clock);
    try {
      validator.init(Strength.forValidator());
    } catch (IOException e) {
      throw new IllegalStateException("nothing was to be read", e);
    }
    // a system property may have configured other anchors
    anchors.fill(validator.getTrustAnchors());
    validator.setAddReasonToAdditional(true);
  }

  /** Asks servers not to validate, so that they also return answers that they consider Bogus. */
  static void askForAll(Message query) {
    query.getHeader().setFlag(Flags.CD);
  }

  @Override
  public void prepare(Message query) {
    askForAll(query);
  }

  @Override
  public CompletionStage<Verdict> judge(OneOwner said, Effort effort) {
    Message query = Message.newQuery(Record.newRecord(said.owner(), said.type(), DClass.IN));
    Hearing hearing = new Hearing(said, effort);
    return validator.sendAsync(query, hearing).thenApply(response -> verdict(response, hearing));
  }

  private static Verdict verdict(Message response, Hearing hearing) {
    if (response.getHeader().getFlag(Flags.AD)) {
      return new Verdict(DnssecStatus.SECURE, "");
    }
    UnansweredException unanswered = hearing.unanswered.get();
    if (unanswered != null) {
      return new Verdict(unanswered.status(), unanswered.reason());
    }
    String reason = Words.validatorReason(response);
    if (response.getRcode() == Rcode.SERVFAIL || Words.saysBogus(response)) {
      return new Verdict(DnssecStatus.BOGUS, hearing.told(reason));
    }
    // dnsjava gives a reason for Insecure; without a reason, it may have failed and have no verdict
    return reason.isEmpty()
        ? new Verdict(DnssecStatus.INDETERMINATE, hearing.told(noVerdict(hearing.said)))
        : new Verdict(DnssecStatus.INSECURE, hearing.told(reason));
  }

  /**
   * Returns the reason for a missing verdict. RFC 5155, section 9.2 calls a wildcard's answer
   * Insecure if opt-out omits names. dnsjava gives no reason then, which looks the same as a lost
   * key.
   */
  private static String noVerdict(OneOwner said) {
    return said.isDeniedByOptOut()
        ? "the zone leaves unsigned names out (NSEC3 opt-out), where this validator can tell neither a wildcard's answer nor an absence; the zone's operator can publish the name itself, or sign without opt-out"
        : "the validator came to no verdict";
  }

  /**
   * One validation: its subject, its remaining effort, and the first query without an answer, which
   * dnsjava does not always report. It is an executor only because dnsjava passes an executor
   * through.
   */
  private static final class Hearing implements Executor {
    private final OneOwner said;
    private final Effort effort;
    private final AtomicReference<UnansweredException> unanswered = new AtomicReference<>();

    Hearing(OneOwner said, Effort effort) {
      this.said = said;
      this.effort = effort;
    }

    boolean isAbout(Record question) {
      return question.getName().equals(said.owner()) && question.getType() == said.type();
    }

    String told(String reason) {
      return Words.of(said.owner(), said.type()) + ": " + reason;
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
  private static final class Head implements Resolver {
    private final Wire wire;

    Head(Wire wire) {
      this.wire = wire;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
      Hearing hearing = (Hearing) executor;
      Record question = query.getQuestion();
      if (hearing.isAbout(question)) {
        return CompletableFuture.completedFuture(hearing.said.forValidator());
      }
      return wire.ask(question.getName(), question.getType(), hearing.effort, LocalJudge::askForAll)
          .thenApply(OneOwner::forValidator)
          .whenComplete(
              (message, thrown) -> {
                if (thrown != null) {
                  hearing.unanswered.compareAndSet(null, UnansweredException.of(thrown));
                }
              });
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
      throw new UnsupportedOperationException("only within a judgement");
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
