package io.github.mailclad.spring.actuate;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.observe.ConnectionJournal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The actuator endpoint {@code mailclad}: a line for each service of each account and mail sender,
 * and for one of them what it requires, what its connections got last, why one was refused, and
 * when certificates end. It connects to nothing. There are no passwords in it and no session
 * properties; a user name stands in {@code user} alone.
 */
@Endpoint(id = "mailclad")
public final class MailcladEndpoint {
  private final MailInventory inventory;
  private final EntryReports reports;

  /** Creates an endpoint. */
  public MailcladEndpoint(MailInventory inventory, ConnectionJournal journal, Clock clock) {
    this.inventory = inventory;
    this.reports = new EntryReports(journal, clock);
  }

  /** Returns a short report of all entries. */
  @ReadOperation
  public MailOverview overview() {
    return new MailOverview(inventory.entries().stream().map(reports::lineOf).toList());
  }

  /**
   * Returns the full report of one entry.
   *
   * @param name the name of the account or of the mail sender bean
   * @return the report; null if there is no such entry, which answers 404
   */
  @ReadOperation
  public @Nullable MailReport entry(@Selector String name) {
    return inventory.entry(name).map(reports::of).orElse(null);
  }
}
