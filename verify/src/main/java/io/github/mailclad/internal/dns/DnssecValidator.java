package io.github.mailclad.internal.dns;

import java.util.concurrent.CompletionStage;
import org.xbill.DNS.Message;

/** A method that determines the DNSSEC status of the records of one owner. Thread-safe. */
interface DnssecValidator {

  /** Sets the header bits of a query. */
  void prepare(Message query);

  /** Returns the records with their status; the stage may complete exceptionally. */
  CompletionStage<ValidatedRecords> validate(OwnerRecords records, LookupBudget budget);
}
