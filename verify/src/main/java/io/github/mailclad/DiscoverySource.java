package io.github.mailclad;

/** The origin of servers that were discovered by the domain of an address. */
public enum DiscoverySource {
  /** SRV records of the domain (RFC 6186; RFC 8314, section 5.1). */
  SRV,
  /** The configuration of the domain whose digest is in DNS (draft-ietf-mailmaint-pacc). */
  PACC,
  /** The configuration file of the domain (draft-ietf-mailmaint-autoconfig). */
  AUTOCONFIG,
  /** A directory of configuration files that the application names. */
  DIRECTORY
}
