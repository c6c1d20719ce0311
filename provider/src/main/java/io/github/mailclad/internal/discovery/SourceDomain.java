package io.github.mailclad.internal.discovery;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.Optional;

/** The domain of an address, whose records name the servers of the account. */
public final class SourceDomain {
  private SourceDomain() {}

  /**
   * Returns the domain behind the last {@code @} of a user name: in A-labels, lower case, without a
   * trailing dot. A user name without one, an address literal and an address of another kind have
   * no domain.
   */
  public static Outcome<String> of(String user) {
    int at = user.lastIndexOf('@');
    if (at < 1 || at == user.length() - 1) {
      return unnamed(user);
    }
    String written = user.substring(at + 1);
    try {
      Optional<DnsId> domain = written.startsWith("[") ? Optional.empty() : Host.of(written).name();
      return domain.map(name -> Outcome.of(name.name())).orElseGet(() -> unnamed(user));
    } catch (IllegalArgumentException e) {
      return Outcome.refused(
          new SettingsRefusal.InvalidHost(written, String.valueOf(e.getMessage())));
    }
  }

  private static Outcome<String> unnamed(String user) {
    return Outcome.refused(new LookupRefusal.NoServerNamed(PeerText.of(user)));
  }
}
