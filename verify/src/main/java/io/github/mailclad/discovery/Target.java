package io.github.mailclad.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.account.Approval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that a domain publishes, as it is proposed.
 *
 * @param endpoint host and port
 * @param approval the reason why it may be used; null as long as a person has to confirm it, and it
 *     is not contacted before that
 * @param references the identifiers that its certificate may carry; empty without an approval
 */
public record Target(Endpoint endpoint, @Nullable Approval approval, List<Identifier> references) {
  public Target {
    references = List.copyOf(references);
  }
}
