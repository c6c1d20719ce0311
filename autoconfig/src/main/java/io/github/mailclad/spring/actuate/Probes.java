package io.github.mailclad.spring.actuate;

import io.github.mailclad.Probe;
import io.github.mailclad.spring.MailEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where health gets what trying a server without credentials told. Thread-safe. */
public interface Probes {

  /**
   * What a probe told.
   *
   * @param at when
   * @param result what it told
   */
  record Probed(Instant at, Probe result) {}

  /** Tries what is due, within bounds of time. */
  void refresh(List<MailEntry> entries);

  /**
   * The newest result; empty before the first one.
   *
   * @param place the place of the service among the entry's services
   */
  Optional<Probed> latest(MailEntry entry, int place);

  /** Never tries anything. */
  static Probes none() {
    return new Probes() {
      @Override
      public void refresh(List<MailEntry> entries) {}

      @Override
      public Optional<Probed> latest(MailEntry entry, int place) {
        return Optional.empty();
      }
    };
  }
}
