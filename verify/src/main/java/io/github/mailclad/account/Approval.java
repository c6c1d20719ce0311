package io.github.mailclad.account;

/** The reason why a server that a domain published may be used. */
public enum Approval {
  /** DNSSEC secures the records that name it. */
  DNSSEC,
  /** The server is inside the domain, and has to prove the domain's name. */
  SAME_DOMAIN,
  /** A person confirmed it. */
  PERSON
}
