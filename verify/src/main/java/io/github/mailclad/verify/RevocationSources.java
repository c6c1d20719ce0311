package io.github.mailclad.verify;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.internal.revocation.CrlLoader;
import io.github.mailclad.internal.revocation.FetchedStatements;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.internal.revocation.http.HttpFetcher;
import org.jspecify.annotations.Nullable;

/**
 * The sources of revocation information beside the handshake: the configured lists that were read,
 * and the answers that were fetched. Both are kept until they change or expire. One instance for
 * all verifiers avoids reading and fetching again. Nothing is fetched unless a {@link
 * RevocationPolicy} says so. Thread-safe.
 */
public final class RevocationSources {
  private @Nullable CrlLoader crls;
  private @Nullable FetchedStatements statements;

  /** Creates sources that have read and fetched nothing yet. */
  public RevocationSources() {}

  synchronized RevocationChecker checker(RevocationPolicy policy) {
    if (crls == null) {
      crls = new CrlLoader();
    }
    if (statements == null && policy.fetch() != RevocationPolicy.Fetch.NEVER) {
      statements = new FetchedStatements(new HttpFetcher(HttpFetcher::isAnotherMachine));
    }
    return new RevocationChecker(policy, crls, statements);
  }
}
