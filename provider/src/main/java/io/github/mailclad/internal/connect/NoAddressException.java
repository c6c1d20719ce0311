package io.github.mailclad.internal.connect;

import io.github.mailclad.Host;
import io.github.mailclad.dns.DnssecStatus;
import java.net.UnknownHostException;

/**
 * The failure of a look-up because the host has no address. That is a failure of the network, not a
 * refusal. The next server may be tried, as if this one did not answer.
 */
public final class NoAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  private final DnssecStatus absence;

  NoAddressException(Host host, DnssecStatus absence) {
    super(host.text());
    this.absence = absence;
  }

  /** Returns the DNSSEC status of the absence. */
  public DnssecStatus absence() {
    return absence;
  }
}
