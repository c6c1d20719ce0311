package io.github.mailclad.internal.mailproto;

/** What a client says in the clear, where it may say only what leads to TLS. */
public enum ClearCommand {
  /** A request to start TLS. */
  STARTTLS,
  /** A question for capabilities, with nothing of the user's in it. */
  CAPABILITIES,
  /** A goodbye. */
  LOGOUT,
  /** All else, which may be the user's. */
  OTHER
}
