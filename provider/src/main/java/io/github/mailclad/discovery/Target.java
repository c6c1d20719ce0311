package io.github.mailclad.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import java.util.List;

/**
 * A server that a domain publishes, as it is proposed.
 *
 * @param endpoint host and port
 * @param voucher who vouches for it
 * @param references the names that it may prove to have; none before somebody vouches for it
 */
public record Target(Endpoint endpoint, Voucher voucher, List<Identifier> references) {

  /** Who vouches for a target. */
  public enum Voucher {
    /** The domain's owner, who signed the records. */
    DNSSEC,
    /** The target is in the domain; its own name does not count. */
    SAME_DOMAIN,
    /** A person confirmed it. */
    PERSON,
    /** Nobody yet: it is not contacted. */
    NOBODY
  }

  /** Copies the references. */
  public Target {
    references = List.copyOf(references);
  }
}
