package io.github.mailclad.internal.dns;

import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Message;

/** Who determines the status of what was said of one owner. Thread-safe. */
interface Judge {

  /** Sets the bits of the header that a query of ours has. */
  void prepare(Message query);

  /** The verdict; the stage may complete exceptionally. */
  CompletionStage<Verdict> judge(OneOwner said, Effort effort);
}
