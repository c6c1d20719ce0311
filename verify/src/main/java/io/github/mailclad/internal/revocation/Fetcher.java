package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.time.Duration;

/**
 * The port for fetching statements about revocation from the network. The statements are signed,
 * and are used for nothing else. Implementations are thread-safe.
 */
public interface Fetcher {

  /**
   * Returns the octets of the answer.
   *
   * @param limit the total time from now to the last octet
   * @throws IOException if no answer arrives in that time, or it is larger than allowed; the
   *     message says why
   */
  byte[] fetch(FetchRequest request, Duration limit) throws IOException;
}
