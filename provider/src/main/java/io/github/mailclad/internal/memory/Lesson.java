package io.github.mailclad.internal.memory;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.account.Sighting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be told of a connection beside what it got.
 *
 * @param account the account
 * @param got what the connection got
 * @param accepted the certificate that would have been accepted; null for none
 * @param minimum the level that the account requires
 */
record Lesson(
    String account,
    ConnectionSecurity got,
    @Nullable AccountPin accepted,
    ConfidentialityLevel minimum) {

  /**
   * The events.
   *
   * @param before what was known of the server; null for nothing
   * @param now what it showed
   */
  List<SecurityEvent> events(@Nullable Sighting before, Sighting now) {
    List<SecurityEvent> events = new ArrayList<>();
    if (accepted != null && got instanceof ConnectionSecurity.Pinned) {
      events.add(new SecurityEvent.PinUsed(account, got.service(), got.endpoint(), accepted));
    }
    if (accepted != null && got instanceof ConnectionSecurity.Authenticated) {
      events.add(new SecurityEvent.PinObsolete(account, got.service(), got.endpoint(), accepted));
    }
    if (minimum == ConfidentialityLevel.NONE && isNews(before, now)) {
      events.add(
          got instanceof ConnectionSecurity.Unauthenticated unproved
              ? new SecurityEvent.TlsSeenButNotValid(
                  account, got.service(), got.endpoint(), unproved.why())
              : new SecurityEvent.TlsUpgradeAvailable(account, got.service(), got.endpoint()));
    }
    if (before != null) {
      events.addAll(SightingChanges.between(account, got.service(), before, now));
    }
    return events;
  }

  /** Whether the server was never seen to reach that much. */
  private static boolean isNews(@Nullable Sighting before, Sighting now) {
    return before == null || now.best().compareTo(before.best()) > 0;
  }
}
