package io.github.mailclad.audit;

/** A stage of a connection, in order. */
enum Stage {
  TCP,
  GREETING,
  STARTTLS,
  TLS,
  CAPABILITIES,
  LOGOUT
}
