package io.github.mailclad.angus;

import jakarta.mail.MessagingException;

/** An action of Angus that may open a connection and may fail with a {@code MessagingException}. */
@FunctionalInterface
interface AngusAction<T> {
  /** Runs the action. */
  T run() throws MessagingException;
}
