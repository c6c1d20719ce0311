package io.github.mailclad.verify;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.internal.revocation.CrlLoader;
import io.github.mailclad.internal.revocation.Online;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.internal.revocation.http.HttpFetcher;

/**
 * Where verifiers learn of revocations beside the handshake: the configured lists that were read,
 * and the answers that were fetched, both kept until they change or run out. One for all verifiers
 * spares reading and fetching again. Nothing is fetched unless a {@link RevocationPolicy} says so.
 * Thread-safe.
 */
public final class RevocationSources {
  private final CrlLoader crls = new CrlLoader();
  private final Online online = new Online(new HttpFetcher(HttpFetcher::isAnotherMachine));

  /** Sources that have read and fetched nothing yet. */
  public RevocationSources() {}

  RevocationChecker checker(RevocationPolicy policy) {
    return new RevocationChecker(policy, crls, online);
  }
}
