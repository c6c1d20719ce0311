package io.github.mailclad.internal.mailproto;

/** The commands of a client in the clear, where only those that lead to TLS are allowed. */
public enum ClearCommand {
  /** A request to start TLS. */
  STARTTLS,
  /** A request for capabilities, without any data of the user. */
  CAPABILITIES,
  /** A goodbye. */
  LOGOUT,
  /** Any other command, which may carry data of the user. */
  OTHER
}
