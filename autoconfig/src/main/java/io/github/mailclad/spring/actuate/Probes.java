package io.github.mailclad.spring.actuate;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.Probe;
import io.github.mailclad.spring.MailEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The results of connecting to servers without credentials. Thread-safe. */
public interface Probes {

  /**
   * A probe with its time.
   *
   * @param at the time of its end
   * @param result its result
   */
  record Probed(Instant at, Probe result) {}

  /** Probes the services that are due, within bounds of time. */
  void refresh(List<MailEntry> entries);

  /**
   * Returns the newest result; empty before the first one.
   *
   * @param protocol the protocol of one of the entry's services
   */
  Optional<Probed> latest(MailEntry entry, MailProtocol protocol);

  /** Returns probes that never connect. */
  static Probes none() {
    return new Probes() {
      @Override
      public void refresh(List<MailEntry> entries) {}

      @Override
      public Optional<Probed> latest(MailEntry entry, MailProtocol protocol) {
        return Optional.empty();
      }
    };
  }
}
