package io.github.mailclad.spring.actuate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short answer of the endpoint: one line for each service of each entry. Everything is text or
 * a number, so that any version of Jackson writes it; null values are left out.
 *
 * @param entries the accounts and mail senders, by name
 */
public record MailOverview(List<Entry> entries) {
  public MailOverview {
    entries = List.copyOf(entries);
  }

  /**
   * An account or a mail sender.
   *
   * @param name its name, by which the endpoint has its {@link MailReport}
   * @param kind {@code account} or {@code sender}
   * @param services its services
   */
  public record Entry(String name, String kind, List<ServiceLine> services) {
    public Entry {
      services = List.copyOf(services);
    }
  }

  /**
   * One service.
   *
   * @param service its protocol name
   * @param endpoint the server of the newest attempt, or the one that is configured; null where
   *     servers are discovered and none was connected to
   * @param state {@code verified}, {@code encrypted} or {@code none}: the level of the newest
   *     connection. The code of the refusal where the newest attempt was refused, or every one
   *     would be. {@code unknown} before the first attempt
   * @param certificateDaysLeft the whole days until the certificate of the newest connection ends;
   *     null before the first one
   */
  public record ServiceLine(
      String service,
      @Nullable String endpoint,
      String state,
      @Nullable Long certificateDaysLeft) {}
}
