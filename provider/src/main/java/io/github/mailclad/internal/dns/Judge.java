package io.github.mailclad.internal.dns;

import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Message;

/** A strategy that determines the DNSSEC status of the records of one owner. Thread-safe. */
interface Judge {

  /** Sets the header bits of a query. */
  void prepare(Message query);

  /** Returns the verdict; the stage may complete exceptionally. */
  CompletionStage<Verdict> judge(OneOwner said, Effort effort);
}
