package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * The signers of revocation lists that one check knows beside the issuers on the path, each looked
 * for once. Not thread-safe; one for each check.
 */
final class KnownSigners {
  private final CrlSigners port;
  private final CrlLoader.Loaded atHand;
  private final Instant now;
  private final Map<X500Principal, List<Certified>> byName = new HashMap<>();

  /**
   * The signers that are found through a port.
   *
   * @param atHand the configured lists, which may revoke a signer, and certificates beside them
   */
  KnownSigners(CrlSigners port, CrlLoader.Loaded atHand, Instant now) {
    this.port = port;
    this.atHand = atHand;
    this.now = now;
  }

  /** The signers of that name. */
  List<Certified> find(X500Principal name) {
    return byName.computeIfAbsent(
        name,
        n ->
            port.find(n, atHand.certificates()).stream()
                .map(path -> Certified.of(path).get(0))
                .toList());
  }

  /**
   * Refuses a signer that was itself revoked, as far as the configured lists know. Only a list of
   * the signer's own issuer counts here, so that no two signers can vouch for each other.
   *
   * @throws IOException if it was
   */
  void checkNotRevoked(Certified signer) throws IOException {
    KnownSigners none = new KnownSigners(CrlSigners.NONE, CrlLoader.Loaded.nothing(), now);
    for (Crl list : atHand.lists()) {
      if (list.about(signer, none, Source.CONFIGURED_CRL, now) instanceof Finding.Revoked) {
        throw new IOException("the certificate of its signer was revoked");
      }
    }
  }
}
