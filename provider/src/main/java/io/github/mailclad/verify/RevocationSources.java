package io.github.mailclad.verify;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.internal.revocation.CrlLoader;
import io.github.mailclad.internal.revocation.FetchedStatements;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.internal.revocation.http.HttpFetcher;

/**
 * The sources of revocation information beside the handshake: the configured lists that were read,
 * and the answers that were fetched. Both are kept until they change or expire. One instance for
 * all verifiers avoids reading and fetching again. Nothing is fetched unless a {@link
 * RevocationPolicy} says so. Thread-safe.
 */
public final class RevocationSources {
  private final CrlLoader crls = new CrlLoader();
  private final FetchedStatements statements =
      new FetchedStatements(new HttpFetcher(HttpFetcher::isAnotherMachine));

  /** Creates sources that have read and fetched nothing yet. */
  public RevocationSources() {}

  RevocationChecker checker(RevocationPolicy policy) {
    return new RevocationChecker(policy, crls, statements);
  }
}
