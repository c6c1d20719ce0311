package io.github.mailclad.internal.discovery;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.Optional;

/** The domain of an address, whose records name the servers of the account. */
public sealed interface SourceDomain {

  /**
   * A domain that can publish records.
   *
   * @param name the domain in A-labels, lower case, without a trailing dot
   */
  record Known(String name) implements SourceDomain {}

  /**
   * There is no domain that could publish records.
   *
   * @param refusal the reason
   */
  record Unknown(Refusal refusal) implements SourceDomain {}

  /**
   * Returns the domain behind the last {@code @} of a user name. A user name without one, an
   * address literal and an address of another kind have no domain.
   */
  static SourceDomain of(String user) {
    int at = user.lastIndexOf('@');
    if (at < 1 || at == user.length() - 1) {
      return new Unknown(new LookupRefusal.NoServerNamed(PeerText.of(user)));
    }
    String written = user.substring(at + 1);
    try {
      Optional<DnsId> domain = written.startsWith("[") ? Optional.empty() : Host.of(written).name();
      return domain.isPresent()
          ? new Known(domain.get().name())
          : new Unknown(new LookupRefusal.NoServerNamed(PeerText.of(user)));
    } catch (IllegalArgumentException e) {
      return new Unknown(new SettingsRefusal.InvalidHost(written, String.valueOf(e.getMessage())));
    }
  }
}
