package io.github.mailclad.internal.config;

/** The number of octets that one command fetches of a message's part by IMAP. */
public enum FetchSize {
  /** As many as the network and the application take in a fraction of a second. */
  ADAPTIVE,
  /** As many as Angus's property {@code fetchsize} says. */
  FIXED
}
