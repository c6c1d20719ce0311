package io.github.mailclad.setup;

/**
 * Whoever is asked while an account is set up. It can agree to a change of the account's settings
 * or not; there is nothing else to agree to, and a connection that was refused stays refused.
 */
@FunctionalInterface
public interface Person {

  /** What a person said to a warning. */
  enum Answer {
    /** It was read and understood, and is what the person wants. */
    AGREED,
    /** It is not, or there is nobody who could say. */
    DECLINED
  }

  /** The answer to a warning; an exception, and null, are {@link Answer#DECLINED}. */
  Answer answer(Warning warning);

  /** For programs without a person to ask: declines everything. */
  static Person nobody() {
    return warning -> Answer.DECLINED;
  }
}
