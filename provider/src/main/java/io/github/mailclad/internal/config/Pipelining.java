package io.github.mailclad.internal.config;

/** The way in which the commands of a message are sent to a submission server. */
public enum Pipelining {
  /** In groups, if the server offers PIPELINING (RFC 2920). */
  OFFERED,
  /** One at a time. */
  NEVER
}
