package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** Uses the AD bit of the server (RFC 6840, section 5.8); only for servers on this machine. */
final class ServerValidator implements DnssecValidator {

  @Override
  public void prepare(Message query) {
    query.getHeader().setFlag(Flags.AD);
  }

  @Override
  public CompletionStage<ValidatedRecords> validate(OwnerRecords records, LookupBudget budget) {
    return CompletableFuture.completedFuture(
        records.isCalledAuthentic()
            ? new ValidatedRecords(records, DnssecStatus.SECURE, "")
            : new ValidatedRecords(
                records,
                DnssecStatus.INSECURE,
                "the server did not mark "
                    + DnsText.of(records.owner(), records.type())
                    + " as validated"));
  }
}
