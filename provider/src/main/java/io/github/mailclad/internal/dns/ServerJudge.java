package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** Uses the AD bit of the server (RFC 6840, section 5.8); only for servers on this machine. */
final class ServerJudge implements Judge {

  @Override
  public void prepare(Message query) {
    query.getHeader().setFlag(Flags.AD);
  }

  @Override
  public CompletionStage<Verdict> judge(OneOwner said, Effort effort) {
    return CompletableFuture.completedFuture(
        said.isCalledAuthentic()
            ? new Verdict(DnssecStatus.SECURE, "")
            : new Verdict(
                DnssecStatus.INSECURE,
                "the server does not call " + Words.of(said.owner(), said.type()) + " authentic"));
  }
}
