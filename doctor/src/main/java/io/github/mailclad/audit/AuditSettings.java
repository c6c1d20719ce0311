package io.github.mailclad.audit;

import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.verify.PeerVerifier;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of an audit.
 *
 * @param resolver the resolver, which validates DNSSEC
 * @param network the way to the servers
 * @param anchors the trust anchors by which chains are judged
 * @param now the instant of the verdicts, possibly in the future
 * @param pace the limits for connections
 * @param profile the profile by which deviations count
 * @param hosts host names to examine beside those that the domain publishes
 * @param injection whether to send a command behind STARTTLS, or never
 * @param received the bodies of the Received fields of a message that was submitted for the audit,
 *     the newest first; empty without one
 * @param progress takes lines about the progress
 */
public record AuditSettings(
    SecureResolver resolver,
    Network network,
    PeerVerifier.Trusting anchors,
    Instant now,
    Pace pace,
    Profile profile,
    List<String> hosts,
    Injection injection,
    List<String> received,
    Consumer<String> progress) {
  public AuditSettings {
    hosts = List.copyOf(hosts);
    received = List.copyOf(received);
  }

  /** The choice of an operator about the test for injected commands. */
  public enum Injection {
    /** Nothing is sent behind STARTTLS. */
    SKIPPED,
    /** A NOOP is sent behind STARTTLS, in one segment. */
    TESTED
  }
}
