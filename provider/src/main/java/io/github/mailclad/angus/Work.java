package io.github.mailclad.angus;

import jakarta.mail.MessagingException;

/** What Angus does, which may open a connection and may fail as mail does. */
@FunctionalInterface
interface Work<T> {
  /** Does it. */
  T run() throws MessagingException;
}
